/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/client.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/wire.h"
#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "sys/channel.h"
#include "sys/namespace.h"
#include "trace/trace.h"

struct client {
	int fd;
	char *root;
	int real;   /* namespace of the real tree */
	int origin; /* the one that we were started in */
};

struct client_view {
	uint64_t id;
	int fd;
};

static void
hang_up(struct client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
}

/* one question, one answer; false (and the end of the conversation) where it goes wrong */
static bool
ask(struct client *client, const struct wire_message *question, struct wire_message *answer,
    struct buf *bytes, int *passed)
{
	if (client->fd < 0)
		return false;
	wire_encode(bytes, question);
	int err = channel_send(client->fd, bytes->data, bytes->len, -1);
	buf_clear(bytes);
	if (!err)
		err = channel_receive(client->fd, bytes, passed);
	if (!err && wire_decode(answer, bytes->data, bytes->len))
		return true;
	hang_up(client);
	return false;
}

static bool
greet(struct client *client)
{
	struct wire_message hello = { .kind = WIRE_HELLO, .number = WIRE_VERSION }, answer;
	struct buf bytes = BUF_INIT;
	bool good = ask(client, &hello, &answer, &bytes, &client->real);
	if (good) {
		good = answer.kind == WIRE_WELCOME && client->real >= 0;
		client->root = xstrdup(answer.text);
		wire_release(&answer);
	}
	buf_release(&bytes);
	return good;
}

struct client *
client_connect(const char *address)
{
	int fd = channel_connect(address);
	if (fd < 0)
		return NULL;
	struct client *client = xcalloc(1, sizeof *client);
	*client = (struct client){ .fd = fd, .real = -1, .origin = -1 };
	if (greet(client))
		return client;
	client_free(client);
	return NULL;
}

void
client_free(struct client *client)
{
	hang_up(client);
	if (client->real >= 0)
		close(client->real);
	if (client->origin >= 0)
		close(client->origin);
	free(client->root);
	free(client);
}

const char *
client_root(const struct client *client)
{
	return client->root;
}

int
client_join(struct client *client, const char *directory)
{
	client->origin = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	if (client->origin < 0)
		return -errno;
	if (setns(client->real, CLONE_NEWNS))
		return -errno;
	if (!chdir(directory))
		return 0;
	int err = -errno;
	if (setns(client->origin, CLONE_NEWNS) || chdir(directory))
		BUG("the view that we were started in is gone");
	return err;
}

int
client_enter_origin(void *arg)
{
	const struct client *client = arg;
	return setns(client->origin, CLONE_NEWNS) ? -errno : 0;
}

struct client_view *
client_open_view(struct client *client)
{
	struct wire_message open_view = { .kind = WIRE_OPEN }, answer;
	struct buf bytes = BUF_INIT;
	struct client_view *view = NULL;
	int passed = -1;
	if (ask(client, &open_view, &answer, &bytes, &passed)) {
		if (answer.kind == WIRE_VIEW && passed >= 0) {
			view = xcalloc(1, sizeof *view);
			*view = (struct client_view){ .id = answer.number, .fd = passed };
		}
		wire_release(&answer);
	}
	buf_release(&bytes);
	return view;
}

int
client_enter_for_make(void *arg)
{
	const struct client_view *view = arg;
	return setns(view->fd, CLONE_NEWNS) ? -errno : 0;
}

int
client_enter(void *arg)
{
	int err = client_enter_for_make(arg);
	namespace_drop_rights();
	return err;
}

static void
copy_accesses(struct trace *into, const struct trace *from)
{
	for (size_t i = 0; i < from->accesses.count; i++) {
		struct access access = from->accesses.at[i];
		access.path = trace_dup(into, access.path);
		vec_push(&into->accesses, access);
	}
	for (size_t i = 0; i < from->effects.count; i++) {
		struct effect effect = from->effects.at[i];
		effect.path = trace_dup(into, effect.path);
		vec_push(&into->effects, effect);
	}
	for (size_t i = 0; i < from->processes.count; i++) {
		struct process process = from->processes.at[i];
		process.command = trace_dup(into, process.command);
		process.cwd = trace_dup(into, process.cwd);
		vec_push(&into->processes, process);
	}
	if (from->void_reason)
		into->void_reason = trace_dup(into, from->void_reason);
	into->used_network |= from->used_network;
}

void
client_close_view(struct client *client, struct client_view *view, struct trace *trace)
{
	struct wire_message close_view = { .kind = WIRE_CLOSE, .number = view->id }, answer;
	struct buf bytes = BUF_INIT;
	bool seen = false;
	close(view->fd);
	free(view);
	if (ask(client, &close_view, &answer, &bytes, NULL)) {
		seen = answer.kind == WIRE_SEEN && answer.trace;
		if (seen)
			copy_accesses(trace, answer.trace);
		wire_release(&answer);
	}
	if (!seen)
		trace->void_reason = "the tmake at the top did not answer";
	buf_release(&bytes);
}

static void
tell(struct client *client, const struct wire_message *message)
{
	struct wire_message answer;
	struct buf bytes = BUF_INIT;
	if (ask(client, message, &answer, &bytes, NULL))
		wire_release(&answer);
	buf_release(&bytes);
}

void
client_put(struct client *client, struct trace *trace)
{
	tell(client, &(struct wire_message){ .kind = WIRE_PUT, .trace = trace });
}

void
client_visited(struct client *client, struct trace *visited)
{
	struct wire_message question = { .kind = WIRE_VISITED, .trace = visited }, answer;
	struct buf bytes = BUF_INIT;
	if (ask(client, &question, &answer, &bytes, NULL)) {
		visited->declared.count = 0;
		for (size_t i = 0; answer.trace && i < answer.trace->declared.count; i++) {
			struct declared other = {
				.path = trace_dup(visited, answer.trace->declared.at[i].path) };
			vec_push(&visited->declared, other);
		}
		wire_release(&answer);
	}
	buf_release(&bytes);
}

void
client_forget(struct client *client, const char *directory, const char *target)
{
	tell(client, &(struct wire_message){ .kind = WIRE_FORGET, .text = directory, .more = target });
}
