/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/makeflags.h"

#include <stdio.h>
#include <string.h>

#include "cli/option_table.h"
#include "cli/options.h"
#include "parser/base/buf.h"

/* ---- reading ---- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* cuts at blanks; a backslash takes the next byte as it is; `text` shrinks in place */
static char *
cut_word(char **text)
{
	char *from = *text;
	char *word = from, *to = from;
	while (*from && !is_blank(*from)) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from++;
	}
	while (is_blank(*from))
		from++;
	*text = from;
	*to = '\0';
	return word;
}

void
makeflags_parse(struct options *options, const char *text, enum origin origin)
{
	static char nobody[] = "";
	struct {
		VEC(char *)
	} words = { 0 };
	while (is_blank(*text))
		text++;
	if (!*text)
		return;
	char *copy = xmalloc(strlen(text) + 2), *rest = copy + 1;
	copy[0] = '-';
	strcpy(rest, text);
	vec_push(&options->owned, copy);
	vec_push(&words, nobody);
	while (*rest)
		vec_push(&words, cut_word(&rest));
	if (words.at[1][0] != '-' && !strchr(words.at[1], '='))
		words.at[1] = copy; /* letters, in front of which the - may be missing */
	int argc = (int)words.count;
	vec_push(&words, NULL);
	options_parse(options, argc, words.at, origin);
	vec_release(&words);
}

/* ---- writing ---- */

void
makeflags_quote(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '$')
			buf_addc(out, '$');
		else if (*text == ' ' || *text == '\t' || *text == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *text);
	}
}

static const void *
field_of(const struct options *options, const struct option_row *row)
{
	return (const char *)options + row->field;
}

static bool
is_switch(const struct option_row *row)
{
	return row->kind == OPTION_ON || row->kind == OPTION_OFF;
}

/* a switch that was set, be it to its default value */
static bool
is_set(const struct options *options, const struct option_row *row)
{
	int value = *(const int *)field_of(options, row);
	return value == (row->kind == OPTION_ON);
}

static void
add_word(struct buf *out, const struct option_row *row, const char *text)
{
	if (option_has_letter(row))
		buf_addf(out, " -%c", row->code);
	else
		buf_addf(out, " --%s%s", row->names[0], *text ? "=" : "");
	makeflags_quote(out, text);
}

static void
add_number(struct buf *out, const struct option_row *row, double number, double unset, double none)
{
	char text[40] = "";
	if (number == unset)
		return;
	if (number != none)
		snprintf(text, sizeof text, "%.*g", row->kind == OPTION_JOBS ? 10 : 6, number);
	add_word(out, row, text);
}

static void
add_row(struct buf *out, const struct option_row *row, const struct options *options)
{
	const struct texts *list = field_of(options, row);
	const char *text;
	switch (row->kind) {
	case OPTION_IGNORED:
		break;
	case OPTION_ON:
	case OPTION_OFF:
		if (!option_has_letter(row) && is_set(options, row))
			add_word(out, row, "");
		break;
	case OPTION_JOBS:
		add_number(out, row, options->jobs, JOBS_UNSET, JOBS_WITHOUT_LIMIT);
		break;
	case OPTION_LOAD:
		add_number(out, row, options->load, -1, -1);
		break;
	case OPTION_TEXT:
		text = *(const char *const *)field_of(options, row);
		if (text)
			add_word(out, row, text);
		break;
	case OPTION_LIST:
	case OPTION_FILES:
		for (size_t i = 0; i < list->count; i++)
			add_word(out, row, list->at[i]);
		break;
	}
}

void
makeflags_of(const struct options *options, bool remaking, struct buf *out)
{
	const struct option_row *end = option_rows + option_row_count;
	unsigned unwanted = remaking ? OPTION_NOT_REMAKING : 0;
	for (const struct option_row *row = option_rows; row < end; row++)
		if ((row->flags & OPTION_TO_MAKEFLAGS) && !(row->flags & unwanted) &&
		    is_switch(row) && option_has_letter(row) && is_set(options, row))
			buf_addc(out, (char)row->code);
	for (const struct option_row *row = option_rows; row < end; row++)
		if ((row->flags & OPTION_TO_MAKEFLAGS) && !(row->flags & unwanted))
			add_row(out, row, options);
}
