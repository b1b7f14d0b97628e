/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/makefile.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "parser/assignment.h"
#include "parser/base/arena.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/expansion.h"
#include "parser/function.h"
#include "parser/host.h"
#include "parser/variable.h"

struct makefile *
makefile_new(const struct makefile_options *options, const struct host *host)
{
	struct makefile *mk = xcalloc(1, sizeof *mk);
	mk->names = names_new();
	mk->arena = arena_new();
	mk->scratch = arena_new();
	mk->host = host;
	mk->options = *options;
	mk->expansion = expansion_new(mk);
	mk->globals = mk->scope = scope_new(mk, NULL);
	mk->globals->is_global = true;
	mk->reading = true;
	mk->recipe_prefix = '\t';
	return mk;
}

void
makefile_free(struct makefile *mk)
{
	if (!mk)
		return;
	evaluation_free(mk->evaluation);
	rules_release(&mk->rules);
	functions_free(mk->functions);
	expansion_free(mk->expansion);
	vec_release(&mk->sources);
	free(mk->error);
	arena_free(mk->scratch);
	arena_free(mk->arena);
	names_free(mk->names);
	free(mk);
}

bool
makefile_failed(const struct makefile *mk)
{
	return mk->error;
}

const char *
makefile_error(const struct makefile *mk)
{
	return mk->error;
}

void
makefile_fail(struct makefile *mk, const struct loc *where, const char *format, ...)
{
	if (mk->error)
		return;
	struct buf text = BUF_INIT;
	va_list ap;
	if (where && where->file) {
		buf_addf(&text, "%s:%lu: ", where->file->text, where->line + where->offset);
		mk->error_loc = *where;
	}
	buf_adds(&text, "*** ");
	va_start(ap, format);
	buf_vaddf(&text, format, ap);
	va_end(ap);
	mk->error = buf_steal(&text, NULL);
}

void
makefile_warn(struct makefile *mk, const struct loc *where, const char *format, ...)
{
	if (mk->error)
		return;
	struct buf text = BUF_INIT;
	va_list ap;
	va_start(ap, format);
	buf_vaddf(&text, format, ap);
	va_end(ap);
	mk->host->message(mk->host->self, HOST_WARNING, where, text.data);
	buf_release(&text);
}

struct variable *
makefile_define(struct makefile *mk, const char *operand, enum origin origin)
{
	struct assignment_text a;
	struct variable *v = NULL;
	if (!assignment_parse(operand, strlen(operand), &a))
		return NULL;
	struct buf name = BUF_INIT;
	expand_text_n(mk, mk->globals, a.name, a.name_len, NULL, &name);
	if (name.len == 0)
		makefile_fail(mk, NULL, "empty variable name");
	else
		v = variable_assign(mk, mk->globals, name_intern(mk->names, name.data, name.len),
		                    a.value, origin, a.assignment, false, NULL);
	buf_release(&name);
	return v;
}

bool
makefile_define_command_line(struct makefile *mk, const char *operand)
{
	struct assignment_text a;
	if (!assignment_parse(operand, strlen(operand), &a))
		return false;
	makefile_define(mk, operand, ORIGIN_COMMAND_LINE);
	return true;
}
