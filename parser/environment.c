/* SPDX-License-Identifier: GPL-3.0-or-later */
/* environment.c - the environment that becomes variables, and the variables that become one. */
#include "parser/variable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/name.h"
#include "parser/base/vec.h"
#include "parser/expansion.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/rule.h"

struct candidate {
	struct variable *variable;
	enum export_mode exported; /* an inner variable without a mode takes that of an outer one */
};

struct candidates {
	struct map by_name; /* index + 1 */
	VEC(struct candidate)
};

static bool
is_exported(const struct makefile *mk, const struct variable *v, enum export_mode mode)
{
	switch (mode) {
	case EXPORT_YES:
	case EXPORT_INHERITED:
		return true;
	case EXPORT_NO:
		return false;
	case EXPORT_IF_SET:
		return v->origin != ORIGIN_DEFAULT;
	case EXPORT_DEFAULT:
		break;
	}
	if (v->origin == ORIGIN_DEFAULT || v->origin == ORIGIN_AUTOMATIC || !v->is_exportable)
		return false;
	return mk->rules.export_all || v->origin == ORIGIN_COMMAND_LINE ||
	       v->origin == ORIGIN_ENVIRONMENT || v->origin == ORIGIN_ENVIRONMENT_OVERRIDE;
}

static void
collect_scope(const struct makefile *mk, const struct scope *scope, bool is_innermost,
              struct candidates *out)
{
	bool is_global = scope == mk->globals;
	for (struct variable *v = scope->first; v; v = v->next) {
		if (v->is_private && !is_innermost)
			continue;
		size_t known = (size_t)map_get(&out->by_name, v->name);
		if (known) {
			struct candidate *c = &out->at[known - 1];
			if (c->exported == EXPORT_DEFAULT)
				c->exported = v->exported;
		} else if (!is_global || is_exported(mk, v, v->exported)) {
			struct candidate c = { v, v->exported };
			vec_push(out, c);
			map_put(&out->by_name, v->name, (void *)out->count);
		}
	}
}

static void
give(struct makefile *mk, struct scope *scope, struct variable *v, bool inert,
     void (*each)(void *arg, const char *name, const char *value), void *arg)
{
	struct expansion *e = mk->expansion;
	if (v->name == e->makelevel) {
		char level[24];
		snprintf(level, sizeof level, "%u", e->level + 1);
		each(arg, v->name->text, level);
		return;
	}
	bool is_inherited = (v->origin == ORIGIN_ENVIRONMENT ||
	                     v->origin == ORIGIN_ENVIRONMENT_OVERRIDE) &&
	                    v->name != e->makeflags;
	if (!v->is_recursive || is_inherited) {
		each(arg, v->name->text, v->value);
		return;
	}
	struct pooled_buf *value = buf_take(e);
	bool stopped = false;
	struct expander ex = { .mk = mk, .scope = scope, .inert = inert, .stopped = &stopped };
	expand_variable(&ex, v, &value->buf);
	each(arg, v->name->text, value->buf.data);
	buf_give(e, value);
}

static void
give_all(struct makefile *mk, struct scope *scope, bool inert,
         void (*each)(void *arg, const char *name, const char *value), void *arg)
{
	struct expansion *e = mk->expansion;
	struct candidates all = { 0 };
	for (struct scope *s = scope; s; s = s->parent)
		collect_scope(mk, s, s == scope, &all);

	bool needs_shell = e->inherited_shell, needs_level = true;
	e->environment_depth += e->shell_depth > 0;
	for (size_t i = 0; i < all.count; i++) {
		struct variable *v = all.at[i].variable;
		if (!is_exported(mk, v, all.at[i].exported))
			continue;
		needs_shell &= v->name != e->shell;
		needs_level &= v->name != e->makelevel;
		give(mk, scope, v, inert, each, arg);
	}
	e->environment_depth -= e->shell_depth > 0;

	if (needs_shell)
		each(arg, "SHELL", e->inherited_shell);
	if (needs_level) {
		char level[24];
		snprintf(level, sizeof level, "%u", e->level + 1);
		each(arg, "MAKELEVEL", level);
	}
	map_release(&all.by_name);
	vec_release(&all);
}

void
variable_environment(struct makefile *mk, struct scope *scope,
                     void (*each)(void *arg, const char *name, const char *value), void *arg)
{
	give_all(mk, scope, false, each, arg);
}

void
variable_environment_inert(struct makefile *mk, struct scope *scope,
                           void (*each)(void *arg, const char *name, const char *value),
                           void *arg)
{
	give_all(mk, scope, true, each, arg);
}

static void
inherit(struct makefile *mk, const char *text)
{
	const char *equals = strchr(text, '=');
	if (!equals)
		return;
	const struct name *name = name_intern(mk->names, text, (size_t)(equals - text));
	const char *value = equals + 1;
	bool is_restarts = strcmp(name->text, "MAKE_RESTARTS") == 0;
	if (is_restarts && *value == '-') /* only says that "Entering directory" was printed */
		value++;
	struct variable *v = variable_set(mk, mk->globals, name, value, strlen(value),
	                                  ORIGIN_ENVIRONMENT, true, NULL);
	v->exported = EXPORT_INHERITED;
	if (is_restarts)
		v->exported = EXPORT_NO;
	if (name == mk->expansion->shell) {
		v->exported = EXPORT_NO;
		free(mk->expansion->inherited_shell);
		mk->expansion->inherited_shell = xstrdup(value);
	}
	if (name == mk->expansion->makelevel)
		mk->expansion->level = (unsigned)strtoul(value, NULL, 10);
}

static struct variable *
set_default(struct makefile *mk, const char *name, const char *value, enum origin origin,
            bool recursive)
{
	return variable_set(mk, mk->globals, name_of(mk->names, name), value, strlen(value),
	                    origin, recursive, NULL);
}

/* $(@D) and $(@F) and their like */
static void
define_parts_of_automatics(struct makefile *mk)
{
	for (const char *c = "@%*<?^+"; *c; c++) {
		char name[3] = { *c, 'D', '\0' };
		char value[40];
		snprintf(value, sizeof value, "$(patsubst %%/,%%,$(dir $%c))", *c);
		set_default(mk, name, value, ORIGIN_AUTOMATIC, true);
		name[1] = 'F';
		snprintf(value, sizeof value, "$(notdir $%c)", *c);
		set_default(mk, name, value, ORIGIN_AUTOMATIC, true);
	}
}

static void
define_shell(struct makefile *mk)
{
	struct variable *v = set_default(mk, "SHELL", "/bin/sh", ORIGIN_DEFAULT, false);
	if (v->value_len && v->origin != ORIGIN_ENVIRONMENT &&
	    v->origin != ORIGIN_ENVIRONMENT_OVERRIDE)
		return;
	v->origin = ORIGIN_DEFAULT; /* its strength may not keep the new value out */
	variable_set(mk, mk->globals, v->name, "/bin/sh", strlen("/bin/sh"), ORIGIN_FILE,
	             v->is_recursive, NULL);
}

void
makefile_define_environment(struct makefile *mk, char *const *environ)
{
	char level[24];
	set_default(mk, ".VARIABLES", "", ORIGIN_DEFAULT, false);
	set_default(mk, ".RECIPEPREFIX", "", ORIGIN_DEFAULT, false);
	set_default(mk, ".SHELLFLAGS", "-c", ORIGIN_DEFAULT, false);
	set_default(mk, ".LOADED", "", ORIGIN_DEFAULT, false);
	for (; environ && *environ; environ++)
		inherit(mk, *environ);

	snprintf(level, sizeof level, "%u", mk->expansion->level);
	set_default(mk, "MAKELEVEL", level, ORIGIN_ENVIRONMENT, false);
	if (mk->options.version)
		set_default(mk, "MAKE_VERSION", mk->options.version, ORIGIN_DEFAULT, false);
	if (mk->options.host_triplet)
		set_default(mk, "MAKE_HOST", mk->options.host_triplet, ORIGIN_DEFAULT, false);
	define_shell(mk);
	set_default(mk, "MAKEFILES", "", ORIGIN_DEFAULT, false)->exported = EXPORT_IF_SET;
	define_parts_of_automatics(mk);
}
