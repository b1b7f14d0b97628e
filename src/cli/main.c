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
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/version.h"
#include "parser/base/buf.h"

enum { EXIT_TROUBLE = 2 };

static unsigned
make_level(void)
{
	const char *level = getenv("MAKELEVEL");
	return level ? (unsigned)strtoul(level, NULL, 10) : 0;
}

/* -C, each relative to the one before; false where one cannot be entered */
static bool
enter_directories(const struct options *options, struct message *message)
{
	for (size_t i = 0; i < options->directories.count; i++)
		if (chdir(options->directories.at[i])) {
			message_sayf(message, MESSAGE_ERROR, NULL, "%s: %s.  Stop.",
			             options->directories.at[i], strerror(errno));
			return false;
		}
	return true;
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
run(struct options *options, struct message *message, char **argv)
{
	struct invocation invocation;
	invocation_init(&invocation, options, message, argv);
	int status = invocation_run(&invocation);
	invocation_release(&invocation);
	return status;
}

int
main(int argc, char **argv)
{
	struct options options;
	struct message message;
	int status = EXIT_TROUBLE;
	setlocale(LC_ALL, "");
	message_init(&message, argv[0], make_level());
	options_init(&options);
	if (getenv("MAKEFLAGS"))
		options_inherit(&options, getenv("MAKEFLAGS"));
	bool understood = options_parse(&options, argc, argv);
	if (understood && options.version)
		status = say_version(&message);
	else if (understood && enter_directories(&options, &message))
		status = run(&options, &message, argv);
	options_release(&options);
	if (message.write_failed) {
		message_sayf(&message, MESSAGE_WARNING, NULL, "write error: stdout: %s",
		             strerror(message.write_error));
		status = EXIT_TROUBLE;
	}
	return status;
}
