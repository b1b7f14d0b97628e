/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/loop.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

#include "parser/base/bug.h"
#include "parser/base/vec.h"

struct watch {
	int fd;
	void (*readable)(void *arg, int fd);
	void *arg;
};

struct loop {
	struct {
		VEC(struct watch)
	} watches;
	sigset_t old_mask; /* with SIGCHLD as it was */
};

/* only there so that the signal ends ppoll(2) */
static void
on_child(int signal_number)
{
	(void)signal_number;
}

struct loop *
loop_new(void)
{
	struct loop *loop = xcalloc(1, sizeof *loop);
	const struct sigaction action = { .sa_handler = on_child };
	sigset_t child;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
	sigprocmask(SIG_BLOCK, &child, &loop->old_mask);
	sigdelset(&loop->old_mask, SIGCHLD);
	return loop;
}

void
loop_free(struct loop *loop)
{
	const struct sigaction action = { .sa_handler = SIG_DFL };
	sigaction(SIGCHLD, &action, NULL);
	sigprocmask(SIG_SETMASK, &loop->old_mask, NULL);
	vec_release(&loop->watches);
	free(loop);
}

void
loop_watch(struct loop *loop, int fd, void (*readable)(void *arg, int fd), void *arg)
{
	struct watch watch = { .fd = fd, .readable = readable, .arg = arg };
	vec_push(&loop->watches, watch);
}

void
loop_unwatch(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watches.count; i++)
		if (loop->watches.at[i].fd == fd) {
			loop->watches.at[i] = loop->watches.at[--loop->watches.count];
			return;
		}
}

static struct watch *
find(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watches.count; i++)
		if (loop->watches.at[i].fd == fd)
			return &loop->watches.at[i];
	return NULL;
}

bool
loop_wait(struct loop *loop, int fd)
{
	size_t count = loop->watches.count;
	struct pollfd *polled = xcalloc(count + 1, sizeof *polled);
	for (size_t i = 0; i < count; i++)
		polled[i] = (struct pollfd){ .fd = loop->watches.at[i].fd, .events = POLLIN };
	polled[count] = (struct pollfd){ .fd = fd, .events = POLLIN };
	int ready = ppoll(polled, count + 1, NULL, &loop->old_mask);
	/* a handler may have taken another descriptor away, or given its number to a new one that is not readable */
	for (size_t i = 0; ready > 0 && i < count; i++) {
		struct watch *watch = polled[i].revents ? find(loop, polled[i].fd) : NULL;
		if (watch)
			watch->readable(watch->arg, watch->fd);
	}
	bool readable = ready > 0 && polled[count].revents;
	free(polled);
	return readable;
}
