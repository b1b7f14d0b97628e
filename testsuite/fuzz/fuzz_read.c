/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_read.c - any bytes as a makefile, read to the end with all that its includes and $(eval) do.
 *
 * Every file that it includes is the input itself, so nesting has to find its end.  Nothing may
 * crash, leak or run long; then every recipe is chopped and every target's scope made.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "testsuite/fuzz/fuzz.h"

enum { LARGEST_INPUT = 2000, MOST_READS = 20 };

struct world {
	const uint8_t *data;
	size_t size;
	unsigned reads;
};

static int
read_file(void *self, const char *path, struct buf *out)
{
	struct world *world = self;
	if (*path == 'n' || world->reads++ == MOST_READS)
		return -ENOENT;
	if (*path == 'd')
		return -EISDIR;
	buf_add(out, world->data, world->size);
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

static void
use(struct makefile *mk)
{
	for (size_t i = 0; i < mk->rules.target_order.count; i++) {
		struct target *t = mk->rules.target_order.at[i];
		target_scope(mk, t, mk->globals);
		if (t->recipe)
			recipe_chop(mk, t->recipe);
		for (size_t j = 0; j < t->rules.count; j++)
			if (t->rules.at[j]->recipe)
				recipe_chop(mk, t->rules.at[j]->recipe);
	}
	makefile_default_goal(mk);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const include_dirs[] = { "dir", NULL };
	struct world world = { data, size, 0 };
	struct host host = {
		.self = &world,
		.read_file = read_file,
		.stat = stat_path,
		.list = list,
		.real_path = real_path,
		.write_file = write_file,
		.shell = shell,
		.get_env = get_env,
		.message = message,
	};
	struct makefile_options options = {
		.warn_undefined_variables = true,
		.include_dirs = include_dirs,
	};
	if (size > LARGEST_INPUT)
		return 0;
	struct makefile *mk = makefile_new(&options, &host);
	makefile_define_builtins(mk);
	makefile_read(mk, "Makefile", 0);
	if (!makefile_failed(mk))
		rules_finish(mk);
	if (!makefile_failed(mk))
		use(mk);
	makefile_free(mk);
	return 0;
}
