/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/channel.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "parser/base/buf.h"

enum { BACKLOG = 64 };

static socklen_t
abstract_address(struct sockaddr_un *address, const char *name)
{
	size_t len = strlen(name);
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (len > sizeof address->sun_path - 1)
		len = sizeof address->sun_path - 1;
	memcpy(address->sun_path + 1, name, len);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + len);
}

int
channel_listen(struct buf *name)
{
	struct sockaddr_un address;
	uint64_t random = 0;
	if (getrandom(&random, sizeof random, 0) < 0)
		random = (uint64_t)(uintptr_t)name;
	buf_addf(name, "tmake-%ld-%016llx", (long)getpid(), (unsigned long long)random);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	socklen_t len = abstract_address(&address, name->data);
	if (bind(fd, (struct sockaddr *)&address, len) || listen(fd, BACKLOG)) {
		int err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

int
channel_connect(const char *name)
{
	struct sockaddr_un address;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	socklen_t len = abstract_address(&address, name);
	if (connect(fd, (struct sockaddr *)&address, len)) {
		int err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

int
channel_accept(int listening)
{
	struct ucred who;
	socklen_t len = sizeof who;
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) || who.uid != geteuid()) {
		close(fd);
		return -EPERM;
	}
	return fd;
}

/* all bytes, the descriptor with the first */
static int
send_all(int fd, const char *data, size_t len, int passed)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	while (len) {
		struct iovec part = { (void *)data, len };
		struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
		if (passed >= 0) {
			message.msg_control = &control;
			message.msg_controllen = sizeof control.room;
			struct cmsghdr *c = CMSG_FIRSTHDR(&message);
			c->cmsg_level = SOL_SOCKET;
			c->cmsg_type = SCM_RIGHTS;
			c->cmsg_len = CMSG_LEN(sizeof passed);
			memcpy(CMSG_DATA(c), &passed, sizeof passed);
		}
		ssize_t put = sendmsg(fd, &message, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		passed = -1;
		data += put;
		len -= (size_t)put;
	}
	return 0;
}

int
channel_send(int fd, const void *data, size_t len, int passed)
{
	uint64_t header = len;
	int err = send_all(fd, (const char *)&header, sizeof header, passed);
	return err ? err : send_all(fd, data, len, -1);
}

static void
take_descriptor(struct msghdr *message, int *passed)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		int fd;
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		memcpy(&fd, CMSG_DATA(c), sizeof fd);
		if (passed && *passed < 0)
			*passed = fd;
		else
			close(fd);
	}
}

static int
receive_all(int fd, char *data, size_t len, int *passed)
{
	while (len) {
		union {
			struct cmsghdr header;
			char room[CMSG_SPACE(sizeof(int))];
		} control;
		struct iovec part = { data, len };
		struct msghdr message = {
			.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
			.msg_controllen = sizeof control.room,
		};
		ssize_t got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : -EPIPE;
		take_descriptor(&message, passed);
		data += got;
		len -= (size_t)got;
	}
	return 0;
}

int
channel_receive(int fd, struct buf *out, int *passed)
{
	uint64_t len;
	if (passed)
		*passed = -1;
	int err = receive_all(fd, (char *)&len, sizeof len, passed);
	if (!err && len > CHANNEL_LARGEST)
		err = -EBADMSG;
	if (err)
		return err;
	buf_reserve(out, (size_t)len);
	err = receive_all(fd, out->data + out->len, (size_t)len, passed);
	out->len += err ? 0 : (size_t)len;
	buf_truncate(out, out->len); /* its NUL again */
	return err;
}
