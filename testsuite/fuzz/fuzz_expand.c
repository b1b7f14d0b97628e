/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_expand.c - any text as $-text: lines before the first empty one are assignments, the rest is
 * expanded, for real and inertly.  Nothing may crash, leak or run long; the host does nothing.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parser/assignment.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "testsuite/fuzz/fuzz.h"

enum { LARGEST_INPUT = 2000 };

static int
read_file(void *self, const char *path, struct buf *out)
{
	(void)self, (void)path;
	buf_adds(out, "text\n");
	return 0;
}

static int
stat_path(void *self, const char *path, struct host_stat *out)
{
	(void)self;
	*out = (struct host_stat){ *path == 'd' ? HOST_DIRECTORY : HOST_FILE, 0 };
	return 0;
}

static int
list(void *self, const char *path, void (*each)(void *arg, const char *name), void *arg)
{
	(void)self, (void)path;
	each(arg, "a.c");
	each(arg, "d");
	return 0;
}

static int
real_path(void *self, const char *path, struct buf *out)
{
	(void)self, (void)path;
	buf_adds(out, "/d");
	return 0;
}

static int
write_file(void *self, const char *path, bool append, const char *text, size_t len)
{
	(void)self, (void)path, (void)append, (void)text, (void)len;
	return -EROFS;
}

static int
shell(void *self, const char *command, const struct loc *where, struct buf *out)
{
	(void)self, (void)where;
	buf_adds(out, command);
	return 1;
}

static const char *
get_env(void *self, const char *name)
{
	(void)self, (void)name;
	return NULL;
}

static void
message(void *self, enum host_message kind, const struct loc *where, const char *text)
{
	(void)self, (void)kind, (void)where, (void)text;
}

static const struct host host = {
	.read_file = read_file,
	.stat = stat_path,
	.list = list,
	.real_path = real_path,
	.write_file = write_file,
	.shell = shell,
	.get_env = get_env,
	.message = message,
};

/* the assignments at the start; returns the text behind them */
static const char *
define_lines(struct makefile *mk, char *text)
{
	while (*text && *text != '\n') {
		struct assignment_text a;
		char *end = strchrnul(text, '\n');
		char *next = end + (*end != '\0');
		*end = '\0';
		if (assignment_parse(text, (size_t)(end - text), &a) && a.name_len)
			variable_assign(mk, mk->globals,
			                name_intern(mk->names, a.name, a.name_len), a.value,
			                ORIGIN_FILE, a.assignment, false, NULL);
		text = next;
	}
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct makefile_options options = { .warn_undefined_variables = true };
	if (size > LARGEST_INPUT)
		return 0;
	char *input = xstrndup((const char *)data, size);
	struct makefile *mk = makefile_new(&options, &host);
	struct buf out = BUF_INIT;
	const char *text = define_lines(mk, input);
	expand_inert(mk, NULL, text, NULL, &out);
	buf_clear(&out);
	expand_text(mk, NULL, text, NULL, &out);
	buf_release(&out);
	makefile_free(mk);
	free(input);
	return 0;
}
