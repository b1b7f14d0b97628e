/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/environment.h"

#include "parser/base/buf.h"
#include "parser/variable.h"

static void
add(void *arg, const char *name, const char *value)
{
	struct environment *environment = arg;
	struct buf entry = BUF_INIT;
	buf_addf(&entry, "%s=%s", name, value);
	vec_push(environment, buf_steal(&entry, NULL));
}

struct environment
environment_of(struct makefile *mk, struct scope *scope)
{
	struct environment environment = { 0 };
	variable_environment(mk, scope, add, &environment);
	vec_push(&environment, NULL);
	return environment;
}

void
environment_release(struct environment *environment)
{
	for (size_t i = 0; i < environment->count; i++)
		free(environment->at[i]);
	vec_release(environment);
}
