/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/words.h"

#include "parser/base/arena.h"
#include "parser/base/buf.h"

void
words_add(struct buf *out, bool *first, const char *word, size_t len)
{
	if (!*first)
		buf_addc(out, ' ');
	*first = false;
	buf_add(out, word, len);
}

size_t
text_strip(const char **text, size_t len)
{
	const char *end = *text + len;
	*text = skip_spaces(*text, end);
	while (end > *text && is_space(end[-1]))
		end--;
	return (size_t)(end - *text);
}

/* copies the text without the backslashes that quote a %, up to the first % that is not quoted */
static struct pattern
parse_quoted(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_dup(arena, text, len);
	char *to = copy;
	const char *end = text + len;
	struct pattern p = { .prefix = copy };

	for (const char *from = text; from < end && !p.has_percent; from++) {
		if (*from != '%') {
			*to++ = *from;
			continue;
		}
		size_t slashes = 0;
		while (from - slashes > text && from[-1 - (ptrdiff_t)slashes] == '\\')
			slashes++;
		to -= (slashes + 1) / 2;
		if (slashes % 2) {
			*to++ = '%';
			continue;
		}
		p.has_percent = true;
		p.suffix = from + 1;
		p.suffix_len = (size_t)(end - p.suffix);
	}
	p.prefix_len = (size_t)(to - copy);
	return p;
}

struct pattern
pattern_parse(struct arena *arena, const char *text, size_t len)
{
	const char *percent = len ? memchr(text, '%', len) : NULL;
	if (!percent)
		return (struct pattern){ .prefix = text, .prefix_len = len };
	if (percent > text && percent[-1] == '\\')
		return parse_quoted(arena, text, len);
	size_t before = (size_t)(percent - text);
	return (struct pattern){ text, percent + 1, before, len - before - 1, true };
}

bool
pattern_match(const struct pattern *p, const char *word, size_t len, const char **stem,
              size_t *stem_len)
{
	if (p->has_percent ? len < p->prefix_len + p->suffix_len : len != p->prefix_len)
		return false;
	if (p->prefix_len && memcmp(word, p->prefix, p->prefix_len) != 0)
		return false;
	if (p->suffix_len && memcmp(word + len - p->suffix_len, p->suffix, p->suffix_len) != 0)
		return false;
	*stem = word + p->prefix_len;
	*stem_len = len - p->prefix_len - p->suffix_len;
	return true;
}

static bool
is_word_at(const char *text, const char *end, const char *p, size_t len)
{
	return (p == text || is_space(p[-1])) && (p + len == end || is_space(p[len]));
}

/* the pattern has no %: words that equal it are replaced, white space stays as it is */
static void
substitute_literal(const struct pattern *from, const struct pattern *to, const char *text,
                   size_t len, struct buf *out)
{
	const char *end = text + len;
	const char *t = text;
	do {
		const char *p = from->prefix_len
		                        ? memmem(t, (size_t)(end - t), from->prefix,
		                                 from->prefix_len)
		                        : skip_word(skip_spaces(t, end), end);
		if (!p)
			break;
		buf_add(out, t, (size_t)(p - t));
		if (!is_word_at(text, end, p, from->prefix_len))
			buf_add(out, from->prefix, from->prefix_len);
		else {
			buf_add(out, to->prefix, to->prefix_len);
			if (to->has_percent) {
				buf_addc(out, '%');
				buf_add(out, to->suffix, to->suffix_len);
			}
		}
		t = p + from->prefix_len;
	} while (t < end);
	buf_add(out, t, (size_t)(end - t));
}

void
pattern_substitute(const struct pattern *from, const struct pattern *to, const char *text,
                   size_t len, struct buf *out)
{
	if (!from->has_percent) {
		substitute_literal(from, to, text, len, out);
		return;
	}
	bool first = true;
	for (struct words w = words_in(text, len); words_next(&w);) {
		const char *stem;
		size_t stem_len;
		if (!pattern_match(from, w.word, w.len, &stem, &stem_len)) {
			words_add(out, &first, w.word, w.len);
			continue;
		}
		if (to->prefix_len == 0 && !to->has_percent)
			continue;
		words_add(out, &first, to->prefix, to->prefix_len);
		if (to->has_percent) {
			buf_add(out, stem, stem_len);
			buf_add(out, to->suffix, to->suffix_len);
		}
	}
}
