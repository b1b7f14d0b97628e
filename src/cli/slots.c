/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/slots.h"

#include "build/jobserver.h"
#include "cli/interrupt.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "build/temporary.h"
#include "cli/tracing.h"
#include "parser/base/buf.h"
#include "parser/makefile.h"

static void
say(struct invocation *inv, enum message_kind kind, struct buf *text)
{
	if (text->len)
		message_sayf(inv->message, kind, NULL, "%s%s", text->data,
		             kind == MESSAGE_ERROR ? ".  Stop." : "");
	buf_release(text);
}

static void
leave(struct invocation *inv)
{
	inv->options->jobserver_auth = NULL;
	if (inv->jobserver && jobserver_path(inv->jobserver))
		interrupt_forget(jobserver_path(inv->jobserver));
	if (inv->jobserver)
		jobserver_free(inv->jobserver);
	inv->jobserver = NULL;
}

static void
say_forced(struct invocation *inv, int jobs, const char *where)
{
	if (!inv->restarts)
		message_sayf(inv->message, MESSAGE_WARNING, NULL,
		             "warning: -j%d forced in %s: resetting jobserver mode.", jobs, where);
}

void
slots_join(struct invocation *inv)
{
	struct options *o = inv->options;
	struct buf said = BUF_INIT;
	inv->jobs_at_start = o->jobs;
	if (!o->jobserver_auth)
		return;
	if (o->command_jobs != JOBS_UNSET) {
		say_forced(inv, o->command_jobs, "submake");
		leave(inv);
		return;
	}
	inv->jobserver = jobserver_join(o->jobserver_auth, &said);
	say(inv, MESSAGE_WARNING, &said);
	if (inv->jobserver)
		return;
	message_say(inv->message, MESSAGE_WARNING, NULL, "warning: jobserver unavailable: using -j1.  "
	                                                 "Add '+' to parent make rule.");
	inv->jobs_at_start = o->jobs = 1;
	leave(inv);
}

bool
slots_open(struct invocation *inv)
{
	struct options *o = inv->options;
	struct buf said = BUF_INIT;
	if (inv->jobserver && o->jobs != inv->jobs_at_start) {
		say_forced(inv, o->jobs, "makefile");
		leave(inv);
	}
	if (inv->jobserver || o->jobs == JOBS_WITHOUT_LIMIT || o->jobs == JOBS_UNSET || o->jobs == 1)
		return true;
	struct jobserver_config config = {
		.tokens = (unsigned)o->jobs - 1, .style = o->jobserver_style,
		.folder = temporary_folder(), .is_viewed = tracing_may_view(),
	};
	inv->jobserver = jobserver_new(&config, &said);
	say(inv, inv->jobserver ? MESSAGE_WARNING : MESSAGE_ERROR, &said);
	if (!inv->jobserver)
		return false;
	o->jobserver_auth = jobserver_auth(inv->jobserver);
	if (jobserver_path(inv->jobserver))
		interrupt_unlink(jobserver_path(inv->jobserver));
	return true;
}

void
slots_close(struct invocation *inv)
{
	if (inv->jobserver)
		leave(inv);
}

void
slots_hand_on(struct invocation *inv)
{
	if (inv->jobserver && !jobserver_is_server(inv->jobserver)) {
		jobserver_lend(inv->jobserver, true);
		inv->jobserver = NULL;
	}
	slots_close(inv);
}

unsigned
slots_count(const struct invocation *inv)
{
	const struct options *o = inv->options;
	if (o->jobs == JOBS_UNSET || inv->makefile->rules.not_parallel)
		return 1;
	return inv->jobserver ? 0 : (unsigned)o->jobs;
}
