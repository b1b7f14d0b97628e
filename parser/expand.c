/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/expand.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/name.h"
#include "parser/expansion.h"
#include "parser/expr.h"
#include "parser/function.h"
#include "parser/glob.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"

/* of the usual 8 MiB of a C stack, what expansions within expansions may take */
enum { STACK_BYTES = 7 << 20 };
/* from then on the tree of a value is worth its memory */
enum { EXPANSIONS_TO_KEEP = 3 };
enum { LARGEST_KEPT_BUF = 1 << 20 };

struct expansion *
expansion_new(struct makefile *mk)
{
	struct expansion *e = xcalloc(1, sizeof *e);
	e->dot_variables = name_of(mk->names, ".VARIABLES");
	e->dot_recipeprefix = name_of(mk->names, ".RECIPEPREFIX");
	e->dot_shellstatus = name_of(mk->names, ".SHELLSTATUS");
	e->makeflags = name_of(mk->names, "MAKEFLAGS");
	e->makelevel = name_of(mk->names, "MAKELEVEL");
	e->shell = name_of(mk->names, "SHELL");
	e->directories = directories_new();
	return e;
}

static void
variable_release(struct variable *v)
{
	free(v->value);
	if (v->parsed)
		expr_drop(v->parsed);
}

void
expansion_free(struct expansion *e)
{
	if (!e)
		return;
	for (struct variable *v = e->newest; v; v = v->older)
		variable_release(v);
	for (struct scope *s = e->newest_scope; s; s = s->older)
		map_release(&s->variables);
	for (struct pooled_buf *b = e->free_bufs, *next; b; b = next) {
		next = b->next;
		buf_release(&b->buf);
		free(b);
	}
	frames_free(e->free_frames);
	directories_free(e->directories);
	vec_release(&e->nodes);
	vec_release(&e->commas);
	vec_release(&e->numbers);
	free(e->inherited_shell);
	free(e->working_directory);
	free(e);
}

struct pooled_buf *
buf_take(struct expansion *e)
{
	struct pooled_buf *b = e->free_bufs;
	if (b)
		e->free_bufs = b->next;
	else
		b = xcalloc(1, sizeof *b);
	if (!b->buf.size) {
		buf_init(&b->buf);
		buf_reserve(&b->buf, 0);
	}
	return b;
}

void
buf_give(struct expansion *e, struct pooled_buf *b)
{
	if (b->buf.size > LARGEST_KEPT_BUF)
		buf_release(&b->buf);
	else
		buf_clear(&b->buf);
	b->next = e->free_bufs;
	e->free_bufs = b;
}

const struct name *
number_name(struct makefile *mk, size_t number)
{
	struct expansion *e = mk->expansion;
	while (e->numbers.count <= number) {
		struct pooled_buf *text = buf_take(e);
		buf_addf(&text->buf, "%zu", e->numbers.count);
		const struct name *name = name_intern(mk->names, text->buf.data, text->buf.len);
		vec_push(&e->numbers, name);
		buf_give(e, text);
	}
	return e->numbers.at[number];
}

void
expander_fail(struct expander *ex, const char *format, ...)
{
	if (ex->inert) {
		*ex->stopped = true;
		return;
	}
	struct buf text = BUF_INIT;
	va_list ap;
	va_start(ap, format);
	buf_vaddf(&text, format, ap);
	va_end(ap);
	makefile_fail(ex->mk, ex->at ? ex->at : ex->where, "%s", text.data);
	buf_release(&text);
}

bool
expander_stopped(const struct expander *ex)
{
	return makefile_failed(ex->mk) || (ex->inert && *ex->stopped);
}

bool
expander_may_nest(struct expander *ex)
{
	const char *here = __builtin_frame_address(0);
	const char *base = ex->mk->expansion->stack_base;
	if (!base || (base > here ? base - here : here - base) < STACK_BYTES)
		return true;
	if (!expander_stopped(ex))
		expander_fail(ex, "expansion nests too deeply");
	return false;
}

static void
warn_undefined(struct expander *ex, const char *name, size_t len)
{
	static const char *const known[] = {
		"MAKECMDGOALS",  "MAKE_RESTARTS", "MAKE_TERMOUT",
		"MAKE_TERMERR",  "MAKEOVERRIDES", ".DEFAULT",
		"VPATH",         "GPATH",         "-*-command-variables-*-",
		"-*-eval-flags-*-",
	};
	if (ex->inert)
		return;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i]) == len && memcmp(known[i], name, len) == 0)
			return;
	makefile_warn(ex->mk, ex->where, "warning: undefined variable '%.*s'", (int)len, name);
}

struct variable *
expand_lookup(struct expander *ex, const struct name *name, const char *text, size_t len)
{
	struct variable *v = name ? variable_find(ex->mk, ex->scope, name) : NULL;
	if (!v && ex->mk->options.warn_undefined_variables && !expander_stopped(ex))
		warn_undefined(ex, text, len);
	return v;
}

static struct variable *
lookup_name(struct expander *ex, const struct name *name)
{
	return expand_lookup(ex, name, name->text, name->len);
}

/* text that may change or go away while it is expanded */
static void
expand_copy(struct expander *ex, const char *text, size_t len, struct buf *out)
{
	struct arena *scratch = ex->mk->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *copy = arena_dup(scratch, text, len);
	struct part part = part_parse(ex, scratch, copy, len);
	expand_part(ex, &part, out);
	arena_reset(scratch, mark);
}

static void
expand_parsed(struct expander *ex, struct expr *expr, struct buf *out)
{
	expr->busy++;
	expand_part(ex, &expr->root, out);
	if (--expr->busy == 0 && expr->is_dropped)
		expr_drop(expr);
}

static void
expand_value(struct expander *ex, struct variable *v, struct buf *out)
{
	if (!memchr(v->value, '$', v->value_len)) {
		buf_add(out, v->value, v->value_len);
		return;
	}
	if (v->parsed && v->parsed->generation != functions_generation(ex->mk)) {
		expr_drop(v->parsed);
		v->parsed = NULL;
		v->expansions = EXPANSIONS_TO_KEEP;
	}
	if (!v->parsed && v->expansions++ == EXPANSIONS_TO_KEEP)
		v->parsed = expr_new(ex, v->value, v->value_len);
	if (v->parsed)
		expand_parsed(ex, v->parsed, out);
	else
		expand_copy(ex, v->value, v->value_len, out);
}

/* a target-specific += : behind what the variable is in the scopes around */
static void
expand_appended(struct expander *ex, struct scope *scope, const struct name *name, bool is_local,
                size_t begin, struct buf *out)
{
	if (!scope || !expander_may_nest(ex))
		return;
	struct variable *v = variable_find_here(scope, name);
	bool is_next_local = is_local && !scope->parent_is_target;
	if (!v || (v->is_private && !is_local)) {
		expand_appended(ex, scope->parent, name, is_next_local, begin, out);
		return;
	}
	if (v->is_append)
		expand_appended(ex, scope->parent, name, is_next_local, begin, out);
	if (out->len > begin)
		buf_addc(out, ' ');
	if (v->is_recursive)
		expand_value(ex, v, out);
	else
		buf_add(out, v->value, v->value_len);
}

/* while the environment of a $(shell) is made: the variable whose expansion needs that $(shell) */
static void
add_inherited(struct expander *ex, const struct variable *v, struct buf *out)
{
	const struct host *host = ex->mk->host;
	const char *value = host->get_env ? host->get_env(host->self, v->name->text) : NULL;
	if (value)
		buf_adds(out, value);
}

static bool
is_self_reference(struct expander *ex, struct variable *v)
{
	if (!v->is_expanding)
		return false;
	if (v->calls_left) {
		v->calls_left--;
		return false;
	}
	expander_fail(ex, "Recursive variable '%s' references itself (eventually)",
	              v->name->text);
	return true;
}

void
expand_variable(struct expander *ex, struct variable *v, struct buf *out)
{
	if (!v->is_recursive) {
		buf_add(out, v->value, v->value_len);
		return;
	}
	if (v->is_expanding && ex->mk->expansion->environment_depth) {
		add_inherited(ex, v, out);
		return;
	}
	bool entered = expansion_enter(ex->mk->expansion);
	struct expander inner = *ex;
	if (v->loc.file)
		inner.at = &v->loc;
	if (!inner.where)
		inner.where = &v->loc;
	if (expander_may_nest(&inner) && !is_self_reference(&inner, v)) {
		v->is_expanding = true;
		if (v->is_append)
			expand_appended(&inner, inner.scope, v->name, true, out->len, out);
		else
			expand_value(&inner, v, out);
		v->is_expanding = false;
	}
	expansion_leave(ex->mk->expansion, entered);
}

static void
expand_reference(struct expander *ex, struct variable *v, struct buf *out)
{
	if (v && (v->value_len || v->is_append))
		expand_variable(ex, v, out);
}

static void
expand_substitution(struct expander *ex, struct variable *v, const struct pattern *from,
                    const struct pattern *to, struct buf *out)
{
	if (!v || !v->value_len)
		return;
	if (!v->is_recursive) {
		pattern_substitute(from, to, v->value, v->value_len, out);
		return;
	}
	struct pooled_buf *value = buf_take(ex->mk->expansion);
	expand_variable(ex, v, &value->buf);
	pattern_substitute(from, to, value->buf.data, value->buf.len, out);
	buf_give(ex->mk->expansion, value);
}

/* NAME or NAME:A=B, expanded from a computed name */
static void
expand_named(struct expander *ex, const char *text, size_t len, struct buf *out)
{
	struct names *names = ex->mk->names;
	const char *end = text + len;
	const char *colon = memchr(text, ':', len);
	const char *equals = colon ? memchr(colon, '=', (size_t)(end - colon)) : NULL;
	if (!equals) {
		struct variable *v = expand_lookup(ex, name_find(names, text, len), text, len);
		expand_reference(ex, v, out);
		return;
	}
	struct arena_mark mark = arena_mark(ex->mk->scratch);
	struct pattern from, to;
	size_t name_len = (size_t)(colon - text);
	substitution_parse(ex->mk->scratch, colon + 1, (size_t)(equals - colon - 1), equals + 1,
	                   (size_t)(end - equals - 1), &from, &to);
	struct variable *v =
		expand_lookup(ex, name_find(names, text, name_len), text, name_len);
	expand_substitution(ex, v, &from, &to, out);
	arena_reset(ex->mk->scratch, mark);
}

static void
expand_computed(struct expander *ex, const struct part *part, struct buf *out)
{
	struct pooled_buf *name = buf_take(ex->mk->expansion);
	expand_part(ex, part, &name->buf);
	if (!expander_stopped(ex))
		expand_named(ex, name->buf.data, name->buf.len, out);
	buf_give(ex->mk->expansion, name);
}

static void
expand_node(struct expander *ex, const struct node *node, struct buf *out)
{
	const struct substitution *s;
	switch (node->kind) {
	case NODE_TEXT:
		buf_add(out, node->text, node->len);
		return;
	case NODE_VARIABLE:
		expand_reference(ex, lookup_name(ex, node->variable), out);
		return;
	case NODE_COMPUTED:
		expand_computed(ex, node->computed, out);
		return;
	case NODE_SUBSTITUTION:
		s = node->substitution;
		expand_substitution(ex, lookup_name(ex, s->variable), &s->from, &s->to, out);
		return;
	case NODE_CALL:
		function_call_node(ex, node->call->function, node->call->args, node->call->count,
		                   out);
		return;
	case NODE_BROKEN:
		if (!expander_stopped(ex))
			expander_fail(ex, "%s", node->text);
		return;
	}
}

void
expand_part(struct expander *ex, const struct part *part, struct buf *out)
{
	for (uint32_t i = 0; i < part->count; i++)
		expand_node(ex, &part->nodes[i], out);
}

bool
expansion_enter(struct expansion *e)
{
	if (e->stack_base)
		return false;
	e->stack_base = __builtin_frame_address(0);
	return true;
}

void
expansion_leave(struct expansion *e, bool entered)
{
	if (entered)
		e->stack_base = NULL;
}

void
expand_in(struct expander *ex, const char *text, size_t len, struct buf *out)
{
	struct makefile *mk = ex->mk;
	if (!memchr(text, '$', len)) {
		buf_add(out, text, len);
		return;
	}
	bool entered = expansion_enter(mk->expansion);
	struct arena_mark mark = arena_mark(mk->scratch);
	struct part part = part_parse(ex, mk->scratch, text, len);
	expand_part(ex, &part, out);
	arena_reset(mk->scratch, mark);
	expansion_leave(mk->expansion, entered);
}

void
expand_text_n(struct makefile *mk, struct scope *scope, const char *text, size_t len,
              const struct loc *where, struct buf *out)
{
	struct expander ex = { .mk = mk, .scope = scope ? scope : mk->scope, .where = where };
	if (!makefile_failed(mk))
		expand_in(&ex, text, len, out);
}

void
expand_text(struct makefile *mk, struct scope *scope, const char *text, const struct loc *where,
            struct buf *out)
{
	expand_text_n(mk, scope, text, strlen(text), where, out);
}

void
expand_inert(struct makefile *mk, struct scope *scope, const char *text, const struct loc *where,
             struct buf *out)
{
	bool stopped = false;
	struct expander ex = { .mk = mk,
		               .scope = scope ? scope : mk->scope,
		               .where = where,
		               .inert = true,
		               .stopped = &stopped };
	expand_in(&ex, text, strlen(text), out);
}

void
expand_expr(struct makefile *mk, struct scope *scope, const struct expr *expr,
            const struct loc *where, struct buf *out)
{
	struct expander ex = { .mk = mk, .scope = scope ? scope : mk->scope, .where = where };
	if (makefile_failed(mk))
		return;
	bool entered = expansion_enter(mk->expansion);
	expand_part(&ex, &expr->root, out);
	expansion_leave(mk->expansion, entered);
}
