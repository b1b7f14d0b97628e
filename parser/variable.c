/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/variable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/bug.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/expansion.h"
#include "parser/expr.h"
#include "parser/makefile.h"

enum { DEFAULT_RECIPE_PREFIX = '\t' };

const char *
origin_word(enum origin origin)
{
	static const char *const words[] = {
		[ORIGIN_DEFAULT] = "default",
		[ORIGIN_ENVIRONMENT] = "environment",
		[ORIGIN_FILE] = "file",
		[ORIGIN_ENVIRONMENT_OVERRIDE] = "environment override",
		[ORIGIN_COMMAND_LINE] = "command line",
		[ORIGIN_OVERRIDE] = "override",
		[ORIGIN_AUTOMATIC] = "automatic",
	};
	return words[origin];
}

struct scope *
scope_new(struct makefile *mk, struct scope *parent)
{
	struct scope *scope = arena_alloc(mk->arena, sizeof *scope);
	scope->parent = parent;
	scope->older = mk->expansion->newest_scope;
	mk->expansion->newest_scope = scope;
	return scope;
}

/* [A-Za-z_][A-Za-z0-9_]*: what a shell takes for a variable */
static bool
is_exportable(const struct name *name)
{
	for (size_t i = 0; i < name->len; i++) {
		char c = name->text[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		if (!is_letter && (i == 0 || c < '0' || c > '9'))
			return false;
	}
	return name->len > 0;
}

static struct variable *
variable_new(struct makefile *mk, struct scope *scope, const struct name *name)
{
	struct expansion *e = mk->expansion;
	struct variable *v = arena_alloc(mk->arena, sizeof *v);
	v->name = name;
	v->is_exportable = is_exportable(name);
	v->older = e->newest;
	e->newest = v;
	v->previous = scope->last;
	*(scope->last ? &scope->last->next : &scope->first) = v;
	scope->last = v;
	if (!scope->is_global) {
		map_put(&scope->variables, name, v);
		name_note_local(name);
	} else {
		name_bind(name, v);
		v->is_special = name == e->makeflags || name == e->dot_variables ||
		                name == e->dot_recipeprefix;
		e->list_is_stale = true;
	}
	return v;
}

struct variable *
variable_find_here(struct scope *scope, const struct name *name)
{
	return scope->is_global ? name->bound : map_get(&scope->variables, name);
}

/* .VARIABLES: the names of all global variables */
static void
list_variables(struct makefile *mk, struct variable *list)
{
	struct buf names = BUF_INIT;
	for (const struct variable *v = mk->globals->first; v; v = v->next) {
		if (names.len)
			buf_addc(&names, ' ');
		buf_add(&names, v->name->text, v->name->len);
	}
	free(list->value);
	list->value = buf_steal(&names, &list->value_len);
	list->value_room = 0;
	mk->expansion->list_is_stale = false;
}

static struct variable *
bring_up_to_date(struct makefile *mk, struct variable *v)
{
	if (v->name == mk->expansion->dot_variables && mk->expansion->list_is_stale)
		list_variables(mk, v);
	return v;
}

/* the first of a chain of scopes, up to but not with `end`, that has the variable */
static struct variable *
find_in_chain(struct scope *scope, const struct scope *end, const struct name *name)
{
	bool is_outer = false;
	for (; scope != end; scope = scope->parent) {
		struct variable *v = variable_find_here(scope, name);
		if (v && !(is_outer && v->is_private))
			return v;
		is_outer |= scope->parent_is_target;
	}
	return NULL;
}

struct variable *
variable_find(struct makefile *mk, struct scope *scope, const struct name *name)
{
	struct variable *global = name->bound;
	if (!name->is_local && !(global && (global->is_private || global->is_special)))
		return global; /* however deep the scope is */
	bool is_outer = false;
	bool from_frame = false;
	for (; scope; scope = scope->parent) {
		if (scope->is_global && !from_frame && mk->expansion->frames) {
			/* target-specific text in the $(eval) of a global $(call) */
			struct variable *v = find_in_chain(mk->expansion->frames, scope, name);
			if (v)
				return v;
		}
		struct variable *v = variable_find_here(scope, name);
		if (v && !(is_outer && v->is_private))
			return v->is_special ? bring_up_to_date(mk, v) : v;
		is_outer |= scope->parent_is_target;
		from_frame = scope->is_frame;
	}
	return NULL;
}

/* -e: what came from the environment before the option was read gets its strength late */
static enum origin
adjust_origins(const struct makefile *mk, struct variable *v, enum origin origin)
{
	if (!mk->options.environment_overrides)
		return origin;
	if (v && v->origin == ORIGIN_ENVIRONMENT)
		v->origin = ORIGIN_ENVIRONMENT_OVERRIDE;
	return origin == ORIGIN_ENVIRONMENT ? ORIGIN_ENVIRONMENT_OVERRIDE : origin;
}

static void
drop_parsed(struct variable *v)
{
	if (v->parsed)
		expr_drop(v->parsed);
	v->parsed = NULL;
	v->expansions = 0;
}

struct variable *
variable_set(struct makefile *mk, struct scope *scope, const struct name *name, const char *value,
             size_t len, enum origin origin, bool recursive, const struct loc *loc)
{
	struct variable *v = variable_find_here(scope, name);
	origin = adjust_origins(mk, v, origin);
	if (v && origin < v->origin)
		return v;
	if (!v)
		v = variable_new(mk, scope, name);
	char *old = v->value; /* `value` may be a piece of it */
	v->value = xstrndup(value, len);
	free(old);
	v->value_len = len;
	v->value_room = 0;
	v->loc = loc ? *loc : (struct loc){ 0 };
	v->origin = origin;
	v->is_recursive = recursive;
	drop_parsed(v);
	return v;
}

void
variable_undefine(struct makefile *mk, struct scope *scope, const struct name *name,
                  enum origin origin)
{
	struct variable *v = variable_find_here(scope, name);
	origin = adjust_origins(mk, v, origin);
	if (!v || origin < v->origin)
		return;
	if (scope->is_global)
		name_bind(name, NULL);
	else
		map_remove(&scope->variables, name);
	*(v->previous ? &v->previous->next : &scope->first) = v->next;
	*(v->next ? &v->next->previous : &scope->last) = v->previous;
	v->previous = v->next = NULL;
	drop_parsed(v);
	if (scope == mk->globals)
		mk->expansion->list_is_stale = true;
}

static void
note_special(struct makefile *mk, struct variable *v)
{
	if (v->name == mk->expansion->dot_recipeprefix)
		mk->recipe_prefix = v->value[0] ? v->value[0] : DEFAULT_RECIPE_PREFIX;
	else if (mk->options.special_changed)
		mk->options.special_changed(mk->options.arg, mk, v);
}

/* `value` expanded and its $ doubled, so that a later expansion gives it back */
static void
expand_immediate(struct makefile *mk, struct scope *scope, const char *value,
                 const struct loc *loc, struct buf *out)
{
	struct pooled_buf *text = buf_take(mk->expansion);
	expand_text(mk, scope, value, loc, &text->buf);
	for (size_t i = 0; i < text->buf.len; i++) {
		if (text->buf.data[i] == '$')
			buf_addc(out, '$');
		buf_addc(out, text->buf.data[i]);
	}
	buf_give(mk->expansion, text);
}

static void
expand_shell(struct makefile *mk, struct scope *scope, const char *value, const struct loc *loc,
             struct buf *out)
{
	struct pooled_buf *command = buf_take(mk->expansion);
	expand_text(mk, scope, value, loc, &command->buf);
	struct expander ex = { .mk = mk, .scope = scope, .where = loc };
	if (!makefile_failed(mk))
		shell_output(&ex, command->buf.data, false, out);
	buf_give(mk->expansion, command);
}

/* the part of a value that += keeps: of MAKEFLAGS not the variables, which its reader puts back */
static size_t
kept_length(const struct makefile *mk, const struct variable *v)
{
	if (v->name != mk->expansion->makeflags)
		return v->value_len;
	const char *variables = strstr(v->value, " -- ");
	return variables ? (size_t)(variables - v->value) : v->value_len;
}

struct definition {
	struct makefile *mk;
	struct scope *scope; /* to look up and expand in */
	struct scope *home;  /* to define in */
	const struct name *name;
	const char *value;
	enum origin origin;
	const struct loc *loc;
};

static struct variable *
define(const struct definition *d, const struct buf *value, bool recursive)
{
	return variable_set(d->mk, d->home, d->name, value->data, value->len, d->origin,
	                    recursive, d->loc);
}

static struct variable *
define_verbatim(const struct definition *d)
{
	return variable_set(d->mk, d->home, d->name, d->value, strlen(d->value), d->origin, true,
	                    d->loc);
}

/* in place: a list that is built line by line would else be copied as often as it has lines */
static struct variable *
append_here(const struct definition *d, struct variable *v, const char *text, size_t len)
{
	size_t wanted = v->value_len + len + 2;
	if (wanted > v->value_room) {
		v->value_room = wanted + wanted / 2;
		v->value = xrealloc(v->value, v->value_room);
	}
	if (v->value_len)
		v->value[v->value_len++] = ' ';
	memcpy(v->value + v->value_len, text, len);
	v->value_len += len;
	v->value[v->value_len] = '\0';
	v->origin = d->origin;
	v->loc = d->loc ? *d->loc : (struct loc){ 0 };
	drop_parsed(v);
	return v;
}

static struct variable *
append_text(struct definition *d, struct variable *old, const char *text, size_t len)
{
	d->origin = adjust_origins(d->mk, old, d->origin);
	if (variable_find_here(d->home, d->name) == old && d->origin >= old->origin &&
	    kept_length(d->mk, old) == old->value_len)
		return append_here(d, old, text, len);

	struct pooled_buf *joined = buf_take(d->mk->expansion);
	buf_add(&joined->buf, old->value, kept_length(d->mk, old));
	if (old->value_len)
		buf_addc(&joined->buf, ' ');
	buf_add(&joined->buf, text, len);
	struct variable *v = define(d, &joined->buf, old->is_recursive);
	buf_give(d->mk->expansion, joined);
	return v;
}

static struct variable *
assign_append(struct definition *d, bool target_specific, bool verbatim)
{
	struct variable *old = target_specific ? variable_find_here(d->home, d->name)
	                                       : variable_find(d->mk, d->scope, d->name);
	bool joins_outer = target_specific && (!old || old->is_append);
	struct variable *v;
	if (!old) {
		v = define_verbatim(d);
	} else {
		struct pooled_buf *added = buf_take(d->mk->expansion);
		if (old->is_recursive || verbatim)
			buf_adds(&added->buf, d->value);
		else
			expand_text(d->mk, d->scope, d->value, d->loc, &added->buf);
		v = added->buf.len ? append_text(d, old, added->buf.data, added->buf.len) : NULL;
		buf_give(d->mk->expansion, added);
		if (!v)
			return old;
	}
	v->is_append = joins_outer;
	v->is_conditional = false;
	return v;
}

static struct variable *
assign_conditional(const struct definition *d)
{
	struct variable *v = variable_find(d->mk, d->scope, d->name);
	if (v)
		return v;
	v = define_verbatim(d);
	v->is_append = false;
	v->is_conditional = true;
	return v;
}

/* := :::= != */
static struct variable *
assign_expanded(const struct definition *d, enum assignment op)
{
	struct pooled_buf *value = buf_take(d->mk->expansion);
	if (op == ASSIGN_SIMPLE)
		expand_text(d->mk, d->scope, d->value, d->loc, &value->buf);
	else if (op == ASSIGN_IMMEDIATE)
		expand_immediate(d->mk, d->scope, d->value, d->loc, &value->buf);
	else
		expand_shell(d->mk, d->scope, d->value, d->loc, &value->buf);
	struct variable *v = define(d, &value->buf, op != ASSIGN_SIMPLE);
	buf_give(d->mk->expansion, value);
	v->is_append = v->is_conditional = false;
	return v;
}

static struct variable *
assign(struct definition *d, enum assignment op, bool target_specific)
{
	switch (op) {
	case ASSIGN_APPEND:
		return assign_append(d, target_specific, false);
	case ASSIGN_CONDITIONAL:
		return assign_conditional(d);
	case ASSIGN_SIMPLE:
	case ASSIGN_IMMEDIATE:
	case ASSIGN_SHELL:
		return assign_expanded(d, op);
	case ASSIGN_RECURSIVE:
		break;
	}
	struct variable *v = define_verbatim(d);
	v->is_append = v->is_conditional = false;
	return v;
}

struct variable *
variable_assign(struct makefile *mk, struct scope *scope, const struct name *name,
                const char *value, enum origin origin, enum assignment op, bool target_specific,
                const struct loc *loc)
{
	struct definition d = {
		.mk = mk,
		.scope = scope,
		.home = target_specific ? scope : mk->globals,
		.name = name,
		.value = value,
		.origin = origin,
		.loc = loc,
	};
	struct variable *v = assign(&d, op, target_specific);
	if (v->is_special)
		note_special(mk, v);
	return v;
}

struct variable *
variable_append_verbatim(struct makefile *mk, const struct name *name, const char *value,
                         const struct loc *loc)
{
	struct definition d = {
		.mk = mk,
		.scope = mk->globals,
		.home = mk->globals,
		.name = name,
		.value = value,
		.origin = ORIGIN_FILE,
		.loc = loc,
	};
	return assign_append(&d, false, true);
}

const char *
variable_value(struct makefile *mk, struct scope *scope, const char *name)
{
	struct variable *v = variable_find(mk, scope, name_of(mk->names, name));
	if (!v)
		return "";
	struct pooled_buf *value = buf_take(mk->expansion);
	struct expander ex = { .mk = mk, .scope = scope };
	expand_variable(&ex, v, &value->buf);
	const char *copy = arena_dup(mk->scratch, value->buf.data, value->buf.len);
	buf_give(mk->expansion, value);
	return copy;
}
