/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command.h - from one expanded recipe line to the arguments of a process: without a shell where the line needs none.
 *
 *	struct command command;
 *	command_parse(&command, &(struct command_shell){ .path = "/bin/sh", .flags = "-c" }, line);
 *	if (command.argv)
 *		spawn(command.argv) ...
 *	command_release(&command);
 *
 * Which lines are simple is GNU make 4.4.1's decision, observable by `strace` and by what `make` says of a missing
 * program.  The line is one command: an unescaped newline in it (.ONESHELL) is the shell's.  Pure; owns what it returns.
 */
#ifndef SRC_BUILD_COMMAND_H
#define SRC_BUILD_COMMAND_H

#include <stdbool.h>

struct command_shell {
	const char *path;  /* $(SHELL), expanded; NULL or "": /bin/sh */
	const char *flags; /* $(.SHELLFLAGS), expanded; NULL: -c */
	const char *ifs;   /* $(IFS) of the makefile; NULL: the usual */
};

struct command {
	char **argv;     /* owned, NULL-terminated; NULL where nothing is to be run */
	bool uses_shell;
};

void
command_parse(struct command *, const struct command_shell *, const char *line);
void
command_release(struct command *);

#endif
