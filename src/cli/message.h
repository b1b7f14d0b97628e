/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * message.h - the only printer: every line that tmake itself says goes through here.
 *
 *	struct message message;
 *	message_init(&message, argv[0], level);
 *	message_say(&message, MESSAGE_ERROR, &loc, "missing separator.  Stop.");
 *	                        // FILE:LINE: *** missing separator.  Stop.
 *	message_say(&message, MESSAGE_ERROR, NULL, "No targets.  Stop.");
 *	                        // make[1]: *** No targets.  Stop.
 *
 * Wording and prefixes are GNU make's (manual, "Error Messages").  Standard output is unbuffered
 * between messages and recipes: each call is one write.  Loop thread only.
 */
#ifndef SRC_CLI_MESSAGE_H
#define SRC_CLI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct loc;

enum message_kind {
	MESSAGE_PLAIN,   /* stdout, as it stands: recipe echo, $(info) */
	MESSAGE_DEBUG,   /* the same of --debug, which announces no directory */
	MESSAGE_INFO,    /* stdout, "make: text" */
	MESSAGE_WARNING, /* stderr, "FILE:LINE: text" or "make: text" */
	MESSAGE_ERROR,   /* stderr, "FILE:LINE: *** text" or "make: *** text" */
};

struct message {
	const char *program; /* borrowed: the last part of the name we were called by */
	unsigned level;      /* MAKELEVEL */
	bool write_failed;   /* standard output could not be written: exit status 2 at the end */
	int write_error;     /* its errno */
	/* called before the first line: may say "Entering directory", and set is_announced then */
	void (*announce)(void *arg);
	void *announce_arg;
	bool is_announced;
	/* where lines go; NULL: write(2) to 1 and 2.  Output-sync and tests set it. */
	void (*write)(void *arg, bool to_stderr, const char *text, size_t len);
	void *arg;
};

void
message_init(struct message *, const char *called_as, unsigned level);

/* something else is about to write to standard output: a recipe */
void
message_begin(struct message *);

/* appends "make: " or "make[1]: " */
void
message_prefix(const struct message *, struct buf *out);

/* text as it stands, newline and all */
void
message_raw(struct message *, bool to_stderr, const char *text, size_t len);

/* one line; `text` without newline; `where` may be NULL and does not count for PLAIN and INFO */
void
message_say(struct message *, enum message_kind, const struct loc *where, const char *text);
void
message_sayf(struct message *, enum message_kind, const struct loc *where, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif
