/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/function.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/expansion.h"
#include "parser/expr.h"
#include "parser/glob.h"
#include "parser/makefile.h"

struct functions {
	struct map by_name;
	unsigned generation;
};

enum { LARGEST_NAME = 255, LARGEST_COUNT = 255 };

void
functions_free(struct functions *functions)
{
	if (functions)
		map_release(&functions->by_name);
	free(functions);
}

unsigned
functions_generation(const struct makefile *mk)
{
	return mk->functions ? mk->functions->generation : 0;
}

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '.';
}

const struct function *
function_at(const struct makefile *mk, const char *text, size_t len)
{
	size_t n = 0;
	while (n < len && is_name_char(text[n]))
		n++;
	if (n == 0 || (n < len && !is_space(text[n])))
		return NULL;
	if (mk->functions) {
		const struct name *name = name_find(mk->names, text, n);
		const struct function *added =
			name ? map_get(&mk->functions->by_name, name) : NULL;
		if (added)
			return added;
	}
	return function_find(text, n);
}

static bool
is_legal(struct makefile *mk, const char *name, unsigned min, unsigned max,
         const struct loc *where)
{
	size_t len = 0;
	while (is_name_char(name[len]))
		len++;
	if (len == 0)
		makefile_fail(mk, where, "Empty function name");
	else if (*name == '.' || name[len])
		makefile_fail(mk, where, "Invalid function name: %s", name);
	else if (len > LARGEST_NAME)
		makefile_fail(mk, where, "Function name too long: %s", name);
	else if (min > LARGEST_COUNT)
		makefile_fail(mk, where, "Invalid minimum argument count (%u) for function %s",
		              min, name);
	else if (max > LARGEST_COUNT || (max && max < min))
		makefile_fail(mk, where, "Invalid maximum argument count (%u) for function %s",
		              max, name);
	else
		return true;
	return false;
}

void
function_add(struct makefile *mk, const char *text, unsigned min_args, unsigned max_args,
             bool expand, function_callback *callback, const struct loc *where)
{
	if (!is_legal(mk, text, min_args, max_args, where))
		return;
	if (!mk->functions)
		mk->functions = xcalloc(1, sizeof *mk->functions);
	const struct name *name = name_of(mk->names, text);
	struct function *f = arena_alloc(mk->arena, sizeof *f);
	f->name = name->text;
	f->min_args = (unsigned char)min_args;
	f->max_args = (unsigned char)max_args;
	f->flags = expand ? FUNCTION_EFFECT : FUNCTION_EFFECT | FUNCTION_VERBATIM;
	f->callback = callback;
	map_put(&mk->functions->by_name, name, f);
	mk->functions->generation++;
}

/* the call as it would be written with these arguments */
static void
add_as_text(const struct call *call, struct buf *out)
{
	buf_adds(out, "$(");
	buf_adds(out, call->function->name);
	for (unsigned i = 0; i < call->count; i++) {
		buf_addc(out, i ? ',' : ' ');
		buf_add(out, call->args[i].at, call->args[i].len);
	}
	buf_addc(out, ')');
}

/* what is expanded or read by the loaded object means the scope that the call stands in */
static void
run_callback(struct expander *ex, const struct call *call, struct buf *out)
{
	struct makefile *mk = ex->mk;
	struct arena_mark mark = arena_mark(mk->scratch);
	char **argv = arena_alloc(mk->scratch, (call->count + 1) * sizeof *argv);
	for (unsigned i = 0; i < call->count; i++)
		argv[i] = arena_dup(mk->scratch, call->args[i].at, call->args[i].len);
	struct scope *outer = mk->scope;
	mk->scope = ex->scope;
	char *result = call->function->callback(call->function->name, call->count, argv);
	mk->scope = outer;
	directory_forget(mk);
	if (result)
		buf_adds(out, result);
	free(result);
	arena_reset(mk->scratch, mark);
}

static void
run(struct expander *ex, const struct call *call, struct buf *out)
{
	const struct function *f = call->function;
	if (expander_stopped(ex))
		return;
	if (call->count < f->min_args)
		expander_fail(ex, "insufficient number of arguments (%u) to function '%s'",
		              call->count, f->name);
	else if (call->count == 0 && !f->callback)
		return;
	else if (ex->inert && (f->flags & FUNCTION_EFFECT))
		add_as_text(call, out);
	else if (f->callback)
		run_callback(ex, call, out);
	else
		f->run(ex, call, out);
}

/* expands the arguments behind one another into `text`, but for those that are plain text */
static void
expand_arguments(struct expander *ex, const struct part *parts, size_t count, struct text *args,
                 struct buf *text)
{
	for (size_t i = 0; i < count; i++) {
		const struct part *part = &parts[i];
		size_t begin = text->len;
		if (part->count == 0) {
			args[i] = (struct text){ "", 0 };
		} else if (part->count == 1 && part->nodes->kind == NODE_TEXT) {
			args[i] = (struct text){ part->nodes->text, part->nodes->len };
		} else {
			expand_part(ex, part, text);
			args[i] = (struct text){ NULL, text->len - begin };
		}
	}
	const char *p = text->data;
	for (size_t i = 0; i < count; i++) {
		if (args[i].at)
			continue;
		args[i].at = p;
		p += args[i].len;
	}
}

void
function_call_node(struct expander *ex, const struct function *f, const struct part *parts,
                   size_t count, struct buf *out)
{
	struct call call = { .function = f, .count = (unsigned)count };
	if (expander_stopped(ex))
		return;
	if (f->flags & FUNCTION_LAZY) {
		call.parts = parts;
		run(ex, &call, out);
		return;
	}
	struct arena_mark mark = arena_mark(ex->mk->scratch);
	struct text *args = arena_alloc(ex->mk->scratch, count * sizeof *args);
	struct pooled_buf *text = buf_take(ex->mk->expansion);
	expand_arguments(ex, parts, count, args, &text->buf);
	call.args = args;
	run(ex, &call, out);
	buf_give(ex->mk->expansion, text);
	arena_reset(ex->mk->scratch, mark);
}

void
function_call_texts(struct expander *ex, const struct function *f, const struct text *args,
                    size_t count, struct buf *out)
{
	struct call call = { .function = f, .count = (unsigned)count, .args = args };
	struct arena *scratch = ex->mk->scratch;
	struct arena_mark mark = arena_mark(scratch);
	if (f->flags & FUNCTION_LAZY) {
		struct part *parts = arena_alloc(scratch, (count + 1) * sizeof *parts);
		for (size_t i = 0; i < count; i++) {
			const char *text = args[i].at;
			size_t len = args[i].len;
			if ((f->flags & FUNCTION_STRIP_ALL) ||
			    (i == 0 && (f->flags & FUNCTION_STRIP_FIRST)))
				len = text_strip(&text, len);
			parts[i] = part_parse(ex, scratch, text, len);
		}
		call.parts = parts;
	}
	run(ex, &call, out);
	arena_reset(scratch, mark);
}
