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

#include "cli/invocation.h"
#include "cli/makeflags.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/usage.h"
#include "cli/version.h"
#include "parser/base/buf.h"

enum { EXIT_TROUBLE = 2 };

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
say_bad(void *arg, const char *text)
{
	message_say(arg, MESSAGE_WARNING, NULL, text);
}

/* the command line is stronger than MAKEFLAGS, and that than GNUMAKEFLAGS */
static void
read_options(struct options *options, int argc, char **argv)
{
	static const char *const names[] = { "GNUMAKEFLAGS", "MAKEFLAGS" };
	for (int i = 0; i < 2 && !options->is_bad; i++)
		if (getenv(names[i]))
			makeflags_parse(options, getenv(names[i]), ORIGIN_COMMAND_LINE);
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
	message_init(&message, argv[0], make_level());
	options_init(&options, say_bad, &message);
	read_options(&options, argc, argv);
	int status = run(&options, &message, argv);
	options_release(&options);
	if (message.write_failed) {
		message_sayf(&message, MESSAGE_WARNING, NULL, "write error: stdout: %s",
		             strerror(message.write_error));
		status = EXIT_TROUBLE;
	}
	return status;
}
