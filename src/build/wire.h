/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire.h - what a sub-make and the tmake at the top say to each other, as bytes.
 *
 *	client                      top
 *	HELLO version               WELCOME, with the mount namespace of the real tree; texts: root
 *	OPEN                        VIEW id, with the namespace of a view
 *	CLOSE id                    SEEN, a trace: what the view saw
 *	PUT, a trace                DONE
 *	FORGET directory target     DONE
 *	VISITED, a trace            OTHERS, a trace
 *
 * The traces of the last line have a directory and, as `declared`, targets: which steps in it a walk has come to in this build,
 * and which of them others have.
 *
 * One message, one answer, in turn.  What does not decode ends the connection, no more.  Pure.
 */
#ifndef SRC_BUILD_WIRE_H
#define SRC_BUILD_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct pack;
struct trace;

enum { WIRE_VERSION = 1 };

enum wire_kind {
	WIRE_HELLO = 1, WIRE_OPEN, WIRE_CLOSE, WIRE_PUT, WIRE_FORGET, WIRE_VISITED,
	WIRE_WELCOME = 64, WIRE_VIEW, WIRE_SEEN, WIRE_DONE, WIRE_REFUSED, WIRE_OTHERS,
};

struct wire_message {
	enum wire_kind kind;
	uint64_t number;         /* version, id */
	const char *text, *more; /* root or directory; target; into the bytes */
	struct trace *trace;     /* decoded: borrows from `pack`; both are wire_release()'s */
	struct pack *pack;
};

/* `trace` may be NULL; the rest as the kind wants it */
void
wire_encode(struct buf *out, const struct wire_message *);
/* false where the bytes are no message; then nothing is to be released */
bool
wire_decode(struct wire_message *, const char *data, size_t len);
void
wire_release(struct wire_message *);

#endif
