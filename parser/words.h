/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.h - text seen as words parted by white space, and words seen as % patterns.
 *
 *	for (struct words w = words_in(text, len); words_next(&w);)
 *		use(w.word, w.len);
 *
 * White space is what isspace(3) takes for it in the C locale.  No text needs a NUL.
 */
#ifndef PARSER_WORDS_H
#define PARSER_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct arena;
struct buf;

static inline bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}
static inline const char *
skip_spaces(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}
static inline const char *
skip_word(const char *p, const char *end)
{
	while (p < end && !is_space(*p))
		p++;
	return p;
}

struct words {
	const char *word; /* the present one */
	size_t len;
	const char *next; /* behind it */
	const char *end;
};
static inline struct words
words_in(const char *text, size_t len)
{
	return (struct words){ NULL, 0, text, text + len };
}
static inline bool
words_next(struct words *w)
{
	w->word = skip_spaces(w->next, w->end);
	w->next = skip_word(w->word, w->end);
	w->len = (size_t)(w->next - w->word);
	return w->len > 0;
}

/* appends a word, with a blank before it unless `*first` still holds */
void
words_add(struct buf *out, bool *first, const char *word, size_t len);

/*
 * A word split at its first unquoted %.  Backslashes before a % are halved, an odd one quotes
 * it; no other backslash is touched.  Without % (`has_percent` false) all of it is the prefix.
 */
struct pattern {
	const char *prefix, *suffix;
	size_t prefix_len, suffix_len;
	bool has_percent;
};

/* points into `text`, or into the arena where it had to unquote */
struct pattern
pattern_parse(struct arena *, const char *text, size_t len);
/* true also for a literal pattern that equals the word; then the stem is empty */
bool
pattern_match(const struct pattern *, const char *word, size_t len, const char **stem,
              size_t *stem_len);
/* what $(patsubst) does with a text: whole words, parted by single blanks in the result */
void
pattern_substitute(const struct pattern *from, const struct pattern *to, const char *text,
                   size_t len, struct buf *out);

/* length of what remains where blanks at both ends of the text are left out; moves `*text` */
size_t
text_strip(const char **text, size_t len);

#endif
