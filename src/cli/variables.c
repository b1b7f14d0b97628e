/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/variables.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/invocation.h"
#include "cli/makeflags.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/variable.h"

/* what no makefile can name: the command line's variables, and its --eval */
static const char command_variables[] = "-*-command-variables-*-";
static const char eval_flags[] = "-*-eval-flags-*-";

static struct variable *
define(struct invocation *inv, const char *name, const char *value, enum origin origin,
       bool is_recursive)
{
	struct makefile *mk = inv->makefile;
	return variable_set(mk, mk->globals, name_of(mk->names, name), value, strlen(value),
	                    origin, is_recursive, NULL);
}

static struct variable *
find(struct invocation *inv, const char *name)
{
	struct makefile *mk = inv->makefile;
	return variable_find(mk, mk->globals, name_of(mk->names, name));
}

/* ---- MAKEFLAGS ---- */

/* what stands behind the options: references, so that makefiles can change what they are to */
static void
add_references(struct invocation *inv, struct buf *flags)
{
	const char *name = inv->makefile->rules.posix ? command_variables : "MAKEOVERRIDES";
	const struct variable *overrides = find(inv, name);
	if (inv->options->evals.count)
		buf_addf(flags, " $(%s)", eval_flags);
	if (overrides && *overrides->value)
		buf_addf(flags, " -- $(%s)", name);
}

void
variables_define_makeflags(struct invocation *inv)
{
	struct buf flags = BUF_INIT, mflags = BUF_INIT;
	enum origin origin = inv->options->environment_overrides ? ORIGIN_ENVIRONMENT_OVERRIDE
	                                                         : ORIGIN_FILE;
	makeflags_of(inv->options, inv->is_remaking, &flags);
	if (flags.len && flags.data[0] != ' ')
		buf_addf(&mflags, "-%s", flags.data);
	else if (flags.len)
		buf_adds(&mflags, flags.data + 1);
	define(inv, "MFLAGS", mflags.data, ORIGIN_ENVIRONMENT, true);
	add_references(inv, &flags);
	define(inv, "MAKEFLAGS", flags.data, origin, true);
	buf_release(&flags);
	buf_release(&mflags);
}

static void
use_options(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct makefile_options *to = &inv->makefile->options;
	to->no_builtin_rules = o->no_builtin_rules;
	to->no_builtin_variables = o->no_builtin_variables;
	to->environment_overrides = o->environment_overrides;
	to->warn_undefined_variables = o->warn_undefined;
	if (o->fatal)
		makefile_fail(inv->makefile, NULL, "%s", o->fatal);
}

/* options and variable definitions of the text of a variable */
static void
parse_flags(struct invocation *inv, const char *name, enum origin origin)
{
	struct makefile *mk = inv->makefile;
	struct texts *variables = &inv->options->variables;
	size_t known = variables->count;
	makeflags_parse(inv->options, variable_value(mk, mk->globals, name), origin);
	for (size_t i = known; i < variables->count; i++)
		makefile_define(mk, variables->at[i], origin);
	variables->count = known;
	use_options(inv);
}

void
variables_makeflags_changed(void *arg, struct makefile *mk, struct variable *v)
{
	struct invocation *inv = arg;
	(void)mk;
	parse_flags(inv, "MAKEFLAGS", v->origin);
	reading_set_include_dirs(inv);
	variables_define_makeflags(inv);
}

void
variables_settle(struct invocation *inv)
{
	struct options *o = inv->options;
	o->jobs = JOBS_UNSET;
	parse_flags(inv, "GNUMAKEFLAGS", ORIGIN_ENVIRONMENT);
	define(inv, "GNUMAKEFLAGS", "", ORIGIN_OVERRIDE, false);
	parse_flags(inv, "MAKEFLAGS", ORIGIN_ENVIRONMENT);
	if (o->jobs == JOBS_UNSET || o->command_jobs != JOBS_UNSET)
		o->jobs = inv->jobs_at_start;
	o->no_builtin_rules |= o->no_builtin_variables;
	use_options(inv);
	variables_define_makeflags(inv);
}

/* ---- the rest ---- */

/* the latest comes first; one that is defined twice has its last value at its first place */
static void
define_overrides(struct invocation *inv)
{
	const struct texts *given = &inv->options->variables;
	struct buf text = BUF_INIT;
	struct {
		VEC(const struct variable *)
	} seen = { 0 };
	for (size_t i = 0; i < given->count; i++) {
		const struct variable *v =
		        makefile_define(inv->makefile, given->at[i], ORIGIN_COMMAND_LINE);
		bool is_seen = !v;
		for (size_t j = 0; j < seen.count; j++)
			is_seen |= seen.at[j] == v;
		if (!is_seen)
			vec_push(&seen, v);
	}
	for (size_t i = seen.count; i-- > 0;) {
		const struct variable *v = seen.at[i];
		makeflags_quote(&text, v->name->text);
		buf_adds(&text, v->is_recursive ? "=" : ":=");
		makeflags_quote(&text, v->value);
		if (i)
			buf_addc(&text, ' ');
	}
	if (seen.count) {
		define(inv, command_variables, text.data, ORIGIN_AUTOMATIC, false);
		buf_clear(&text);
		buf_addf(&text, "${%s}", command_variables);
		define(inv, "MAKEOVERRIDES", text.data, ORIGIN_DEFAULT, true);
	}
	buf_release(&text);
	vec_release(&seen);
}

static void
define_evals(struct invocation *inv)
{
	const struct texts *evals = &inv->options->evals;
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < evals->count; i++) {
		buf_adds(&text, i ? " --eval=" : "--eval=");
		makeflags_quote(&text, evals->at[i]);
	}
	if (evals->count)
		define(inv, eval_flags, text.data, ORIGIN_AUTOMATIC, false);
	buf_release(&text);
}

static void
define_goals(struct invocation *inv)
{
	const struct texts *goals = &inv->options->goals;
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < goals->count; i++)
		buf_addf(&text, "%s%s", i ? " " : "", goals->at[i]);
	if (goals->count)
		define(inv, "MAKECMDGOALS", text.data, ORIGIN_DEFAULT, false);
	buf_release(&text);
}

/* so that what runs below knows whether our output goes to a terminal */
static void
define_terminal(struct invocation *inv, const char *name, int fd)
{
	if (!isatty(fd) || find(inv, name))
		return;
	const char *terminal = ttyname(fd);
	define(inv, name, terminal ? terminal : "true", ORIGIN_DEFAULT, false)->exported = EXPORT_YES;
}

void
variables_define(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	/* as with GNU make -e makes it stronger only once a makefile assigns to it */
	mk->options.environment_overrides = false;
	makefile_define_environment(mk, environ);
	mk->options.environment_overrides = inv->options->environment_overrides;
	if (find(inv, "GNUMAKEFLAGS"))
		define(inv, "GNUMAKEFLAGS", "", ORIGIN_ENVIRONMENT, false);
	define_overrides(inv);
	define_goals(inv);
	define_terminal(inv, "MAKE_TERMOUT", STDOUT_FILENO);
	define_terminal(inv, "MAKE_TERMERR", STDERR_FILENO);
	define(inv, "CURDIR", inv->directory, ORIGIN_FILE, false);
	define(inv, "MAKE_COMMAND", inv->argv[0], ORIGIN_DEFAULT, false);
	define(inv, "MAKE", "$(MAKE_COMMAND)", ORIGIN_DEFAULT, true);
	define_evals(inv);
	variables_define_makeflags(inv);
	find(inv, "MAKEFLAGS")->exported = EXPORT_YES;
	makefile_define_builtins(mk);
}
