/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/expr.h"

#include <stdarg.h>
#include <stdio.h>

#include "parser/base/arena.h"
#include "parser/base/bug.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/expansion.h"
#include "parser/function.h"
#include "parser/makefile.h"

struct parse {
	struct expander *ex;
	struct arena *arena;
};

static void
push(struct parse *p, struct node node)
{
	vec_push(&p->ex->mk->expansion->nodes, node);
}

static void
push_text(struct parse *p, const char *text, const char *end)
{
	if (end > text)
		push(p, (struct node){ NODE_TEXT, (uint32_t)(end - text), { .text = text } });
}

static void
push_broken(struct parse *p, const char *format, ...)
{
	va_list ap;
	struct buf message = BUF_INIT;
	va_start(ap, format);
	buf_vaddf(&message, format, ap);
	va_end(ap);
	const char *text = arena_dup(p->arena, message.data, message.len);
	push(p, (struct node){ NODE_BROKEN, (uint32_t)message.len, { .text = text } });
	buf_release(&message);
}

/* what was pushed since `begin` becomes a part */
static struct part
take_nodes(struct parse *p, size_t begin)
{
	struct expansion *e = p->ex->mk->expansion;
	struct part part = { NULL, (uint32_t)(e->nodes.count - begin) };
	if (part.count) {
		part.nodes = arena_alloc(p->arena, part.count * sizeof *part.nodes);
		memcpy(part.nodes, e->nodes.at + begin, part.count * sizeof *part.nodes);
	}
	e->nodes.count = begin;
	return part;
}

void
substitution_parse(struct arena *arena, const char *from, size_t from_len, const char *to,
                   size_t to_len, struct pattern *from_out, struct pattern *to_out)
{
	*from_out = pattern_parse(arena, from, from_len);
	if (from_out->has_percent) {
		*to_out = pattern_parse(arena, to, to_len);
		return;
	}
	/* A:a=b means A:%a=%b */
	*from_out = (struct pattern){ "", from_out->prefix, 0, from_out->prefix_len, true };
	*to_out = (struct pattern){ "", to, 0, to_len, true };
}

static void
parse_variable(struct parse *p, const char *text, const char *end)
{
	struct names *names = p->ex->mk->names;
	const char *colon = memchr(text, ':', (size_t)(end - text));
	const char *equals = colon ? memchr(colon, '=', (size_t)(end - colon)) : NULL;
	if (!equals) {
		const struct name *name = name_intern(names, text, (size_t)(end - text));
		push(p, (struct node){ NODE_VARIABLE, 0, { .variable = name } });
		return;
	}
	struct substitution *s = arena_alloc(p->arena, sizeof *s);
	s->variable = name_intern(names, text, (size_t)(colon - text));
	substitution_parse(p->arena, colon + 1, (size_t)(equals - colon - 1), equals + 1,
	                   (size_t)(end - equals - 1), &s->from, &s->to);
	push(p, (struct node){ NODE_SUBSTITUTION, 0, { .substitution = s } });
}

static void
parse_computed(struct parse *p, const char *text, const char *end)
{
	struct part *name = arena_alloc(p->arena, sizeof *name);
	*name = part_parse(p->ex, p->arena, text, (size_t)(end - text));
	push(p, (struct node){ NODE_COMPUTED, 0, { .computed = name } });
}

/* the closing partner of a parenthesis that stands before the text; NULL where there is none */
static const char *
find_close(const char *text, const char *end, char open, char close)
{
	size_t depth = 0;
	for (; text < end; text++) {
		if (*text == open)
			depth++;
		else if (*text == close && depth-- == 0)
			return text;
	}
	return NULL;
}

/* $(NAME...) that is no call; returns where to go on */
static const char *
parse_reference(struct parse *p, const char *text, const char *end, char open, char close)
{
	const char *first_close = memchr(text, close, (size_t)(end - text));
	if (!first_close) {
		push_broken(p, "unterminated variable reference");
		return end;
	}
	if (!memchr(text, '$', (size_t)(first_close - text))) {
		parse_variable(p, text, first_close);
		return first_close + 1;
	}
	const char *matching = find_close(text, end, open, close);
	if (matching) {
		parse_computed(p, text, matching);
		return matching + 1;
	}
	/* GNU make takes "$($(a) rest" for a variable called "$(a" and loses the rest */
	parse_variable(p, text, first_close);
	return end;
}

/* the end of a call, with its commas pushed, in one pass; NULL where it does not end */
static const char *
split_arguments(struct expansion *e, const char *text, const char *end, char open, size_t max)
{
	char close = open == '(' ? ')' : '}';
	size_t depth = 0;
	size_t count = 1;
	for (; text < end; text++) {
		if (*text == open)
			depth++;
		else if (*text == close && depth-- == 0)
			return text;
		else if (*text == ',' && depth == 0 && count != max) {
			vec_push(&e->commas, text);
			count++;
		}
	}
	return NULL;
}

static struct part
parse_argument(struct parse *p, const struct function *function, size_t i, const char *text,
               const char *end)
{
	size_t len = (size_t)(end - text);
	if (function->flags & FUNCTION_VERBATIM) {
		size_t begin = p->ex->mk->expansion->nodes.count;
		push_text(p, text, end);
		return take_nodes(p, begin);
	}
	if ((function->flags & FUNCTION_STRIP_ALL) ||
	    (i == 0 && (function->flags & FUNCTION_STRIP_FIRST)))
		len = text_strip(&text, len);
	return part_parse(p->ex, p->arena, text, len);
}

static const char *
parse_call(struct parse *p, const struct function *function, const char *text, const char *end,
           char open)
{
	struct expansion *e = p->ex->mk->expansion;
	size_t begin = e->commas.count;
	text = skip_spaces(text + strlen(function->name), end);
	const char *close = split_arguments(e, text, end, open, function->max_args);
	if (!close) {
		push_broken(p, "unterminated call to function '%s': missing '%c'", function->name,
		            open == '(' ? ')' : '}');
		e->commas.count = begin;
		return end;
	}
	size_t count = e->commas.count - begin + 1;
	vec_push(&e->commas, close);
	struct call_node *call =
		arena_alloc(p->arena, sizeof *call + count * sizeof *call->args);
	call->function = function;
	call->count = (uint32_t)count;
	for (size_t i = 0; i < count; i++) {
		const char *arg_end = e->commas.at[begin + i];
		call->args[i] = parse_argument(p, function, i, text, arg_end);
		text = arg_end + 1;
	}
	e->commas.count = begin;
	push(p, (struct node){ NODE_CALL, 0, { .call = call } });
	return close + 1;
}

/* behind a $; returns where to go on */
static const char *
parse_dollar(struct parse *p, const char *text, const char *end)
{
	if (*text != '(' && *text != '{') {
		const struct name *name = name_intern(p->ex->mk->names, text, 1);
		push(p, (struct node){ NODE_VARIABLE, 0, { .variable = name } });
		return text + 1;
	}
	char open = *text++;
	const struct function *function = function_at(p->ex->mk, text, (size_t)(end - text));
	if (function)
		return parse_call(p, function, text, end, open);
	return parse_reference(p, text, end, open, open == '(' ? ')' : '}');
}

static void
parse_run(struct parse *p, const char *text, const char *end)
{
	while (text < end) {
		const char *dollar = memchr(text, '$', (size_t)(end - text));
		if (!dollar) {
			push_text(p, text, end);
			return;
		}
		if (dollar + 1 == end || dollar[1] == '$') {
			push_text(p, text, dollar + 1);
			text = dollar + 2;
			continue;
		}
		push_text(p, text, dollar);
		text = parse_dollar(p, dollar + 1, end);
	}
}

struct part
part_parse(struct expander *ex, struct arena *arena, const char *text, size_t len)
{
	struct parse p = { ex, arena };
	size_t begin = ex->mk->expansion->nodes.count;
	if (len > UINT32_MAX)
		BUG("text of 4 GiB");
	if (expander_may_nest(ex))
		parse_run(&p, text, text + len);
	return take_nodes(&p, begin);
}

/* about what the tree of the text needs: a wrong guess only costs another block */
static size_t
guess_size(const char *text, size_t len)
{
	size_t dollars = 0;
	const char *end = text + len;
	while ((text = memchr(text, '$', (size_t)(end - text)))) {
		dollars++;
		text++;
	}
	return sizeof(struct expr) + len + 16 + dollars * 5 * sizeof(struct node);
}

struct expr *
expr_new(struct expander *ex, const char *text, size_t len)
{
	struct arena *arena = arena_new_sized(guess_size(text, len));
	struct expr *expr = arena_alloc(arena, sizeof *expr);
	expr->own = arena;
	expr->generation = functions_generation(ex->mk);
	expr->root = part_parse(ex, arena, arena_dup(arena, text, len), len);
	return expr;
}

void
expr_drop(struct expr *expr)
{
	if (expr->busy)
		expr->is_dropped = true;
	else
		arena_free(expr->own);
}

struct expr *
expr_parse(struct makefile *mk, struct arena *arena, const char *text, size_t len,
           const struct loc *where)
{
	struct expander ex = { .mk = mk, .scope = mk->scope, .where = where };
	struct expr *expr = arena_alloc(arena, sizeof *expr);
	expr->generation = functions_generation(mk);
	expr->root = part_parse(&ex, arena, arena_dup(arena, text, len), len);
	return expr;
}
