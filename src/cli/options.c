/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/option_table.h"
#include "parser/base/buf.h"

void
options_init(struct options *options, void (*say)(void *arg, const char *text), void *arg)
{
	*options = (struct options){ .keep_going = TRI_UNSET, .silent = TRI_UNSET,
		.print_directory = TRI_UNSET, .jobs = JOBS_UNSET, .command_jobs = JOBS_UNSET,
		.load = -1, .say = say, .say_arg = arg };
}

static void *
field_of(struct options *options, const struct option_row *row)
{
	return (char *)options + row->field;
}

static bool
is_list(const struct option_row *row)
{
	return row->kind == OPTION_LIST || row->kind == OPTION_FILES;
}

void
options_release(struct options *options)
{
	for (size_t i = 0; i < option_row_count; i++)
		if (is_list(&option_rows[i]))
			vec_release((struct texts *)field_of(options, &option_rows[i]));
	vec_release(&options->variables);
	vec_release(&options->goals);
	free(options->fatal);
	for (size_t i = 0; i < options->owned.count; i++)
		free(options->owned.at[i]);
	vec_release(&options->owned);
}

/* ---- what can be wrong ---- */

static void __attribute__((format(printf, 2, 3)))
complain(struct options *options, const char *format, ...)
{
	struct buf text = BUF_INIT;
	va_list args;
	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	if (options->say)
		options->say(options->say_arg, text.data);
	options->is_bad = true;
	buf_release(&text);
}

static void __attribute__((format(printf, 2, 3)))
fail(struct options *options, const char *format, ...)
{
	struct buf text = BUF_INIT;
	va_list args;
	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	if (!options->fatal)
		options->fatal = buf_steal(&text, NULL);
	buf_release(&text);
}

static bool
is_one_of(const char *text, const char *const *known)
{
	while (*known && strcmp(text, *known))
		known++;
	return *known;
}

/* one word of --debug, by its first letter; false where there is none such */
static bool
debug_word(char letter, unsigned *level)
{
	switch (tolower((unsigned char)letter)) {
	case 'a':
		*level |= DEBUG_ALL;
		return true;
	case 'b':
		*level |= DEBUG_BASIC;
		return true;
	case 'i':
		*level |= DEBUG_BASIC | DEBUG_IMPLICIT;
		return true;
	case 'j':
		*level |= DEBUG_JOBS;
		return true;
	case 'm':
		*level |= DEBUG_BASIC | DEBUG_MAKEFILES;
		return true;
	case 'n':
		*level = 0;
		return true;
	case 'p':
		*level |= DEBUG_PRINT;
		return true;
	case 'v':
		*level |= DEBUG_BASIC | DEBUG_VERBOSE;
		return true;
	case 'w':
		*level |= DEBUG_WHY;
		return true;
	default:
		return false;
	}
}

/* words are separated by a comma or a blank; NULL, or the first that means nothing */
static const char *
debug_words(const char *words, unsigned *level)
{
	for (;;) {
		if (!debug_word(*words, level))
			return words;
		words += 1 + strcspn(words + 1, ", ");
		if (!*words || !words[1])
			return NULL;
		words++;
	}
}

unsigned
options_debug(const struct options *options)
{
	unsigned level = options->debug_all ? DEBUG_ALL : 0;
	if (options->trace)
		level |= DEBUG_PRINT | DEBUG_WHY;
	for (size_t i = 0; i < options->debug.count; i++)
		debug_words(options->debug.at[i], &level);
	return level;
}

static void
check_values(struct options *options)
{
	static const char *const syncs[] = { "none", "line", "target", "recurse", NULL };
	static const char *const comparisons[] = { "content", "time", NULL };
	unsigned level = 0;
	for (size_t i = 0; i < options->debug.count; i++) {
		const char *bad = debug_words(options->debug.at[i], &level);
		if (bad)
			fail(options, "unknown debug level specification '%s'", bad);
	}
	if (options->output_sync && !is_one_of(options->output_sync, syncs))
		fail(options, "unknown output-sync type '%s'", options->output_sync);
	if (options->compare && !is_one_of(options->compare, comparisons))
		fail(options, "unknown kind of comparison '%s'", options->compare);
}

/* ---- one option ---- */

static const char *
keep(struct options *options, struct buf *text)
{
	char *kept = buf_steal(text, NULL);
	vec_push(&options->owned, kept);
	return kept;
}

/* of "~/x" and "~user/x"; false where there is no such home */
static bool
expand_home(const char *name, struct buf *out)
{
	size_t len = strcspn(name, "/");
	char *user = xstrndup(name + 1, len - 1);
	const char *home = *user ? NULL : getenv("HOME");
	if (!home || !*home) {
		const struct passwd *entry = *user ? getpwnam(user) : getpwuid(getuid());
		home = entry ? entry->pw_dir : NULL;
	}
	free(user);
	if (home)
		buf_addf(out, "%s%s", home, name + len);
	return home;
}

/* as makefiles would name the file */
static const char *
file_name(struct options *options, const char *name)
{
	struct buf expanded = BUF_INIT;
	if (!*name)
		fail(options, "empty string invalid as file name");
	if (*name == '~' && expand_home(name, &expanded))
		name = keep(options, &expanded);
	while (name[0] == '.' && name[1] == '/') {
		name += 2;
		name += strspn(name, "/");
		if (!*name)
			return "./";
	}
	return name;
}

static void
add_to_list(struct options *options, const struct option_row *row, const char *text)
{
	struct texts *list = field_of(options, row);
	if (row->kind == OPTION_FILES)
		text = file_name(options, text);
	for (size_t i = 0; i < list->count && !(row->flags & OPTION_REPEATS); i++)
		if (!strcmp(list->at[i], text))
			return;
	vec_push(list, text);
}

static void
set_jobs(struct options *options, const struct option_row *row, const char *text)
{
	char *end;
	errno = 0;
	unsigned long count = strtoul(text, &end, 10);
	bool is_number = isdigit((unsigned char)*text) && !*end && !errno;
	if (!*text)
		options->jobs = JOBS_WITHOUT_LIMIT;
	else if (is_number && count && count <= INT_MAX)
		options->jobs = (int)count;
	else
		complain(options, "the '-%c' option requires a positive integer argument", row->code);
}

static void
set_text(struct options *options, const struct option_row *row, const char *text)
{
	if (*text) {
		if (row->kind == OPTION_TEXT)
			*(const char **)field_of(options, row) = text;
		else
			add_to_list(options, row, text);
	} else if (option_has_letter(row)) {
		complain(options, "the '-%c' option requires a non-empty string argument", row->code);
	} else {
		complain(options, "the '--%s' option requires a non-empty string argument",
		         row->names[0]);
	}
}

static void
apply(struct options *options, const struct option_row *row, const char *text)
{
	switch (row->kind) {
	case OPTION_IGNORED:
		break;
	case OPTION_ON:
	case OPTION_OFF:
		*(int *)field_of(options, row) = row->kind == OPTION_ON;
		break;
	case OPTION_JOBS:
		set_jobs(options, row, text);
		break;
	case OPTION_LOAD:
		options->load = *text ? strtod(text, NULL) : -1;
		break;
	case OPTION_TEXT:
	case OPTION_LIST:
	case OPTION_FILES:
		set_text(options, row, text);
		break;
	}
}

/* some options are only for the command line, and some remember who set them */
static bool
may_set(struct options *options, const struct option_row *row, enum origin origin)
{
	enum origin *last = row->origin ? (enum origin *)((char *)options + row->origin) : NULL;
	if (origin != ORIGIN_COMMAND_LINE &&
	    (!(row->flags & OPTION_FROM_MAKEFILE) || (last && origin < *last)))
		return false;
	if (last)
		*last = origin;
	return true;
}

/* ---- getopt ---- */

struct getopt_tables {
	char *letters;
	struct option *longs;
};

static int
argument_need(const struct option_row *row)
{
	if (row->kind < OPTION_JOBS)
		return no_argument;
	return row->without ? optional_argument : required_argument;
}

static void
tables_init(struct getopt_tables *tables)
{
	char *letters = tables->letters = xmalloc(option_row_count * 3 + 2);
	struct option *longs = tables->longs =
	        xcalloc(option_row_count * OPTION_NAME_COUNT + 1, sizeof *longs);
	*letters++ = '-'; /* operands come in their place */
	for (const struct option_row *row = option_rows; row < option_rows + option_row_count;
	     row++) {
		int need = argument_need(row);
		if (option_has_letter(row)) {
			*letters++ = (char)row->code;
			for (int i = 0; i < need; i++)
				*letters++ = ':';
		}
		for (int i = 0; i < OPTION_NAME_COUNT && row->names[i]; i++)
			*longs++ = (struct option){ row->names[i], need, NULL, row->code };
	}
	*letters = '\0';
}

static void
tables_release(struct getopt_tables *tables)
{
	free(tables->letters);
	free(tables->longs);
}

static void
add_operand(struct options *options, const char *text, enum origin origin)
{
	if (!strcmp(text, "-"))
		return;
	if (strchr(text, '='))
		vec_push(&options->variables, text);
	else if (*text && origin == ORIGIN_COMMAND_LINE)
		vec_push(&options->goals, file_name(options, text));
}

/* -j and -l also take the next word where it is a number */
static const char *
argument_of(const struct option_row *row, int argc, char **argv)
{
	if (optarg || !row->without)
		return optarg;
	if (optind >= argc)
		return row->without;
	const char *next = argv[optind];
	bool is_number = (row->kind == OPTION_JOBS && !next[strspn(next, "0123456789")]) ||
	                 (row->kind == OPTION_LOAD && (isdigit((unsigned char)*next) || *next == '.'));
	if (!is_number)
		return row->without;
	optind++;
	return next;
}

void
options_parse(struct options *options, int argc, char **argv, enum origin origin)
{
	struct getopt_tables tables;
	int code;
	tables_init(&tables);
	opterr = origin == ORIGIN_COMMAND_LINE;
	optind = 0;
	while ((code = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
		const struct option_row *row = option_row_of(code);
		if (code == 1) {
			add_operand(options, optarg, origin);
		} else if (!row) {
			options->is_bad = true;
		} else {
			const char *text = argument_of(row, argc, argv);
			if (may_set(options, row, origin))
				apply(options, row, text);
		}
	}
	while (optind < argc)
		add_operand(options, argv[optind++], origin);
	tables_release(&tables);
	options->is_bad &= origin == ORIGIN_COMMAND_LINE;
	check_values(options);
}

void
options_parse_command(struct options *options, int argc, char **argv)
{
	int inherited = options->jobs;
	options->jobs = JOBS_UNSET;
	options_parse(options, argc, argv, ORIGIN_COMMAND_LINE);
	options->no_builtin_rules |= options->no_builtin_variables;
	options->command_jobs = options->jobs;
	if (options->jobs == JOBS_UNSET)
		options->jobs = inherited;
}
