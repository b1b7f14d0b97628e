/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include <getopt.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum kind { KIND_IGNORED, KIND_ON, KIND_OFF, KIND_JOBS, KIND_LOAD, KIND_TEXT, KIND_LIST };

struct row {
	int code; /* the letter, or above CHAR_MAX */
	enum kind kind;
	bool is_inherited; /* goes into MAKEFLAGS */
	size_t field;
	const char *without; /* the value where the argument is left out; NULL: required */
	const char *names[4];
};

#define F(field) offsetof(struct options, field)
#define LONG(n) (CHAR_MAX + (n))

/* in the order of MAKEFLAGS */
static const struct row rows[] = {
	{ 'b', KIND_IGNORED, false, 0, NULL, { NULL } },
	{ 'B', KIND_ON, true, F(always_make), NULL, { "always-make" } },
	{ 'd', KIND_ON, true, F(debug_all), NULL, { NULL } },
	{ 'e', KIND_ON, true, F(environment_overrides), NULL, { "environment-overrides" } },
	{ 'E', KIND_LIST, false, F(evals), NULL, { "eval" } },
	{ 'h', KIND_ON, false, F(help), NULL, { "help" } },
	{ 'i', KIND_ON, true, F(ignore_errors), NULL, { "ignore-errors" } },
	{ 'k', KIND_ON, true, F(keep_going), NULL, { "keep-going" } },
	{ 'L', KIND_ON, true, F(check_symlinks), NULL, { "check-symlink-times" } },
	{ 'm', KIND_IGNORED, false, 0, NULL, { NULL } },
	{ 'n', KIND_ON, true, F(just_print), NULL, { "just-print", "dry-run", "recon" } },
	{ 'p', KIND_ON, true, F(print_data_base), NULL, { "print-data-base" } },
	{ 'q', KIND_ON, true, F(question), NULL, { "question" } },
	{ 'r', KIND_ON, true, F(no_builtin_rules), NULL, { "no-builtin-rules" } },
	{ 'R', KIND_ON, true, F(no_builtin_variables), NULL, { "no-builtin-variables" } },
	{ 's', KIND_ON, true, F(silent), NULL, { "silent", "quiet" } },
	{ 'S', KIND_OFF, true, F(keep_going), NULL, { "no-keep-going", "stop" } },
	{ 't', KIND_ON, true, F(touch), NULL, { "touch" } },
	{ 'v', KIND_ON, false, F(version), NULL, { "version" } },
	{ 'w', KIND_ON, true, F(print_directory), NULL, { "print-directory" } },
	{ 'C', KIND_LIST, false, F(directories), NULL, { "directory" } },
	{ 'f', KIND_LIST, false, F(makefiles), NULL, { "file", "makefile" } },
	{ 'I', KIND_LIST, true, F(include_dirs), NULL, { "include-dir" } },
	{ 'j', KIND_JOBS, true, F(jobs), "", { "jobs" } },
	{ 'l', KIND_LOAD, true, F(load), "", { "load-average", "max-load" } },
	{ 'o', KIND_LIST, false, F(old_files), NULL, { "old-file", "assume-old" } },
	{ 'O', KIND_TEXT, true, F(output_sync), "target", { "output-sync" } },
	{ 'W', KIND_LIST, false, F(new_files), NULL, { "what-if", "new-file", "assume-new" } },
	{ LONG(1), KIND_LIST, true, F(debug), "basic", { "debug" } },
	{ LONG(2), KIND_TEXT, true, F(jobserver_auth), NULL, { "jobserver-auth" } },
	{ LONG(3), KIND_ON, true, F(trace), NULL, { "trace" } },
	{ LONG(4), KIND_OFF, true, F(print_directory), NULL, { "no-print-directory" } },
	{ LONG(5), KIND_ON, true, F(warn_undefined), NULL, { "warn-undefined-variables" } },
	{ LONG(6), KIND_OFF, true, F(silent), NULL, { "no-silent" } },
	{ LONG(7), KIND_TEXT, true, F(shuffle), "random", { "shuffle" } },
	{ LONG(8), KIND_TEXT, false, F(jobserver_style), NULL, { "jobserver-style" } },
	{ LONG(20), KIND_LIST, false, F(why), NULL, { "why" } },
	{ LONG(21), KIND_TEXT, true, F(compare), NULL, { "compare" } },
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

void
options_init(struct options *options)
{
	*options = (struct options){ .keep_going = TRI_UNSET, .silent = TRI_UNSET,
		.print_directory = TRI_UNSET, .jobs = -1, .load = -1 };
}

static void *
field_of(const struct options *options, const struct row *row)
{
	return (char *)(uintptr_t)options + row->field;
}

void
options_release(struct options *options)
{
	for (int i = 0; i < ROW_COUNT; i++)
		if (rows[i].kind == KIND_LIST)
			vec_release((struct texts *)field_of(options, &rows[i]));
	vec_release(&options->variables);
	vec_release(&options->goals);
	for (size_t i = 0; i < options->inherited.count; i++)
		free(options->inherited.at[i]);
	vec_release(&options->inherited);
}

static bool
jobs_parse(const char *text, int *jobs)
{
	char *end;
	long count = strtol(text, &end, 10);
	if (*text == '\0')
		count = 0;
	else if (*end != '\0' || count < 1 || count > INT_MAX)
		return false;
	*jobs = (int)count;
	return true;
}

static bool
row_apply(const struct row *row, struct options *options, const char *text)
{
	void *field = field_of(options, row);
	if (row->kind == KIND_ON || row->kind == KIND_OFF)
		*(int *)field = row->kind == KIND_ON;
	else if (row->kind == KIND_JOBS)
		return jobs_parse(text, field);
	else if (row->kind == KIND_LOAD)
		*(double *)field = *text ? strtod(text, NULL) : -1;
	else if (row->kind == KIND_TEXT)
		*(const char **)field = text;
	else if (row->kind == KIND_LIST)
		vec_push((struct texts *)field, text);
	return true;
}

static int
arg_of(const struct row *row)
{
	if (row->kind < KIND_JOBS)
		return no_argument;
	return row->without ? optional_argument : required_argument;
}

static void
table_fill(char *letters, struct option *longs)
{
	for (const struct row *row = rows; row < rows + ROW_COUNT; row++) {
		int arg = arg_of(row);
		if (row->code <= CHAR_MAX) {
			*letters++ = (char)row->code;
			for (int i = 0; i < arg; i++)
				*letters++ = ':';
		}
		for (int i = 0; i < 4 && row->names[i]; i++)
			*longs++ = (struct option){ row->names[i], arg, NULL, row->code };
	}
	*letters = '\0';
	*longs = (struct option){ 0 };
}

static void
operand_add(struct options *options, const char *text)
{
	if (strchr(text, '='))
		vec_push(&options->variables, text);
	else if (*text)
		vec_push(&options->goals, text);
}

/* -j and -l also take the next word where it is a number */
static const char *
argument_of(const struct row *row, char **argv)
{
	if (optarg || !row->without)
		return optarg;
	const char *next = argv[optind];
	bool is_number = row->kind == KIND_JOBS || row->kind == KIND_LOAD;
	if (is_number && next && *next >= '0' && *next <= '9') {
		optind++;
		return next;
	}
	return row->without;
}

bool
options_parse(struct options *options, int argc, char **argv)
{
	char letters[ROW_COUNT * 3 + 1];
	struct option longs[ROW_COUNT * 4 + 1];
	bool is_good = true;
	int code;
	table_fill(letters, longs);
	optind = 0;
	while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct row *row = rows;
		while (row < rows + ROW_COUNT && row->code != code)
			row++;
		if (row == rows + ROW_COUNT || !row_apply(row, options, argument_of(row, argv)))
			is_good = false;
	}
	while (optind < argc)
		operand_add(options, argv[optind++]);
	if (options->no_builtin_variables)
		options->no_builtin_rules = 1;
	return is_good;
}

/* cuts at blanks; a backslash takes the next byte as it is; `text` shrinks in place */
static char *
word_cut(char **text)
{
	char *from = *text + strspn(*text, " \t\n");
	char *word = from, *to = from;
	while (*from && !strchr(" \t\n", *from)) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from++;
	}
	*text = *from ? from + 1 : from;
	*to = '\0';
	return word;
}

void
options_inherit(struct options *options, const char *makeflags)
{
	makeflags += strspn(makeflags, " \t\n");
	size_t len = strlen(makeflags);
	char *text = xmalloc(len + 2);
	size_t first = strcspn(makeflags, " \t\n");
	bool is_letters = len && *makeflags != '-' && !memchr(makeflags, '=', first);
	text[0] = '-';
	memcpy(text + is_letters, makeflags, len + 1);
	vec_push(&options->inherited, text);
	char name[] = "make";
	struct { VEC(char *) } words = { 0 };
	vec_push(&words, name);
	for (char *rest = text, *word; *(word = word_cut(&rest));)
		vec_push(&words, word);
	int argc = (int)words.count;
	vec_push(&words, NULL);
	size_t goals = options->goals.count;
	opterr = 0;
	(void)!options_parse(options, argc, words.at);
	opterr = 1;
	options->goals.count = goals;
	vec_release(&words);
}

static void
quoted_add(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '$')
			buf_addc(out, '$');
		else if (strchr(" \t\n\\", *text))
			buf_addc(out, '\\');
		buf_addc(out, *text);
	}
}

static void
word_add(struct buf *out, const struct row *row, const char *text)
{
	if (row->code <= CHAR_MAX && row->code != 'E')
		buf_addf(out, " -%c", row->code);
	else
		buf_addf(out, " --%s%s", row->names[0], *text ? "=" : "");
	quoted_add(out, text);
}

static void
row_add(struct buf *out, const struct row *row, const struct options *options)
{
	const void *field = field_of(options, row);
	char number[32] = "";
	if (row->kind == KIND_JOBS && *(const int *)field > 0)
		snprintf(number, sizeof number, "%d", *(const int *)field);
	if (row->kind == KIND_LOAD)
		snprintf(number, sizeof number, "%g", *(const double *)field);
	if (row->kind == KIND_LIST)
		for (size_t i = 0; i < ((const struct texts *)field)->count; i++)
			word_add(out, row, ((const struct texts *)field)->at[i]);
	else if (row->kind == KIND_TEXT && *(char *const *)field)
		word_add(out, row, *(char *const *)field);
	else if ((row->kind == KIND_JOBS && *(const int *)field >= 0) ||
	         (row->kind == KIND_LOAD && *(const double *)field >= 0))
		word_add(out, row, number);
	else if (row->code > CHAR_MAX && row->kind <= KIND_OFF &&
	         *(const int *)field == (row->kind == KIND_ON))
		word_add(out, row, "");
}

void
options_makeflags(const struct options *options, struct buf *out)
{
	for (const struct row *row = rows; row < rows + ROW_COUNT; row++)
		if (row->is_inherited && row->code <= CHAR_MAX && row->kind <= KIND_OFF &&
		    *(const int *)field_of(options, row) == (row->kind == KIND_ON))
			buf_addc(out, (char)row->code);
	for (const struct row *row = rows; row < rows + ROW_COUNT; row++)
		if (row->is_inherited)
			row_add(out, row, options);
	for (const struct row *row = rows; row < rows + ROW_COUNT; row++)
		if (row->code == 'E')
			row_add(out, row, options);
	for (size_t i = options->variables.count; i-- > 0;) {
		buf_adds(out, i + 1 == options->variables.count ? " -- " : " ");
		quoted_add(out, options->variables.at[i]);
	}
}
