/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/jobs.h"
#include "build/temporary.h"
#include "cli/interrupt.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/slots.h"
#include "cli/tracing.h"
#include "parser/base/buf.h"

static const char lock_prefix[] = "fnm:";

/* ---- what is held back now ---- */

static void
write_held(void *arg, bool to_stderr, const char *text, size_t len)
{
	struct invocation *inv = arg;
	output_write(inv->held, to_stderr, text, len);
}

/* messages, and the standard error of $(shell), go there; NULL: nothing is held back */
static void
hold(struct invocation *inv, struct output *output)
{
	inv->held = output;
	inv->message->write = output ? write_held : NULL;
	inv->message->arg = inv;
	inv->world.err = output ? output->err : -1;
}

static bool
redirect(void *arg, struct output *output)
{
	struct invocation *inv = arg;
	hold(inv, NULL);
	if (output && !output_is_open(output) && output_open(output)) {
		inv->sync = OUTPUT_SYNC_NONE;
		message_say(inv->message, MESSAGE_WARNING, NULL,
		            "cannot open output-sync lock file, suppressing output-sync.");
		return false;
	}
	hold(inv, output);
	return true;
}

static void
lock(const struct invocation *inv, short type)
{
	struct flock range = { .l_type = type, .l_whence = SEEK_SET, .l_len = 1 };
	if (inv->sync_lock >= 0)
		while (fcntl(inv->sync_lock, F_SETLKW, &range) && errno == EINTR)
			;
}

static void
show(void *arg, struct output *output)
{
	struct invocation *inv = arg;
	if (output_is_empty(output))
		return;
	hold(inv, NULL);
	lock(inv, F_WRLCK);
	bool says_directory = inv->sync != OUTPUT_SYNC_RECURSE && invocation_says_directory(inv);
	if (says_directory)
		invocation_say_directory(inv, true);
	output_show(output);
	if (says_directory)
		invocation_say_directory(inv, false);
	lock(inv, F_UNLCK);
}

/* ---- the lock ---- */

static void
join_lock(struct invocation *inv)
{
	const char *name = inv->options->sync_mutex;
	if (strncmp(name, lock_prefix, strlen(lock_prefix)) != 0) {
		message_sayf(inv->message, MESSAGE_WARNING, NULL, "invalid --sync-mutex string '%s'",
		             name);
		return;
	}
	inv->sync_lock = open(name + strlen(lock_prefix), O_WRONLY | O_CLOEXEC);
	if (inv->sync_lock < 0)
		inv->options->sync_mutex = NULL;
}

static void
make_lock(struct invocation *inv)
{
	struct buf name = BUF_INIT;
	inv->sync_lock = temporary_file(&inv->sync_path);
	if (inv->sync_lock < 0)
		return;
	interrupt_unlink(inv->sync_path);
	if (tracing_may_view()) /* there a file of that name may be another one */
		buf_addf(&name, "%s/proc/%d/fd/%d", lock_prefix, (int)getpid(), inv->sync_lock);
	else
		buf_addf(&name, "%s%s", lock_prefix, inv->sync_path);
	char *kept = buf_steal(&name, NULL);
	vec_push(&inv->options->owned, kept);
	inv->options->sync_mutex = kept;
}

void
sync_end(struct invocation *inv)
{
	hold(inv, NULL);
	if (output_is_open(&inv->reading_output))
		show(inv, &inv->reading_output);
	output_close(&inv->reading_output);
	if (inv->sync_lock >= 0)
		close(inv->sync_lock);
	inv->sync_lock = -1;
	if (inv->sync_path)
		unlink(inv->sync_path);
	interrupt_forget(inv->sync_path);
	free(inv->sync_path);
	inv->sync_path = NULL;
}

/* ---- reading, and jobs ---- */

static enum output_sync
wanted(const struct invocation *inv)
{
	static const char *const names[] = { "none", "line", "target", "recurse" };
	const char *name = inv->options->output_sync;
	for (enum output_sync i = OUTPUT_SYNC_NONE; name && i <= OUTPUT_SYNC_RECURSE; i++)
		if (!strcmp(name, names[i]))
			return i;
	return OUTPUT_SYNC_NONE;
}

bool
sync_says_directory(const struct invocation *inv)
{
	return inv->sync == OUTPUT_SYNC_LINE || inv->sync == OUTPUT_SYNC_TARGET;
}

void
sync_start(struct invocation *inv)
{
	inv->sync = wanted(inv);
	if (inv->options->sync_mutex)
		join_lock(inv);
	if (sync_says_directory(inv))
		redirect(inv, &inv->reading_output);
}

void
sync_settle(struct invocation *inv)
{
	hold(inv, NULL);
	if (output_is_open(&inv->reading_output))
		show(inv, &inv->reading_output);
	output_close(&inv->reading_output);
	inv->sync = wanted(inv);
	if (!sync_says_directory(inv))
		return;
	if (!inv->jobserver && inv->options->jobs != JOBS_WITHOUT_LIMIT)
		inv->sync = OUTPUT_SYNC_NONE; /* one job at a time is in order anyway */
	else if (inv->sync_lock < 0)
		make_lock(inv);
}

void
sync_watch_jobs(struct invocation *inv, struct jobs_config *jobs)
{
	jobs->sync = inv->sync;
	jobs->redirect = redirect;
	jobs->show = show;
}
