/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/wire.h"
#include "parser/base/buf.h"
#include "parser/base/vec.h"
#include "sys/channel.h"
#include "sys/loop.h"
#include "trace/trace.h"
#include "view/view.h"

struct lent { /* a view that a client has open */
	uint64_t id;
	struct view *view;
};

struct member {
	int fd;
	bool has_greeted;
	struct {
		VEC(struct lent)
	} views;
};

struct session {
	struct loop *loop; /* borrowed */
	struct session_ops ops;
	struct buf address;
	int listening;
	int real; /* our mount namespace */
	uint64_t last_id;
	struct {
		VEC(struct member *)
	} members;
};

static void
member_end(struct session *session, struct member *member)
{
	for (size_t i = 0; i < member->views.count; i++) {
		struct trace *unread = trace_new();
		session->ops.close_view(session->ops.arg, member->views.at[i].view, unread);
		trace_free(unread);
	}
	vec_release(&member->views);
	loop_unwatch(session->loop, member->fd);
	close(member->fd);
	for (size_t i = 0; i < session->members.count; i++)
		if (session->members.at[i] == member)
			session->members.at[i] = session->members.at[--session->members.count];
	free(member);
}

static int
reply(struct member *member, const struct wire_message *message, int passed)
{
	struct buf bytes = BUF_INIT;
	wire_encode(&bytes, message);
	int err = channel_send(member->fd, bytes.data, bytes.len, passed);
	buf_release(&bytes);
	return err;
}

static int
welcome(struct session *session, struct member *member, const struct wire_message *hello)
{
	if (hello->number != WIRE_VERSION)
		return -EPROTO;
	member->has_greeted = true;
	session->ops.joined(session->ops.arg);
	return reply(member, &(struct wire_message){ .kind = WIRE_WELCOME, .text = session->ops.root },
	             session->real);
}

static int
open_view(struct session *session, struct member *member)
{
	struct view *view = session->ops.open_view(session->ops.arg);
	if (!view)
		return reply(member, &(struct wire_message){ .kind = WIRE_REFUSED }, -1);
	struct lent lent = { .id = ++session->last_id, .view = view };
	vec_push(&member->views, lent);
	return reply(member, &(struct wire_message){ .kind = WIRE_VIEW, .number = lent.id },
	             view_namespace_fd(view));
}

static int
close_view(struct session *session, struct member *member, uint64_t id)
{
	for (size_t i = 0; i < member->views.count; i++) {
		struct lent lent = member->views.at[i];
		if (lent.id != id)
			continue;
		struct trace *seen = trace_new();
		member->views.at[i] = member->views.at[--member->views.count];
		session->ops.close_view(session->ops.arg, lent.view, seen);
		int err = reply(member, &(struct wire_message){ .kind = WIRE_SEEN, .trace = seen }, -1);
		trace_free(seen);
		return err;
	}
	return -EPROTO;
}

static int
put(struct session *session, struct member *member, const struct trace *trace)
{
	if (!trace)
		return -EPROTO;
	session->ops.put(session->ops.arg, trace);
	return reply(member, &(struct wire_message){ .kind = WIRE_DONE }, -1);
}

static int
forget(struct session *session, struct member *member, const struct wire_message *message)
{
	session->ops.forget(session->ops.arg, message->text, message->more);
	return reply(member, &(struct wire_message){ .kind = WIRE_DONE }, -1);
}

static int
visited(struct session *session, struct member *member, const struct trace *trace)
{
	if (!trace)
		return -EPROTO;
	struct trace *others = trace_new();
	session->ops.visited(session->ops.arg, member, trace, others);
	int err = reply(member, &(struct wire_message){ .kind = WIRE_OTHERS, .trace = others }, -1);
	trace_free(others);
	return err;
}

static int
handle(struct session *session, struct member *member, const struct wire_message *message)
{
	if (!member->has_greeted && message->kind != WIRE_HELLO)
		return -EPROTO;
	switch (message->kind) {
	case WIRE_HELLO: return welcome(session, member, message);
	case WIRE_OPEN: return open_view(session, member);
	case WIRE_CLOSE: return close_view(session, member, message->number);
	case WIRE_PUT: return put(session, member, message->trace);
	case WIRE_FORGET: return forget(session, member, message);
	case WIRE_VISITED: return visited(session, member, message->trace);
	default: return -EPROTO;
	}
}

static struct member *
member_of(const struct session *session, int fd)
{
	for (size_t i = 0; i < session->members.count; i++)
		if (session->members.at[i]->fd == fd)
			return session->members.at[i];
	return NULL;
}

static void
readable(void *arg, int fd)
{
	struct session *session = arg;
	struct member *member = member_of(session, fd);
	struct wire_message message;
	struct buf bytes = BUF_INIT;
	int err = channel_receive(fd, &bytes, NULL);
	if (!err && !wire_decode(&message, bytes.data, bytes.len))
		err = -EPROTO;
	if (!err) {
		err = handle(session, member, &message);
		wire_release(&message);
	}
	buf_release(&bytes);
	if (err)
		member_end(session, member);
}

static void
accept_member(void *arg, int fd)
{
	struct session *session = arg;
	int accepted = channel_accept(fd);
	if (accepted < 0)
		return;
	struct member *member = xcalloc(1, sizeof *member);
	member->fd = accepted;
	vec_push(&session->members, member);
	loop_watch(session->loop, accepted, readable, session);
}

struct session *
session_new(struct loop *loop, const struct session_ops *ops)
{
	struct buf address = BUF_INIT;
	int fd = channel_listen(&address);
	int real = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || real < 0) {
		if (fd >= 0)
			close(fd);
		if (real >= 0)
			close(real);
		buf_release(&address);
		return NULL;
	}
	struct session *session = xcalloc(1, sizeof *session);
	*session = (struct session){
		.loop = loop, .ops = *ops, .address = address, .listening = fd, .real = real };
	loop_watch(loop, fd, accept_member, session);
	return session;
}

void
session_free(struct session *session)
{
	while (session->members.count)
		member_end(session, session->members.at[0]);
	vec_release(&session->members);
	loop_unwatch(session->loop, session->listening);
	close(session->listening);
	close(session->real);
	buf_release(&session->address);
	free(session);
}

const char *
session_address(const struct session *session)
{
	return session->address.data;
}
