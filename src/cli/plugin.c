/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plugin.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/base/vec.h"
#include "parser/expand.h"
#include "parser/function.h"
#include "parser/makefile.h"

/* ---- the interface of gnumake.h ---- */

struct gmk_place {
	const char *file;
	unsigned long line;
};
typedef int
gmk_setup(const struct gmk_place *);

enum { GMK_NO_EXPAND = 1 };

void
gmk_free(char *);
char *
gmk_alloc(unsigned len);
void
gmk_eval(const char *text, const struct gmk_place *);
char *
gmk_expand(const char *text);
void
gmk_add_function(const char *name, function_callback *, unsigned min_args, unsigned max_args,
                 unsigned flags);

struct plugin {
	char *path; /* owned */
	gmk_setup *setup;
	struct loc loc; /* of its `load` */
};

static struct makefile *current;
static struct loc setup_loc; /* of the `load` that is being done */
static struct {
	VEC(struct plugin)
} loaded;

void
plugin_use(struct makefile *mk)
{
	current = mk;
	for (size_t i = 0; i < loaded.count && !mk; i++)
		free(loaded.at[i].path);
	if (!mk)
		vec_release(&loaded);
}

void
gmk_free(char *text)
{
	free(text);
}

char *
gmk_alloc(unsigned len)
{
	return xmalloc(len);
}

void
gmk_eval(const char *text, const struct gmk_place *place)
{
	struct loc loc = { 0 };
	if (place && place->file)
		loc = (struct loc){ name_of(current->names, place->file), place->line, 0 };
	makefile_eval(current, text, strlen(text), place ? &loc : NULL);
}

char *
gmk_expand(const char *text)
{
	struct buf out = BUF_INIT;
	expand_text(current, current->scope, text, NULL, &out);
	return out.len ? buf_steal(&out, NULL) : xstrdup("");
}

void
gmk_add_function(const char *name, function_callback *callback, unsigned min_args,
                 unsigned max_args, unsigned flags)
{
	function_add(current, name, min_args, max_args, !(flags & GMK_NO_EXPAND), callback,
	             &setup_loc);
}

/* ---- loading ---- */

/* without a slash in its name it is first looked for here, then where libraries are */
static void *
open_object(const char *path)
{
	struct buf here = BUF_INIT;
	void *object = NULL;
	if (!strchr(path, '/')) {
		buf_addf(&here, "./%s", path);
		object = dlopen(here.data, RTLD_LAZY | RTLD_GLOBAL);
	}
	buf_release(&here);
	return object ? object : dlopen(path, RTLD_LAZY | RTLD_GLOBAL);
}

static gmk_setup *
setup_of(void *object, const char *name)
{
	gmk_setup *setup;
	void *symbol = dlsym(object, name);
	memcpy(&setup, &symbol, sizeof setup); /* POSIX: they are of one size */
	return setup;
}

static gmk_setup *
find_setup(const char *path, const char *symbol, bool optional, const struct loc *loc)
{
	void *object = open_object(path);
	if (!object) {
		const char *error = dlerror();
		if (!optional)
			makefile_warn(current, loc, "%s", error);
		return NULL;
	}
	if (!dlsym(object, "plugin_is_GPL_compatible")) {
		makefile_fail(current, loc, "Loaded object %s is not declared to be GPL compatible",
		              path);
		return NULL;
	}
	gmk_setup *setup = setup_of(object, symbol);
	if (!setup)
		makefile_fail(current, loc, "Failed to load symbol %s from %s: %s", symbol, path,
		              dlerror());
	return setup;
}

static int
set_up(const struct plugin *plugin)
{
	const struct loc *loc = &plugin->loc;
	struct gmk_place place = { loc->file ? loc->file->text : NULL, loc->line };
	setup_loc = *loc;
	setvbuf(stdout, NULL, _IOLBF, 0); /* what they print is to stand among what we say */
	int result = plugin->setup(&place);
	fflush(stdout);
	return result;
}

bool
plugin_reload(const char *path)
{
	for (size_t i = 0; i < loaded.count; i++)
		if (!strcmp(loaded.at[i].path, path))
			return set_up(&loaded.at[i]);
	return true;
}

int
plugin_load(void *self, const char *path, const char *symbol, bool optional,
            const struct loc *loc)
{
	(void)self;
	gmk_setup *setup = setup_of(RTLD_DEFAULT, symbol);
	if (!setup)
		setup = find_setup(path, symbol, optional, loc);
	if (!setup)
		return 0;
	struct plugin plugin = { xstrdup(path), setup, loc ? *loc : (struct loc){ 0 } };
	vec_push(&loaded, plugin);
	return set_up(&plugin);
}
