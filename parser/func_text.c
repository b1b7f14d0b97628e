/* SPDX-License-Identifier: GPL-3.0-or-later */
/* func_text.c - the functions that only look at their arguments. */
#include "parser/func.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/expansion.h"
#include "parser/function.h"
#include "parser/makefile.h"
#include "parser/words.h"

static struct words
words_of(const struct call *call, unsigned i)
{
	return words_in(call->args[i].at, call->args[i].len);
}

static void
add_text(struct buf *out, struct text text)
{
	buf_add(out, text.at, text.len);
}

/* $(subst FROM,TO,TEXT) */
void
function_subst(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	struct text from = call->args[0], to = call->args[1];
	const char *p = call->args[2].at;
	const char *end = p + call->args[2].len;
	if (from.len == 0) { /* the only empty string that is found is the one at the end */
		add_text(out, call->args[2]);
		add_text(out, to);
		return;
	}
	const char *found;
	while (p < end && (found = memmem(p, (size_t)(end - p), from.at, from.len))) {
		buf_add(out, p, (size_t)(found - p));
		add_text(out, to);
		p = found + from.len;
	}
	buf_add(out, p, (size_t)(end - p));
}

/* $(patsubst PATTERN,REPLACEMENT,TEXT) */
void
function_patsubst(struct expander *ex, const struct call *call, struct buf *out)
{
	struct arena *scratch = ex->mk->scratch;
	struct arena_mark mark = arena_mark(scratch);
	struct pattern from = pattern_parse(scratch, call->args[0].at, call->args[0].len);
	struct pattern to = pattern_parse(scratch, call->args[1].at, call->args[1].len);
	pattern_substitute(&from, &to, call->args[2].at, call->args[2].len, out);
	arena_reset(scratch, mark);
}

/* $(strip TEXT) */
void
function_strip(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 0); words_next(&w);)
		words_add(out, &first, w.word, w.len);
}

/* $(findstring FIND,TEXT) */
void
function_findstring(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	struct text find = call->args[0], in = call->args[1];
	if (memmem(in.at, in.len, find.at, find.len))
		add_text(out, find);
}

static int
compare_words(const void *left, const void *right)
{
	const struct text *a = left, *b = right;
	if (*a->at != *b->at) /* GNU make compares the first bytes as char, which is signed */
		return *a->at - *b->at;
	int order = memcmp(a->at, b->at, a->len < b->len ? a->len : b->len);
	return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* $(sort LIST): without duplicates */
void
function_sort(struct expander *ex, const struct call *call, struct buf *out)
{
	struct {
		VEC(struct text)
	} list = { 0 };
	(void)ex;
	for (struct words w = words_of(call, 0); words_next(&w);)
		vec_push(&list, ((struct text){ w.word, w.len }));
	if (list.count)
		qsort(list.at, list.count, sizeof *list.at, compare_words);
	bool first = true;
	for (size_t i = 0; i < list.count; i++)
		if (i == 0 || compare_words(&list.at[i - 1], &list.at[i]) != 0)
			words_add(out, &first, list.at[i].at, list.at[i].len);
	vec_release(&list);
}

/* reads a whole number as strtoll(3) does, blanks around it allowed */
static bool
parse_number(struct expander *ex, struct text text, const char *what, long long *result)
{
	const char *p = text.at;
	size_t len = text_strip(&p, text.len);
	const char *end = p + len;
	if (len == 0) {
		expander_fail(ex, "%s: empty value", what);
		return false;
	}
	bool negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	const char *digits = p;
	bool overflow = false;
	long long n = 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		int digit = *p - '0';
		overflow |= __builtin_mul_overflow(n, 10, &n) ||
		            __builtin_sub_overflow(n, digit, &n);
	}
	if (!negative && n == LLONG_MIN)
		overflow = true;
	*result = negative ? n : overflow ? 0 : -n;
	if (overflow)
		expander_fail(ex, "%s: '%.*s' out of range", what, (int)text.len, text.at);
	else if (p == digits || p < end)
		expander_fail(ex, "%s: '%.*s'", what, (int)text.len, text.at);
	else
		return true;
	return false;
}

/* $(word N,TEXT) */
void
function_word(struct expander *ex, const struct call *call, struct buf *out)
{
	long long n;
	if (!parse_number(ex, call->args[0], "invalid first argument to 'word' function", &n))
		return;
	if (n < 1) {
		expander_fail(ex, "first argument to 'word' function must be greater than 0");
		return;
	}
	for (struct words w = words_of(call, 1); words_next(&w);) {
		if (--n == 0) {
			buf_add(out, w.word, w.len);
			return;
		}
	}
}

/* from the `first` word to the `last`, with the blanks between them as they are */
static void
add_word_range(struct words w, long long first, long long last, struct buf *out)
{
	const char *begin = NULL, *end = NULL;
	for (long long i = 1; i <= last && words_next(&w); i++) {
		if (i == first)
			begin = w.word;
		end = w.next;
	}
	if (begin)
		buf_add(out, begin, (size_t)(end - begin));
}

/* $(wordlist FIRST,LAST,TEXT) */
void
function_wordlist(struct expander *ex, const struct call *call, struct buf *out)
{
	static const char bad_first[] = "invalid first argument to 'wordlist' function";
	static const char bad_last[] = "invalid second argument to 'wordlist' function";
	long long first, last;
	if (!parse_number(ex, call->args[0], bad_first, &first))
		return;
	if (first < 1) {
		expander_fail(ex, "%s: '%lld'", bad_first, first);
		return;
	}
	if (!parse_number(ex, call->args[1], bad_last, &last))
		return;
	if (last < 0)
		expander_fail(ex, "%s: '%lld'", bad_last, last);
	else if (last >= first)
		add_word_range(words_of(call, 2), first, last, out);
}

/* $(words TEXT) */
void
function_words(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	size_t count = 0;
	for (struct words w = words_of(call, 0); words_next(&w);)
		count++;
	buf_addf(out, "%zu", count);
}

/* $(firstword TEXT) */
void
function_firstword(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	struct words w = words_of(call, 0);
	if (words_next(&w))
		buf_add(out, w.word, w.len);
}

/* $(lastword TEXT) */
void
function_lastword(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	const char *begin = call->args[0].at;
	const char *end = begin + call->args[0].len;
	while (end > begin && is_space(end[-1]))
		end--;
	const char *word = end;
	while (word > begin && !is_space(word[-1]))
		word--;
	buf_add(out, word, (size_t)(end - word));
}

/* where the last part of a file name begins */
static const char *
last_part(const struct words *w)
{
	const char *slash = memrchr(w->word, '/', w->len);
	return slash ? slash + 1 : w->word;
}

/* the last dot of the last part of a file name, or NULL */
static const char *
last_dot(const struct words *w)
{
	const char *part = last_part(w);
	return memrchr(part, '.', (size_t)(w->next - part));
}

/* $(dir NAMES) */
void
function_dir(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 0); words_next(&w);) {
		const char *part = last_part(&w);
		if (part > w.word)
			words_add(out, &first, w.word, (size_t)(part - w.word));
		else
			words_add(out, &first, "./", 2);
	}
}

/* $(notdir NAMES) */
void
function_notdir(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 0); words_next(&w);) {
		const char *part = last_part(&w);
		words_add(out, &first, part, (size_t)(w.next - part));
	}
}

/* $(suffix NAMES) */
void
function_suffix(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 0); words_next(&w);) {
		const char *dot = last_dot(&w);
		if (dot)
			words_add(out, &first, dot, (size_t)(w.next - dot));
	}
}

/* $(basename NAMES) */
void
function_basename(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 0); words_next(&w);) {
		const char *dot = last_dot(&w);
		words_add(out, &first, w.word, dot ? (size_t)(dot - w.word) : w.len);
	}
}

/* $(addsuffix SUFFIX,NAMES) */
void
function_addsuffix(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 1); words_next(&w);) {
		words_add(out, &first, w.word, w.len);
		add_text(out, call->args[0]);
	}
}

/* $(addprefix PREFIX,NAMES) */
void
function_addprefix(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	for (struct words w = words_of(call, 1); words_next(&w);) {
		words_add(out, &first, call->args[0].at, call->args[0].len);
		buf_add(out, w.word, w.len);
	}
}

/* $(join LIST1,LIST2) */
void
function_join(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)ex;
	bool first = true;
	struct words left = words_of(call, 0), right = words_of(call, 1);
	for (;;) {
		bool any_left = words_next(&left), any_right = words_next(&right);
		if (!any_left && !any_right)
			return;
		words_add(out, &first, left.word, left.len);
		buf_add(out, right.word, right.len);
	}
}
