/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/why.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "build/ambient.h"
#include "build/verdict.h"
#include "cli/line_diff.h"
#include "parser/base/buf.h"
#include "trace/trace.h"

enum { COMMAND_SHOWN = 60 }; /* bytes of a command line */

static const char *
verdict_word(enum verdict_kind kind)
{
	static const char *const words[] = {
		[VERDICT_KEEP] = "keep",
		[VERDICT_RUN] = "run",
		[VERDICT_FORCED] = "run",
		[VERDICT_BY_TIME_STAMPS] = "time stamps decide",
		[VERDICT_RESTORE] = "restore",
	};
	return words[kind];
}

static void
add_indent(struct buf *out, unsigned depth)
{
	for (; depth > 0; depth--)
		buf_adds(out, "  ");
}

/* below the directory, without it */
static const char *
shown_path(const struct why *why, const char *path)
{
	size_t len = why->directory ? strlen(why->directory) : 0;
	if (len > 1 && strncmp(path, why->directory, len) == 0 && path[len] == '/')
		return path + len + 1;
	return path;
}

/* on one line */
static void
add_plain(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addc(out, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i]);
}

/* not in the middle of a character of UTF-8 */
static size_t
cut_length(const char *text, size_t len)
{
	while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static void
add_command(struct buf *out, const char *command)
{
	size_t len = strlen(command);
	bool is_cut = len > COMMAND_SHOWN;
	add_plain(out, command, is_cut ? cut_length(command, COMMAND_SHOWN) : len);
	if (is_cut)
		buf_adds(out, "...");
}

static void
add_program(struct buf *out, const char *command)
{
	size_t len = strcspn(command, " ");
	const char *name = command;
	for (const char *p = command; p < command + len; p++)
		if (*p == '/')
			name = p + 1;
	add_plain(out, name, (size_t)(command + len - name));
}

static void
add_text(struct buf *out, const struct why *why, enum reason reason)
{
	const struct verdict *verdict = why->verdict;
	for (const char *p = reason_text(reason); *p; p++) {
		if (p[0] == '%' && p[1] == 'p') {
			const char *path = verdict->path ? verdict->path : "";
			path = reason == REASON_VOID ? path : shown_path(why, path);
			add_plain(out, path, strlen(path));
			p++;
		} else if (p[0] == '%' && p[1] == 'n') {
			add_command(out, verdict->name ? verdict->name : "");
			p++;
		} else {
			buf_addc(out, *p);
		}
	}
}

static const char *
access_word(unsigned kinds)
{
	if (kinds & ACCESS_EXEC)
		return "run";
	if (kinds & ACCESS_READ)
		return "read";
	if (kinds & ACCESS_LIST)
		return "listed";
	if (kinds & ACCESS_LINK)
		return "followed";
	if (kinds & ACCESS_ABSENT)
		return "looked for";
	return "looked at";
}

static void
add_process(struct buf *out, const struct trace *trace, uint32_t index)
{
	if (index >= trace->processes.count)
		return;
	const struct process *process = &trace->processes.at[index];
	buf_adds(out, " by ");
	add_program(out, process->command);
	buf_addf(out, " (pid %ld, `", (long)process->pid);
	add_command(out, process->command);
	buf_adds(out, "`)");
}

static void
add_place(struct buf *out, const struct why *why)
{
	const struct trace *last = why->last;
	if (last->makefile[0] == '\0')
		buf_adds(out, " in the recipe of a built-in rule");
	else
		buf_addf(out, " in the recipe at %s:%lu", shown_path(why, last->makefile),
			 last->line);
}

static void
add_access(struct buf *out, const struct why *why)
{
	const struct verdict *verdict = why->verdict;
	if (!why->last || verdict->kinds == 0)
		return;
	buf_addf(out, "; %s", access_word(verdict->kinds));
	add_process(out, why->last, verdict->process);
	add_place(out, why);
}

void
why_reason(struct buf *out, const struct why *why)
{
	const struct verdict *verdict = why->verdict;
	add_text(out, why, verdict->reason);
	add_access(out, why);
	if (verdict->time_stamps_because < REASON_COUNT &&
	    verdict->time_stamps_because != verdict->reason) {
		buf_adds(out, " (time stamps decide: ");
		buf_adds(out, verdict->time_stamps_because == REASON_TARGET_CHANGED
				      ? "it is not as its last run left it"
				      : reason_text(verdict->time_stamps_because));
		buf_addc(out, ')');
	}
}

static void
add_value(struct buf *out, const char *value)
{
	if (!value) {
		buf_adds(out, "not set");
		return;
	}
	buf_addc(out, '"');
	add_plain(out, value, strlen(value));
	buf_addc(out, '"');
}

static void
add_values(struct buf *out, const struct why *why)
{
	const struct verdict *verdict = why->verdict;
	unsigned depth = why->depth + 2;
	switch (verdict->reason) {
	case REASON_VARIABLE:
		add_indent(out, depth);
		buf_adds(out, "it was ");
		add_value(out, verdict->old_value);
		buf_adds(out, ", now it is ");
		add_value(out, verdict->new_value);
		buf_addc(out, '\n');
		break;
	case REASON_RECIPE:
	case REASON_SHELL:
	case REASON_DIRECTORY:
	case REASON_SHELL_RESULT:
		if (verdict->old_value && verdict->new_value)
			line_diff(out, verdict->old_value, verdict->new_value, 2 * depth);
		break;
	default:
		break;
	}
}

static void
add_uncounted(struct buf *out, const struct why *why)
{
	for (size_t i = 0; i < why->last->accesses.count; i++) {
		const struct access *access = &why->last->accesses.at[i];
		enum ambient_class class = ambient_class_of(why->ambient, access->path);
		if (class == AMBIENT_NONE)
			continue;
		add_indent(out, why->depth + 2);
		buf_addf(out, "%s does not count (%s); %s", shown_path(why, access->path),
			 class == AMBIENT_STATE ? "state" : "ambient", access_word(access->kinds));
		add_process(out, why->last, access->process);
		buf_addc(out, '\n');
	}
}

void
why_verdict(struct buf *out, const struct why *why)
{
	add_indent(out, why->depth);
	buf_addf(out, "%s: %s, because ", why->target, verdict_word(why->verdict->kind));
	why_reason(out, why);
	buf_addc(out, '\n');
	add_values(out, why);
	if (why->verdict->kind == VERDICT_KEEP && why->last && why->last->why && *why->last->why) {
		add_indent(out, why->depth + 1);
		buf_addf(out, "its last run was because %s\n", why->last->why);
	}
	if (why->is_verbose && why->last)
		add_uncounted(out, why);
}
