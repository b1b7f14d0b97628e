/* SPDX-License-Identifier: GPL-3.0-or-later */
/* func_control.c - the functions that decide what is expanded, look at variables, or speak. */
#include "parser/func.h"

#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expansion.h"
#include "parser/expr.h"
#include "parser/function.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "parser/words.h"

enum { SELF_REFERENCES = 32767 }; /* that $(call) lets pass */

/* expands to `out` and tells whether that was any text */
static bool
expand_condition(struct expander *ex, const struct part *part, struct buf *out)
{
	size_t before = out->len;
	expand_part(ex, part, out);
	return out->len > before;
}

/* $(if CONDITION,THEN[,ELSE]) */
void
function_if(struct expander *ex, const struct call *call, struct buf *out)
{
	size_t before = out->len;
	bool is_true = expand_condition(ex, &call->parts[0], out);
	buf_truncate(out, before);
	if (is_true)
		expand_part(ex, &call->parts[1], out);
	else if (call->count > 2)
		expand_part(ex, &call->parts[2], out);
}

/* $(or CONDITION...): the first that is not empty */
void
function_or(struct expander *ex, const struct call *call, struct buf *out)
{
	for (unsigned i = 0; i < call->count; i++)
		if (expand_condition(ex, &call->parts[i], out))
			return;
}

/* $(and CONDITION...): the last, if none is empty */
void
function_and(struct expander *ex, const struct call *call, struct buf *out)
{
	size_t before = out->len;
	for (unsigned i = 0; i < call->count; i++) {
		buf_truncate(out, before);
		if (!expand_condition(ex, &call->parts[i], out))
			return;
	}
}

struct integer {
	int sign;           /* -1, 0, 1 */
	struct text digits; /* without leading zeros */
};

/* of any length */
static bool
parse_integer(struct expander *ex, struct text text, const char *what, struct integer *out)
{
	const char *end = text.at + text.len;
	const char *p = skip_spaces(text.at, end);
	if (p == end) {
		expander_fail(ex, "%s: empty value", what);
		return false;
	}
	bool negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	const char *begin = p;
	while (p < end && *p == '0')
		p++;
	out->digits.at = p;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	out->digits.len = (size_t)(p - out->digits.at);
	out->sign = out->digits.len == 0 ? 0 : negative ? -1 : 1;
	if (p == begin || skip_spaces(p, end) < end) {
		expander_fail(ex, "%s: '%.*s'", what, (int)text.len, text.at);
		return false;
	}
	return true;
}

static int
compare_integers(const struct integer *a, const struct integer *b)
{
	if (a->sign != b->sign)
		return a->sign - b->sign;
	if (a->digits.len != b->digits.len)
		return a->digits.len < b->digits.len ? -1 : 1;
	return a->digits.len ? memcmp(a->digits.at, b->digits.at, a->digits.len) : 0;
}

static void
add_integer(const struct integer *n, struct buf *out)
{
	if (n->sign < 0)
		buf_addc(out, '-');
	if (n->sign == 0)
		buf_addc(out, '0');
	buf_add(out, n->digits.at, n->digits.len);
}

/* $(intcmp LEFT,RIGHT[,LESS[,EQUAL[,GREATER]]]) */
void
function_intcmp(struct expander *ex, const struct call *call, struct buf *out)
{
	struct expansion *e = ex->mk->expansion;
	struct pooled_buf *left = buf_take(e), *right = buf_take(e);
	expand_part(ex, &call->parts[0], &left->buf);
	expand_part(ex, &call->parts[1], &right->buf);
	struct integer l, r;
	int order = 0;
	bool is_valid = !expander_stopped(ex) &&
	                parse_integer(ex, (struct text){ left->buf.data, left->buf.len },
	                              "non-numeric first argument to 'intcmp' function", &l) &&
	                parse_integer(ex, (struct text){ right->buf.data, right->buf.len },
	                              "non-numeric second argument to 'intcmp' function", &r);
	if (is_valid) {
		order = compare_integers(&l, &r);
		if (call->count == 2 && order == 0)
			add_integer(&l, out);
	}
	buf_give(e, right);
	buf_give(e, left);
	if (!is_valid)
		return;
	unsigned chosen = order < 0 ? 2 : order == 0 || call->count < 5 ? 3 : 4;
	if (chosen < call->count)
		expand_part(ex, &call->parts[chosen], out);
}

/* $(foreach NAME,LIST,BODY) */
void
function_foreach(struct expander *ex, const struct call *call, struct buf *out)
{
	struct makefile *mk = ex->mk;
	struct pooled_buf *name_text = buf_take(mk->expansion), *list = buf_take(mk->expansion);
	expand_part(ex, &call->parts[0], &name_text->buf);
	expand_part(ex, &call->parts[1], &list->buf);

	struct words name = words_in(name_text->buf.data, name_text->buf.len);
	words_next(&name);
	struct expander inner = *ex;
	struct frame *frame = frame_push(&inner);
	struct variable *v =
		frame_define(frame, name_intern(mk->names, name.word, name.len));
	bool first = true;
	for (struct words w = words_in(list->buf.data, list->buf.len);
	     !expander_stopped(ex) && words_next(&w);) {
		frame_set(v, w.word, w.len);
		words_add(out, &first, "", 0);
		expand_part(&inner, &call->parts[2], out);
	}
	frame_pop(&inner, frame);
	buf_give(mk->expansion, list);
	buf_give(mk->expansion, name_text);
}

/* the words of `list` to the variables named, all that is left to the last one */
static void
define_names(struct makefile *mk, struct frame *frame, struct words names, struct words list)
{
	while (words_next(&names)) {
		struct variable *v =
			frame_define(frame, name_intern(mk->names, names.word, names.len));
		if (skip_spaces(names.next, names.end) == names.end) {
			const char *rest = skip_spaces(list.next, list.end);
			frame_set(v, rest, (size_t)(list.end - rest));
		} else {
			words_next(&list);
			frame_set(v, list.word, list.len);
		}
	}
}

/* $(let NAMES,LIST,BODY) */
void
function_let(struct expander *ex, const struct call *call, struct buf *out)
{
	struct expansion *e = ex->mk->expansion;
	struct pooled_buf *names = buf_take(e), *list = buf_take(e);
	expand_part(ex, &call->parts[0], &names->buf);
	expand_part(ex, &call->parts[1], &list->buf);

	struct expander inner = *ex;
	struct frame *frame = frame_push(&inner);
	define_names(ex->mk, frame, words_in(names->buf.data, names->buf.len),
	             words_in(list->buf.data, list->buf.len));
	buf_give(e, list);
	buf_give(e, names);
	expand_part(&inner, &call->parts[2], out);
	frame_pop(&inner, frame);
}

/* $0, $1..., and those behind them that an outer $(call) has defined */
static void
define_arguments(struct makefile *mk, struct frame *frame, const struct call *call,
                 struct text name)
{
	struct expansion *e = mk->expansion;
	frame_set(frame_define(frame, number_name(mk, 0)), name.at, name.len);
	unsigned i = 1;
	for (; i < call->count; i++)
		frame_set(frame_define(frame, number_name(mk, i)), call->args[i].at,
		          call->args[i].len);
	for (; i < e->call_args; i++)
		frame_define(frame, number_name(mk, i));
	e->call_args = i;
}

/* $(NAME) as if it were written: a name with : or $ in it means more than a variable */
static void
expand_body(struct expander *ex, const struct name *name, struct buf *out)
{
	if (!strpbrk(name->text, ":=$(){}")) {
		struct variable *v = variable_find(ex->mk, ex->scope, name);
		if (v && (v->value_len || v->is_append))
			expand_variable(ex, v, out);
		return;
	}
	struct pooled_buf *text = buf_take(ex->mk->expansion);
	buf_addf(&text->buf, "$(%s)", name->text);
	expand_in(ex, text->buf.data, text->buf.len, out);
	buf_give(ex->mk->expansion, text);
}

static void
call_variable(struct expander *ex, const struct call *call, struct text name, struct variable *v,
              struct buf *out)
{
	struct expansion *e = ex->mk->expansion;
	size_t outer_args = e->call_args;
	struct expander inner = *ex;
	struct frame *frame = frame_push(&inner);
	define_arguments(ex->mk, frame, call, name);
	v->calls_left = SELF_REFERENCES;
	expand_body(&inner, v->name, out);
	v->calls_left = 0;
	e->call_args = outer_args;
	frame_pop(&inner, frame);
}

/* $(call NAME,ARGUMENTS...) */
void
function_call(struct expander *ex, const struct call *call, struct buf *out)
{
	struct words name = words_in(call->args[0].at, call->args[0].len);
	if (!words_next(&name))
		return;
	const struct function *f = function_at(ex->mk, name.word, name.len);
	if (f) {
		function_call_texts(ex, f, call->args + 1, call->count - 1, out);
		return;
	}
	struct variable *v = expand_lookup(ex, name_find(ex->mk->names, name.word, name.len),
	                                   name.word, name.len);
	if (!v || !v->value_len)
		return;
	struct text zero = { call->args[0].at, (size_t)(name.next - call->args[0].at) };
	call_variable(ex, call, zero, v, out);
}

static struct variable *
variable_of(struct expander *ex, const struct call *call)
{
	const struct name *name =
		name_find(ex->mk->names, call->args[0].at, call->args[0].len);
	return name ? variable_find(ex->mk, ex->scope, name) : NULL;
}

/* $(value NAME) */
void
function_value(struct expander *ex, const struct call *call, struct buf *out)
{
	const struct variable *v = variable_of(ex, call);
	if (v)
		buf_add(out, v->value, v->value_len);
}

/* $(origin NAME) */
void
function_origin(struct expander *ex, const struct call *call, struct buf *out)
{
	const struct variable *v = variable_of(ex, call);
	buf_adds(out, v ? origin_word(v->origin) : "undefined");
}

/* $(flavor NAME) */
void
function_flavor(struct expander *ex, const struct call *call, struct buf *out)
{
	const struct variable *v = variable_of(ex, call);
	buf_adds(out, !v ? "undefined" : v->is_recursive ? "recursive" : "simple");
}

/* $(eval TEXT) */
void
function_eval(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)out;
	struct scope *outer = ex->mk->scope;
	ex->mk->scope = ex->scope;
	makefile_eval(ex->mk, call->args[0].at, call->args[0].len, ex->where);
	ex->mk->scope = outer;
}

/* $(error TEXT) */
void
function_error(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)out;
	makefile_fail(ex->mk, ex->where, "%.*s", (int)call->args[0].len, call->args[0].at);
}

/* $(warning TEXT) */
void
function_warning(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)out;
	makefile_warn(ex->mk, ex->where, "%.*s", (int)call->args[0].len, call->args[0].at);
}

/* $(info TEXT) */
void
function_info(struct expander *ex, const struct call *call, struct buf *out)
{
	(void)out;
	const struct host *host = ex->mk->host;
	struct pooled_buf *text = buf_take(ex->mk->expansion);
	buf_add(&text->buf, call->args[0].at, call->args[0].len);
	host->message(host->self, HOST_INFO, NULL, text->buf.data);
	buf_give(ex->mk->expansion, text);
}
