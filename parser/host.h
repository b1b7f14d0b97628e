/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * host.h - everything that the makefile language asks of the world.
 *
 * The parser does no input or output of its own: files, directories, existence,
 * environment, $(shell), $(file) and messages all go through one `struct host`
 * given at makefile_new().  That is what lets tests run on a fake world, lets a
 * verdict expand recipes without effects, and lets all that a makefile read be
 * recorded (DESIGN 3.7).
 *
 * All calls come from the thread that uses the makefile.  Paths are relative to
 * the host's working directory unless absolute.  Errors are -errno.
 */
#ifndef PARSER_HOST_H
#define PARSER_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct loc;

enum host_type { HOST_ABSENT, HOST_FILE, HOST_DIRECTORY, HOST_OTHER };

struct host_stat {
	enum host_type type; /* of what a link leads to */
	int64_t mtime_ns;    /* since the epoch */
};

enum host_message {
	HOST_INFO,    /* $(info): text and newline on stdout */
	HOST_WARNING, /* FILE:LINE: text, on stderr */
	HOST_ERROR,   /* FILE:LINE: *** text.  Stop. (the caller stops by himself) */
};

struct host {
	void *self;

	/* whole content of a file, appended to `out`; "-" is never passed */
	int (*read_file)(void *self, const char *path, struct buf *out);

	/* follows links; HOST_ABSENT with 0 where nothing is there */
	int (*stat)(void *self, const char *path, struct host_stat *out);

	/* whether there is such a name, be it a link that leads nowhere; may be NULL: as `stat` */
	bool (*exists)(void *self, const char *path);

	/* home directory of a user, "" for the one who runs us; may be NULL: ~ is a plain name */
	int (*home)(void *self, const char *user, struct buf *out);

	/* calls `each` for every name of the directory but . and .., in any order */
	int (*list)(void *self, const char *path, void (*each)(void *arg, const char *name),
	            void *arg);

	/* the same for the members of an archive, in its order; may be NULL: none are found */
	int (*list_members)(void *self, const char *archive,
	                    void (*each)(void *arg, const char *name), void *arg);

	/* realpath(3): appended to `out` */
	int (*real_path)(void *self, const char *path, struct buf *out);

	/* $(file >PATH,TEXT) and $(file >>PATH,TEXT) */
	int (*write_file)(void *self, const char *path, bool append, const char *text, size_t len);

	/*
	 * $(shell COMMAND) and VAR != COMMAND: runs `command` by SHELL and .SHELLFLAGS with
	 * the exported variables (all read from the makefile by the host), appends its raw
	 * standard output to `out`.  Returns the exit status, 128+n for death by signal n,
	 * 127 where it could not be started (the host has said why).
	 */
	int (*shell)(void *self, const char *command, const struct loc *where, struct buf *out);

	/* NULL when not set; valid until the next call */
	const char *(*get_env)(void *self, const char *name);

	/* `text` has no "FILE:LINE:" and no newline; `where` may be NULL */
	void (*message)(void *self, enum host_message kind, const struct loc *where,
	                const char *text);

	/*
	 * dlopen(3) of a `load`ed object and a call of its symbol: what that returned (-1: never
	 * remake it), or 0 where it failed; why is a warning unless it is `optional`.
	 */
	int (*load)(void *self, const char *path, const char *symbol, bool optional,
	            const struct loc *where);
};

#endif
