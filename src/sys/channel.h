/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * channel.h - messages between processes of one user, each of some bytes and perhaps a descriptor.
 *
 * Abstract addresses (unix(7)) are seen in every mount namespace and leave no file behind; who connects is told by the
 * kernel and must be the same user.  All functions return 0 or a descriptor, or -errno.
 */
#ifndef SRC_SYS_CHANNEL_H
#define SRC_SYS_CHANNEL_H

#include <stddef.h>

struct buf;

enum { CHANNEL_LARGEST = 256 * 1024 * 1024 };

/* listens on a fresh abstract address, which is appended to `name` */
int
channel_listen(struct buf *name);
int
channel_connect(const char *name);
/* -EPERM where another user has connected */
int
channel_accept(int listening);
/* `passed`: a descriptor that goes along, or -1 */
int
channel_send(int fd, const void *data, size_t len, int passed);
/* One message, appended; -EPIPE at the end, -EBADMSG where it is none.  `passed` may be NULL; else a descriptor of the
   caller's, or -1. */
int
channel_receive(int fd, struct buf *out, int *passed);

#endif
