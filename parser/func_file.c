/* SPDX-License-Identifier: GPL-3.0-or-later */
/* func_file.c - the functions that ask the world. */
#include "parser/func.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/expansion.h"
#include "parser/function.h"
#include "parser/glob.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "parser/words.h"

enum { LONGEST_PATH = 4096 };

struct list {
	struct buf *out;
	bool first;
};

static void
add_to_list(void *arg, const char *name, size_t len)
{
	struct list *list = arg;
	words_add(list->out, &list->first, name, len);
}

/* the next word, in which a backslash may quote a blank, into `word` */
static const char *
next_quoted_word(const char *p, const char *end, struct buf *word)
{
	buf_clear(word);
	p = skip_spaces(p, end);
	while (p < end && !is_blank(*p)) {
		const char *run = p;
		while (p < end && *p == '\\')
			p++;
		size_t slashes = (size_t)(p - run);
		bool before_blank = p < end && is_blank(*p);
		buf_add(word, run, before_blank ? slashes / 2 : slashes);
		if (before_blank && slashes % 2 == 0)
			break;
		if (p < end)
			buf_addc(word, *p++);
	}
	return p;
}

/* $(wildcard PATTERNS) */
void
function_wildcard(struct expander *ex, const struct call *call, struct buf *out)
{
	struct list list = { out, true };
	struct pooled_buf *word = buf_take(ex->mk->expansion);
	const char *p = call->args[0].at;
	const char *end = p + call->args[0].len;
	for (;;) {
		p = next_quoted_word(p, end, &word->buf);
		if (word->buf.len == 0)
			break;
		glob_word(ex->mk, ex->scope, word->buf.data, GLOB_EXISTING, add_to_list, &list);
	}
	buf_give(ex->mk->expansion, word);
}

/* $(realpath NAMES): of those that exist */
void
function_realpath(struct expander *ex, const struct call *call, struct buf *out)
{
	const struct host *host = ex->mk->host;
	struct pooled_buf *path = buf_take(ex->mk->expansion), *real = buf_take(ex->mk->expansion);
	bool first = true;
	for (struct words w = words_in(call->args[0].at, call->args[0].len); words_next(&w);) {
		struct host_stat st;
		if (w.len >= LONGEST_PATH)
			continue;
		buf_clear(&path->buf);
		buf_clear(&real->buf);
		buf_add(&path->buf, w.word, w.len);
		if (host->real_path(host->self, path->buf.data, &real->buf) == 0 &&
		    host->stat(host->self, real->buf.data, &st) == 0 && st.type != HOST_ABSENT)
			words_add(out, &first, real->buf.data, real->buf.len);
	}
	buf_give(ex->mk->expansion, real);
	buf_give(ex->mk->expansion, path);
}

static const char *
working_directory(struct makefile *mk)
{
	struct expansion *e = mk->expansion;
	if (!e->working_directory) {
		struct buf path = BUF_INIT;
		if (mk->host->real_path(mk->host->self, ".", &path) < 0)
			buf_clear(&path);
		e->working_directory = buf_steal(&path, NULL);
	}
	return e->working_directory;
}

/* takes the last part of an absolute path away */
static void
drop_last_part(struct buf *path)
{
	size_t len = path->len;
	while (len > 0 && path->data[len - 1] != '/')
		len--;
	buf_truncate(path, len > 0 ? len - 1 : 0);
}

/* the path without . and .. and double slashes, not looking at any file; "" is the root here */
static void
add_normalized(const char *p, const char *end, struct buf *path)
{
	while (p < end) {
		const char *part = p;
		while (p < end && *p != '/')
			p++;
		size_t len = (size_t)(p - part);
		p += p < end;
		if (len == 2 && part[0] == '.' && part[1] == '.') {
			drop_last_part(path);
		} else if (len > 0 && !(len == 1 && part[0] == '.')) {
			buf_addc(path, '/');
			buf_add(path, part, len);
		}
	}
}

/* $(abspath NAMES) */
void
function_abspath(struct expander *ex, const struct call *call, struct buf *out)
{
	struct pooled_buf *path = buf_take(ex->mk->expansion);
	bool first = true;
	for (struct words w = words_in(call->args[0].at, call->args[0].len); words_next(&w);) {
		if (w.len >= LONGEST_PATH)
			continue;
		buf_clear(&path->buf);
		if (*w.word != '/') {
			const char *directory = working_directory(ex->mk);
			if (strcmp(directory, "/") != 0)
				buf_adds(&path->buf, directory);
		}
		add_normalized(w.word, w.next, &path->buf);
		if (path->buf.len == 0)
			buf_addc(&path->buf, '/');
		if (path->buf.len < LONGEST_PATH)
			words_add(out, &first, path->buf.data, path->buf.len);
	}
	buf_give(ex->mk->expansion, path);
}

/* the file name behind > or <, in the scratch arena; NULL and an error where it is missing */
static const char *
file_name(struct expander *ex, const char *p, const char *end)
{
	struct words w = words_in(p, (size_t)(end - p));
	if (words_next(&w))
		return arena_dup(ex->mk->scratch, w.word, w.len);
	expander_fail(ex, "file: missing filename");
	return NULL;
}

static void
file_write(struct expander *ex, const char *name, bool append, const struct text *content)
{
	const struct host *host = ex->mk->host;
	struct pooled_buf *text = buf_take(ex->mk->expansion);
	if (content) {
		buf_add(&text->buf, content->at, content->len);
		if (!content->len || content->at[content->len - 1] != '\n')
			buf_addc(&text->buf, '\n');
	}
	int err = host->write_file(host->self, name, append, text->buf.data, text->buf.len);
	if (err < 0)
		makefile_fail(ex->mk, ex->where, "open: %s: %s", name, strerror(-err));
	buf_give(ex->mk->expansion, text);
	directory_forget(ex->mk);
}

static void
file_read(struct expander *ex, const char *name, struct buf *out)
{
	const struct host *host = ex->mk->host;
	size_t begin = out->len;
	int err = host->read_file(host->self, name, out);
	if (err < 0) {
		buf_truncate(out, begin);
		if (err != -ENOENT)
			makefile_fail(ex->mk, ex->where, "%s: %s: %s",
			              err == -EISDIR ? "read" : "open", name, strerror(-err));
		return;
	}
	size_t len = out->len - begin;
	if (len && out->data[out->len - 1] == '\n') {
		bool has_return = len > 1 && out->data[out->len - 2] == '\r';
		buf_truncate(out, out->len - 1 - has_return);
	}
}

/* $(file OPERATOR NAME[,TEXT]) */
void
function_file(struct expander *ex, const struct call *call, struct buf *out)
{
	struct arena_mark mark = arena_mark(ex->mk->scratch);
	const char *p = call->args[0].at;
	const char *end = p + call->args[0].len;
	if (p < end && *p == '>') {
		bool append = p + 1 < end && p[1] == '>';
		const char *name = file_name(ex, p + 1 + append, end);
		if (name)
			file_write(ex, name, append, call->count > 1 ? &call->args[1] : NULL);
	} else if (p < end && *p == '<') {
		const char *name = file_name(ex, p + 1, end);
		if (name && call->count > 1)
			expander_fail(ex, "file: too many arguments");
		else if (name)
			file_read(ex, name, out);
	} else {
		expander_fail(ex, "file: invalid file operation: %.*s", (int)(end - p), p);
	}
	arena_reset(ex->mk->scratch, mark);
}

/* newlines become blanks, those at the end (all or one) nothing; \r\n counts as a newline */
static void
fold_newlines(struct buf *text, size_t begin, bool trim)
{
	char *to = text->data + begin;
	char *kept = to; /* behind the last that stays */
	const char *end = text->data + text->len;
	for (const char *from = to; from < end && *from; from++) {
		if (*from == '\r' && from + 1 < end && from[1] == '\n')
			continue;
		bool is_newline = *from == '\n';
		*to++ = is_newline ? ' ' : *from;
		if (!is_newline)
			kept = to;
	}
	if (!trim && kept < to - 1)
		kept = to - 1;
	buf_truncate(text, (size_t)(kept - text->data));
}

void
shell_output(struct expander *ex, const char *command, bool trim, struct buf *out)
{
	struct makefile *mk = ex->mk;
	const char *end = command + strlen(command);
	if (skip_spaces(command, end) == end)
		return;
	size_t begin = out->len;
	struct scope *outer = mk->scope;
	mk->scope = ex->scope; /* what the host exports is what is visible here */
	mk->expansion->shell_depth++;
	int status = mk->host->shell(mk->host->self, command, ex->where, out);
	mk->expansion->shell_depth--;
	mk->scope = outer;
	directory_forget(mk);
	if (out->len > begin)
		fold_newlines(out, begin, trim);

	char number[16];
	int len = snprintf(number, sizeof number, "%d", status);
	variable_set(mk, mk->globals, mk->expansion->dot_shellstatus, number, (size_t)len,
	             ORIGIN_OVERRIDE, false, NULL);
}

/* $(shell COMMAND) */
void
function_shell(struct expander *ex, const struct call *call, struct buf *out)
{
	struct pooled_buf *command = buf_take(ex->mk->expansion);
	buf_add(&command->buf, call->args[0].at, call->args[0].len);
	shell_output(ex, command->buf.data, true, out);
	buf_give(ex->mk->expansion, command);
}
