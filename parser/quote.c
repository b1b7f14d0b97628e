/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/quote.h"

#include <string.h>

#include "parser/words.h"

const char *
quote_skip_reference(const char *p)
{
	char open = p[1];

	if (open == '\0')
		return p + 1;
	p += 2;
	if (open != '(' && open != '{')
		return p;
	char close = open == '(' ? ')' : '}';
	for (unsigned depth = 1; *p; p++) {
		if (*p == open)
			depth++;
		else if (*p == close && --depth == 0)
			return p + 1;
	}
	return p;
}

static size_t
backslashes_before(const char *start, const char *p)
{
	size_t n = 0;

	while (p - n > start && p[-1 - (ptrdiff_t)n] == '\\')
		n++;
	return n;
}

/* halves the backslashes before `p`; the new place of `p` */
static char *
halve_backslashes(char *p, size_t count)
{
	size_t drop = count - count / 2;

	memmove(p - drop, p, strlen(p) + 1);
	return p - drop;
}

static char *
next_stop(char *p, const char *stops, unsigned flags)
{
	char set[8];
	size_t n = strlen(stops);

	if (n == 1 && flags == 0)
		return strchr(p, *stops);
	memcpy(set, stops, n);
	if (flags & QUOTE_SKIP_REFERENCES)
		set[n++] = '$';
	if (flags & QUOTE_STOP_AT_BLANK) {
		set[n++] = ' ';
		set[n++] = '\t';
	}
	set[n] = '\0';
	p += strcspn(p, set);
	return *p ? p : NULL;
}

char *
quote_find(char *text, const char *stops, unsigned flags)
{
	char *p = text;

	while ((p = next_stop(p, stops, flags))) {
		if (*p == '$' && (flags & QUOTE_SKIP_REFERENCES)) {
			p += quote_skip_reference(p) - p;
			continue;
		}
		size_t count = backslashes_before(text, p);
		if (count == 0)
			return p;
		p = halve_backslashes(p, count);
		if (count % 2 == 0)
			return p;
		p++;
	}
	return NULL;
}

void
quote_remove(char *text, char c)
{
	char *out = strchr(text, '\\');

	if (!out)
		return;
	for (const char *in = out; *in;) {
		size_t n = strspn(in, "\\");
		if (n == 0) {
			*out++ = *in++;
			continue;
		}
		size_t keep = in[n] == c && n % 2 == 1 ? n / 2 : n;
		memmove(out, in, keep);
		out += keep;
		in += n;
		if (*in)
			*out++ = *in++;
	}
	*out = '\0';
}

void
quote_cut_comment(char *text)
{
	char *comment = quote_find(text, "#", QUOTE_SKIP_REFERENCES);

	if (comment)
		*comment = '\0';
}

void
quote_join_lines(char *text, bool posix)
{
	char *newline = strchr(text, '\n');
	char *out = text;
	char *in = text;

	for (; newline; newline = strchr(in, '\n')) {
		size_t count = backslashes_before(in, newline);
		size_t keep = (size_t)(newline - in) - (count - count / 2);
		memmove(out, in, keep);
		out += keep;
		in = newline + 1;
		if (count % 2 == 0) {
			*out++ = '\n';
			continue;
		}
		while (is_blank(*in))
			in++;
		while (!posix && out > text && is_blank(out[-1]))
			out--;
		*out++ = ' ';
	}
	if (out != in)
		memmove(out, in, strlen(in) + 1);
}
