/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_host.h - a world in memory for the parser: files, shell commands, environment, messages.
 *
 *	struct fake_host *fake = fake_host_new();
 *	fake_host_file(fake, "src/a.c", "int a;\n");      // the folders above appear by themselves
 *	fake_host_shell(fake, "uname", "Linux\n", 0);
 *	struct makefile *mk = makefile_new(&options, fake_host_interface(fake));
 *	...
 *	ck_assert_str_eq(fake_host_messages(fake), "info: done\n");
 *	fake_host_free(fake);                              // after makefile_free
 */
#ifndef TESTSUITE_UNIT_FAKE_HOST_H
#define TESTSUITE_UNIT_FAKE_HOST_H

struct fake_host;
struct host;

struct fake_host *
fake_host_new(void);
void
fake_host_free(struct fake_host *);
const struct host *
fake_host_interface(struct fake_host *);

/* replaces; the working directory is /fake, what is in it is named without it */
void
fake_host_file(struct fake_host *, const char *path, const char *content);
/* a symbolic link that leads nowhere */
void
fake_host_dangling(struct fake_host *, const char *path);
void
fake_host_remove(struct fake_host *, const char *path);
/* NULL where there is no such file */
const char *
fake_host_content(struct fake_host *, const char *path);
/* what a command prints and returns; others print nothing and return 127 */
void
fake_host_shell(struct fake_host *, const char *command, const char *output, int status);
void
fake_host_env(struct fake_host *, const char *name, const char *value);

/* all so far: "info: TEXT", "warning: FILE:LINE: TEXT", "shell: COMMAND", a line each */
const char *
fake_host_messages(struct fake_host *);
void
fake_host_clear_messages(struct fake_host *);

#endif
