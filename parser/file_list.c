/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/file_list.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"
#include "parser/glob.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/quote.h"
#include "parser/words.h"

struct file_list {
	struct makefile *mk;
	unsigned flags;
	char stop;
	file_list_each *each;
	void *arg;
	struct buf archive;  /* "lib(" while inside of lib(a b) */
	bool in_archive;
	bool no_group;       /* no word from here on ends in a parenthesis */
	bool is_wait;        /* .WAIT stood before the next name */
	struct buf word;     /* for glob_word */
};

size_t
file_list_strip(const char **name, size_t len)
{
	const char *p = *name, *end = p + len;

	while (end - p > 2 && p[0] == '.' && p[1] == '/') {
		p += 2;
		while (p < end && *p == '/')
			p++;
	}
	if (p == end && len > 0) {
		*name = "./";
		return 2;
	}
	*name = p;
	return (size_t)(end - p);
}

static void
give(void *arg, const char *name, size_t len)
{
	struct file_list *list = arg;

	list->each(list->arg, name, len, list->is_wait);
	list->is_wait = false;
}

static bool
has_special(const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (name[i] == '*' || name[i] == '?' || name[i] == '[')
			return true;
	return name[0] == '~';
}

struct members {
	char *pattern;
	struct {
		VEC(char *)
	} found;
};

static void
add_member(void *arg, const char *name)
{
	struct members *m = arg;

	if (fnmatch(m->pattern, name, FNM_PATHNAME | FNM_PERIOD) == 0)
		vec_push(&m->found, xstrdup(name));
}

static int
compare_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "lib(*.o)" as the members that match; false where none do */
static bool
give_members(struct file_list *list, const char *archive, const char *pattern, size_t len)
{
	const struct host *host = list->mk->host;
	struct members m = { .pattern = xstrndup(pattern, len) };

	if (host->list_members)
		host->list_members(host->self, archive, add_member, &m);
	if (m.found.count)
		qsort(m.found.at, m.found.count, sizeof *m.found.at, compare_text);
	for (size_t i = 0; i < m.found.count; i++) {
		cleanup_buf struct buf name = BUF_INIT;
		buf_addf(&name, "%s(%s)", archive, m.found.at[i]);
		give(list, name.data, name.len);
		free(m.found.at[i]);
	}
	bool any = m.found.count > 0;
	vec_release(&m.found);
	free(m.pattern);
	return any;
}

/* a name that glob_word found: its wildcards are in an archive's members, if there are any */
static void
give_globbed(void *arg, const char *name, size_t len)
{
	struct file_list *list = arg;
	const char *paren = memchr(name, '(', len);
	bool is_member = paren && paren > name && name[len - 1] == ')';

	if (is_member && !(list->flags & FILE_LIST_NO_ARCHIVE)) {
		const char *member = paren + 1;
		size_t member_len = len - (size_t)(member - name) - 1;
		cleanup_buf struct buf archive = BUF_INIT;
		buf_add(&archive, name, (size_t)(paren - name));
		if (member_len && has_special(member, member_len) &&
		    give_members(list, archive.data, member, member_len))
			return;
	}
	give(list, name, len);
}

static void
give_expanded(struct file_list *list, const char *name, size_t len)
{
	if ((list->flags & FILE_LIST_NO_GLOB) || !has_special(name, len)) {
		give(list, name, len);
		return;
	}
	if (name != list->word.data) {
		buf_clear(&list->word);
		buf_add(&list->word, name, len);
	}
	glob_word(list->mk, list->mk->scope, list->word.data, 0, give_globbed, list);
}

/* whether a word of the text at `p` ends in a parenthesis */
static bool
group_ends(const struct file_list *list, const char *p)
{
	for (;;) {
		const char *start = p;
		while (is_space(*p))
			p++;
		while (*p && *p != list->stop && !is_blank(*p))
			p++;
		if (p == start)
			return false;
		if (p[-1] == ')')
			return true;
	}
}

/* "lib(a" or "lib(" with the end of its group further on: what stands behind the parenthesis */
static bool
enter_archive(struct file_list *list, const char **name, size_t *len, const char *rest)
{
	const char *paren;

	if (**name == '(' || (*name)[*len - 1] == ')' || list->no_group)
		return false;
	paren = memchr(*name, '(', *len);
	if (!paren)
		return false;
	if (!group_ends(list, rest)) {
		list->no_group = true;
		return false;
	}
	size_t skip = (size_t)(paren + 1 - *name);
	buf_clear(&list->archive);
	buf_add(&list->archive, *name, skip);
	*name += skip;
	*len -= skip;
	return true;
}

static void
give_member(struct file_list *list, const char *name, size_t len)
{
	bool is_last = name[len - 1] == ')';

	if (is_last)
		list->in_archive = false;
	if (is_last && len == 1)
		return;
	buf_clear(&list->word);
	buf_add(&list->word, list->archive.data, list->archive.len);
	buf_add(&list->word, name, len);
	if (!is_last)
		buf_addc(&list->word, ')');
	give_expanded(list, list->word.data, list->word.len);
}

static void
take_word(struct file_list *list, const char *word, size_t len, const char *rest)
{
	if ((list->flags & FILE_LIST_WAIT) && len == 5 && memcmp(word, ".WAIT", 5) == 0) {
		list->is_wait = true;
		return;
	}
	if (*word == '.')
		len = file_list_strip(&word, len);
	if (!list->in_archive && !(list->flags & FILE_LIST_NO_ARCHIVE))
		list->in_archive = enter_archive(list, &word, &len, rest);
	if (len == 0)
		return;
	if (list->in_archive)
		give_member(list, word, len);
	else
		give_expanded(list, word, len);
}

/* the end of the word; backslashes in it are resolved */
static char *
word_end(const struct file_list *list, char *p)
{
	char stops[2] = { list->stop, '\0' };
	char *end = p;

	while (*end && *end != '\\' && *end != list->stop && !is_blank(*end))
		end++;
	if (*end != '\\')
		return end;
	end = quote_find(p, stops, QUOTE_STOP_AT_BLANK);
	return end ? end : p + strlen(p);
}

char *
file_list_parse(struct makefile *mk, char *text, char stop, unsigned flags, file_list_each *each,
                void *arg)
{
	struct file_list list = {
		.mk = mk, .flags = flags, .stop = stop, .each = each, .arg = arg,
		.archive = BUF_INIT, .word = BUF_INIT,
	};
	char *p = text;

	for (;;) {
		while (is_space(*p))
			p++;
		if (*p == '\0' || *p == stop)
			break;
		char *word = p;
		p = word_end(&list, p);
		take_word(&list, word, (size_t)(p - word), p);
	}
	buf_release(&list.archive);
	buf_release(&list.word);
	return p;
}
