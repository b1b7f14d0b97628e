/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/data_base.h"

#include <string.h>
#include <time.h>

#include "cli/debugging.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "graph/file.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/dump.h"
#include "parser/makefile.h"
#include "parser/rule.h"

static void
add_date(struct buf *out, const char *before)
{
	char text[64];
	time_t now = time(NULL);
	struct tm tm;
	localtime_r(&now, &tm);
	strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &tm);
	buf_addf(out, "\n# %s %s\n", before, text);
}

static void
take_time(const struct file *file, struct dump_facts *facts)
{
	facts->mtime_ns = file->mtime;
	if (file->mtime == TIME_ABSENT)
		facts->time = DUMP_TIME_MISSING;
	else if (file->mtime == TIME_OLD)
		facts->time = DUMP_TIME_OLD;
	else if (file->mtime != TIME_UNKNOWN)
		facts->time = DUMP_TIME_KNOWN;
}

static void
take_step(const struct step *step, struct dump_facts *facts)
{
	static const int statuses[] = {
		[OUTCOME_SUCCESS] = DUMP_SUCCESS, [OUTCOME_QUESTION] = DUMP_QUESTION,
		[OUTCOME_FAILED] = DUMP_FAILED,
	};
	facts->recipe = step->recipe;
	facts->stem = step->stem ? step->stem->text : NULL;
	facts->automatic = step->scope;
	facts->is_updated = step->progress == PROGRESS_DONE;
	if (facts->is_updated)
		facts->status = statuses[step->outcome];
}

static bool
is_named(const struct invocation *inv, const char *name)
{
	const struct texts *goals = &inv->options->goals;
	for (size_t i = 0; i < goals->count; i++)
		if (!strcmp(goals->at[i], name))
			return true;
	return false;
}

static void
facts_of(void *arg, const struct target *target, const struct rule *rule,
         struct dump_facts *facts)
{
	const struct invocation *inv = arg;
	const struct file *file = file_find(inv->files, target->name);
	(void)rule;
	if (!file)
		return;
	facts->is_goal = is_named(inv, target->name->text);
	facts->is_optional = file->is_optional;
	facts->is_searched = file->is_searched;
	take_time(file, facts);
	if (file->steps.count == 1)
		take_step(file->steps.at[0], facts);
}

void
data_base_print(struct invocation *inv)
{
	struct buf text = BUF_INIT;
	struct makefile *mk = inv->makefile;
	debugging_say_version(inv);
	add_date(&text, "Make data base, printed on");
	dump_variables(mk, &text);
	buf_adds(&text, "\n# Directories\n\n# No files, no impossibilities in 0 directories.\n");
	dump_rules(mk, &text);
	dump_targets(mk, inv->files ? facts_of : NULL, inv, &text);
	dump_vpaths(mk, &text);
	add_date(&text, "Finished Make data base on");
	buf_addc(&text, '\n');
	message_raw(inv->message, false, text.data, text.len);
	buf_release(&text);
}
