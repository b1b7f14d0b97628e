/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * main.c - tmake: GNU make's language, each recipe seen in a view of the file system.
 *
 * A tour, bottom to top; each layer knows only those before it:
 *	parser/      the makefile language as a library: variables, functions, rules; all I/O by its host
 *	src/sys/     the only place of raw kernel calls: processes, namespaces, the guard
 *	src/trace/   what a run of a step did, and the state of paths now
 *	src/graph/   files and the steps that make them; implicit rules, vpath, archives
 *	src/store/   .tmake/: traces and blobs
 *	src/view/    the file system as a running step sees it, over FUSE
 *	src/build/   the walk over the graph, verdicts, jobs
 *	src/cli/     options, messages, this file; invocation.c is the table of contents of a build
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/world.h"
#include "cli/interrupt.h"
#include "cli/invocation.h"
#include "cli/makeflags.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/usage.h"
#include "cli/version.h"
#include "parser/base/buf.h"
#include "parser/makefile.h"
#include "parser/variable.h"

enum { EXIT_WRITE_ERROR = 1, EXIT_TROUBLE = 2 };

static unsigned
make_level(void)
{
	const char *level = getenv("MAKELEVEL");
	return level ? (unsigned)strtoul(level, NULL, 10) : 0;
}

static int
say_version(struct message *message)
{
	struct buf text = BUF_INIT;
	version_text(message->program, &text);
	message_raw(message, false, text.data, text.len);
	buf_release(&text);
	return EXIT_SUCCESS;
}

static int
say_usage(struct message *message, bool is_bad)
{
	struct buf text = BUF_INIT;
	usage_text(message->program, &text);
	message_raw(message, is_bad, text.data, text.len);
	buf_release(&text);
	return is_bad ? EXIT_TROUBLE : EXIT_SUCCESS;
}

static void
say_nothing(void *arg, enum host_message kind, const struct loc *where, const char *text)
{
	(void)arg, (void)kind, (void)where, (void)text;
}

static void
say_bad(void *arg, const char *text)
{
	message_say(arg, MESSAGE_WARNING, NULL, text);
}

/*
 * MAKEFLAGS is text of a makefile: what a sub-make gets has its $ doubled.  Expanded in the
 * environment alone; the caller frees it.
 */
static char *
expand_flags(const char *name)
{
	struct makefile_options nothing = { 0 };
	struct world world;
	const char *text = getenv(name);
	if (!text || !strchr(text, '$'))
		return xstrdup(text ? text : "");
	world_init(&world, say_nothing, NULL);
	struct makefile *mk = makefile_new(&nothing, &world.host);
	makefile_define_environment(mk, environ);
	char *flags = xstrdup(variable_value(mk, mk->globals, name));
	makefile_free(mk);
	return flags;
}

/* the command line is stronger than MAKEFLAGS, and that than GNUMAKEFLAGS */
static void
read_options(struct options *options, int argc, char **argv)
{
	static const char *const names[] = { "GNUMAKEFLAGS", "MAKEFLAGS" };
	for (int i = 0; i < 2 && !options->is_bad; i++) {
		char *flags = expand_flags(names[i]);
		makeflags_parse(options, flags, ORIGIN_COMMAND_LINE);
		free(flags);
	}
	if (!options->is_bad)
		options_parse_command(options, argc, argv);
}

static int
build(struct options *options, struct message *message, char **argv)
{
	struct invocation invocation;
	invocation_init(&invocation, options, message, argv);
	int status = invocation_run(&invocation);
	invocation_release(&invocation);
	return status;
}

static int
run(struct options *options, struct message *message, char **argv)
{
	if (options->is_bad || options->help)
		return say_usage(message, options->is_bad);
	if (options->fatal) {
		message_sayf(message, MESSAGE_ERROR, NULL, "%s.  Stop.", options->fatal);
		return EXIT_TROUBLE;
	}
	if (options->version)
		return say_version(message);
	return build(options, message, argv);
}

int
main(int argc, char **argv)
{
	struct options options;
	struct message message;
	setlocale(LC_ALL, "");
	interrupt_catch();
	message_init(&message, argv[0], make_level());
	options_init(&options, say_bad, &message);
	read_options(&options, argc, argv);
	int status = run(&options, &message, argv);
	options_release(&options);
	interrupt_die();
	if (message.write_failed) {
		message_sayf(&message, MESSAGE_WARNING, NULL, "write error: stdout: %s",
		             strerror(message.write_error));
		status = EXIT_WRITE_ERROR;
	}
	return status;
}
