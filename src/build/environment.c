/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/environment.h"

#include <stdlib.h>
#include <string.h>

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
environment_add_flags(struct environment *environment, const char *flags)
{
	static const char name[] = "MAKEFLAGS=";
	for (size_t i = 0; environment->at[i]; i++) {
		char *old = environment->at[i];
		if (strncmp(old, name, sizeof name - 1) != 0)
			continue;
		const char *variables = strstr(old, " -- ");
		size_t len = variables ? (size_t)(variables - old) : strlen(old);
		struct buf entry = BUF_INIT;
		buf_add(&entry, old, len);
		buf_addf(&entry, "%s%s", flags, old + len);
		free(old);
		environment->at[i] = buf_steal(&entry, NULL);
	}
}

void
environment_release(struct environment *environment)
{
	for (size_t i = 0; i < environment->count; i++)
		free(environment->at[i]);
	vec_release(environment);
}
