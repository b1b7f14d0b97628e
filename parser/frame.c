/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.c - scopes that live while an expansion does, used again and again. */
#include "parser/expansion.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/variable.h"

struct local {
	struct variable variable;
	size_t room; /* of its value */
};

struct frame {
	struct scope scope;
	size_t used;
	struct {
		VEC(struct local *)
	} locals;            /* owned; `used` of them are in the scope */
	struct scope *outer; /* the expander's scope before */
	struct scope *outer_frames;
	struct frame *next;  /* free ones */
};

enum { LARGEST_KEPT_MAP = 64 };

struct frame *
frame_push(struct expander *ex)
{
	struct expansion *e = ex->mk->expansion;
	struct frame *f = e->free_frames;
	if (f)
		e->free_frames = f->next;
	else
		f = xcalloc(1, sizeof *f);
	f->scope.is_frame = true;
	f->scope.parent = f->outer = ex->scope;
	f->outer_frames = e->frames;
	if (ex->scope == ex->mk->globals || ex->scope == e->frames)
		e->frames = &f->scope;
	ex->scope = &f->scope;
	return f;
}

void
frame_pop(struct expander *ex, struct frame *f)
{
	struct expansion *e = ex->mk->expansion;
	e->frames = f->outer_frames;
	ex->scope = f->outer;
	f->used = 0;
	f->scope.first = f->scope.last = NULL;
	if (f->scope.variables.size > LARGEST_KEPT_MAP) {
		map_release(&f->scope.variables);
	} else if (f->scope.variables.size) {
		struct map *m = &f->scope.variables;
		memset(m->slots, 0, m->size * sizeof *m->slots);
		m->used = m->count = 0;
	}
	f->next = e->free_frames;
	e->free_frames = f;
}

static struct local *
local_take(struct frame *f)
{
	if (f->used == f->locals.count) {
		struct local *fresh = xcalloc(1, sizeof *fresh);
		vec_push(&f->locals, fresh);
	}
	return f->locals.at[f->used++];
}

struct variable *
frame_define(struct frame *f, const struct name *name)
{
	struct variable *known = map_get(&f->scope.variables, name);
	if (known)
		return known;
	struct local *local = local_take(f);
	char *value = local->variable.value;
	local->variable = (struct variable){ .name = name, .value = value };
	local->variable.origin = ORIGIN_AUTOMATIC;
	local->variable.previous = f->scope.last;
	if (f->scope.last)
		f->scope.last->next = &local->variable;
	else
		f->scope.first = &local->variable;
	f->scope.last = &local->variable;
	map_put(&f->scope.variables, name, &local->variable);
	name_note_local(name);
	frame_set(&local->variable, "", 0);
	return &local->variable;
}

void
frame_set(struct variable *v, const char *value, size_t len)
{
	struct local *local = (struct local *)v;
	if (local->room <= len) {
		local->room = len + len / 2 + 16;
		v->value = xrealloc(v->value, local->room);
	}
	if (len)
		memcpy(v->value, value, len);
	v->value[len] = '\0';
	v->value_len = len;
}

void
frames_free(struct frame *f)
{
	while (f) {
		struct frame *next = f->next;
		for (size_t i = 0; i < f->locals.count; i++) {
			free(f->locals.at[i]->variable.value);
			free(f->locals.at[i]);
		}
		vec_release(&f->locals);
		map_release(&f->scope.variables);
		free(f);
		f = next;
	}
}
