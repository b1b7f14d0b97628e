/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/debugging.h"

#include "build/jobs.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/version.h"
#include "graph/automatic.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/makefile.h"
#include "parser/rule.h"

/* a comment where a data base follows */
void
debugging_say_version(struct invocation *inv)
{
	struct buf text = BUF_INIT;
	if (inv->has_said_version)
		return;
	inv->has_said_version = true;
	version_text(inv->message->program, &text);
	char *rest;
	for (char *line = strtok_r(text.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		message_sayf(inv->message, MESSAGE_DEBUG, NULL, "%s%s",
		             inv->options->print_data_base ? "# " : "", line);
	buf_release(&text);
}

void
debugging_start(struct invocation *inv)
{
	if (inv->debug & DEBUG_BASIC)
		debugging_say_version(inv);
}

static void
add_reason(struct invocation *inv, struct step *step, struct buf *out)
{
	struct file *file = step->file;
	struct buf newer = BUF_INIT;
	expand_text(inv->makefile, step_scope(inv->files, step), "$?", NULL, &newer);
	if (file->is_phony)
		buf_adds(out, "target is .PHONY");
	else if (file->mtime == TIME_ABSENT)
		buf_adds(out, "target does not exist");
	else if (newer.len)
		buf_add(out, newer.data, newer.len);
	else
		buf_adds(out, "unknown reasons");
	buf_release(&newer);
}

static void
say_why(void *arg, struct step *step)
{
	struct invocation *inv = arg;
	const struct loc *loc = &step->recipe->loc;
	struct buf text = BUF_INIT;
	if (loc->file)
		buf_addf(&text, "%s:%lu", loc->file->text, loc->line + loc->offset);
	else
		buf_adds(&text, "<builtin>");
	buf_addf(&text, ": update target '%s' due to: ", step->file->path);
	add_reason(inv, step, &text);
	message_say(inv->message, MESSAGE_PLAIN, NULL, text.data);
	buf_release(&text);
}

static void
say_job(void *arg, const char *text)
{
	struct invocation *inv = arg;
	message_say(inv->message, MESSAGE_DEBUG, NULL, text);
}

void
debugging_watch_jobs(struct invocation *inv, struct jobs_config *jobs)
{
	jobs->prints_all = inv->debug & DEBUG_PRINT;
	if (inv->debug & DEBUG_WHY)
		jobs->primed = say_why;
	if (inv->debug & DEBUG_JOBS)
		jobs->debug = say_job;
}
