/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/line_diff.h"

#include <stdbool.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"

struct line {
	const char *text;
	size_t len;
};
struct lines {
	VEC(struct line)
};

enum { CELLS_MAX = 1 << 20 }; /* longer texts are shown as gone and new as a whole */

static struct lines
split(const char *text)
{
	struct lines lines = { 0 };
	while (*text) {
		struct line line = { text, strcspn(text, "\n") };
		vec_push(&lines, line);
		text += line.len;
		if (*text)
			text++;
	}
	return lines;
}

static bool
same_line(const struct line *a, const struct line *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void
add_line(struct buf *out, char sign, const struct line *line, unsigned indent)
{
	buf_addf(out, "%*s%c ", (int)indent, "", sign);
	buf_add(out, line->text, line->len);
	buf_addc(out, '\n');
}

/* lengths[i * (new + 1) + j]: lines that the ends of both, from i and j on, have in common in
   their order */
static unsigned *
common_lengths(const struct line *before, size_t old, const struct line *after, size_t new)
{
	size_t width = new + 1;
	unsigned *lengths = xcalloc((old + 1) * width, sizeof *lengths);
	for (size_t i = old; i-- > 0;) {
		for (size_t j = new; j-- > 0;) {
			unsigned down = lengths[(i + 1) * width + j];
			unsigned right = lengths[i * width + j + 1];
			lengths[i * width + j] = same_line(&before[i], &after[j])
							 ? lengths[(i + 1) * width + j + 1] + 1
						 : down > right ? down
								: right;
		}
	}
	return lengths;
}

static void
diff_lines(struct buf *out, const struct lines *before, const struct lines *after, unsigned indent)
{
	size_t i = 0, j = 0, width = after->count + 1;
	cleanup_free unsigned *lengths = NULL;
	if ((before->count + 1) * width <= CELLS_MAX)
		lengths = common_lengths(before->at, before->count, after->at, after->count);
	while (i < before->count || j < after->count) {
		if (lengths && i < before->count && j < after->count &&
		    same_line(&before->at[i], &after->at[j])) {
			i++;
			j++;
		} else if (i < before->count &&
			   (j == after->count || !lengths ||
			    lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
			add_line(out, '-', &before->at[i++], indent);
		} else {
			add_line(out, '+', &after->at[j++], indent);
		}
	}
}

void
line_diff(struct buf *out, const char *before, const char *after, unsigned indent)
{
	struct lines old = split(before), new = split(after);
	diff_lines(out, &old, &new, indent);
	vec_release(&old);
	vec_release(&new);
}
