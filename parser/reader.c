/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/reader.h"

#include <string.h>

#include "parser/base/buf.h"

void
reader_init_file(struct reader *r, const struct name *path, struct buf *content)
{
	static const char mark[] = "\xEF\xBB\xBF";

	*r = (struct reader){
		.next = content->data,
		.end = content->data + content->len,
		.loc = { .file = path, .line = 1 },
		.is_file = true,
	};
	if (content->len >= 3 && memcmp(content->data, mark, 3) == 0)
		r->next += 3;
	if (r->next == r->end)
		r->next = NULL;
}

void
reader_init_text(struct reader *r, const struct loc *loc, char *text, size_t len)
{
	*r = (struct reader){ .next = len ? text : NULL, .end = text + len };
	if (loc)
		r->loc = *loc;
}

static bool
is_escaped(const char *start, const char *newline)
{
	bool odd = false;

	while (newline > start && *--newline == '\\')
		odd = !odd;
	return odd;
}

/*
 * Takes the physical line at *in over to *out, which runs behind only where something was left out;
 * true where the logical line goes on.  As in GNU make, a NUL that begins a line ends it, and one
 * further on drops the rest of the line with its newline.
 */
static bool
take_physical(struct reader *r, struct line *line, char **in, char **out)
{
	char *newline = memchr(*in, '\n', (size_t)(r->end - *in));
	char *stop = newline ? newline : r->end;
	char *nul = r->is_file ? memchr(*in, '\0', (size_t)(stop - *in)) : NULL;
	size_t len = (size_t)((nul ? nul : stop) - *in);

	if (*out != *in)
		memmove(*out, *in, len);
	*out += len;
	*in = newline ? newline + 1 : r->end;
	if (nul && len > 0)
		return newline != NULL;
	line->has_nul |= nul != NULL;
	line->physical_count++;
	if (!newline)
		return false;
	if (r->is_file && *out > line->text && (*out)[-1] == '\r')
		--*out;
	if (!is_escaped(line->text, *out))
		return false;
	*(*out)++ = '\n';
	line->is_continued = true;
	return *in < r->end;
}

bool
reader_next(struct reader *r, struct line *line)
{
	if (!r->next)
		return false;
	char *in = r->next, *out = in;
	*line = (struct line){ .text = in, .loc = r->loc };
	while (take_physical(r, line, &in, &out))
		;
	line->len = (size_t)(out - line->text);
	*out = '\0';
	r->next = in < r->end ? in : NULL;
	if (r->is_file)
		r->loc.line += line->physical_count;
	return true;
}
