/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/jobserver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"

static const char fifo_prefix[] = "fifo:";

struct jobserver {
	bool is_server;
	char *fifo;      /* owned; NULL: a pipe */
	char *auth;      /* owned */
	int read_fd;     /* ours alone: it does not block */
	int write_fd;
	int shared_fd;   /* a pipe: the end for others to read, else -1 */
};

static struct jobserver *
new_jobserver(bool is_server)
{
	struct jobserver *js = xcalloc(1, sizeof *js);
	js->is_server = is_server;
	js->read_fd = js->write_fd = js->shared_fd = -1;
	return js;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
jobserver_free(struct jobserver *js)
{
	close_fd(js->read_fd);
	close_fd(js->write_fd);
	if (js->shared_fd != js->read_fd)
		close_fd(js->shared_fd);
	if (js->is_server && js->fifo)
		unlink(js->fifo);
	free(js->fifo);
	free(js->auth);
	free(js);
}

static struct jobserver *
give_up(struct jobserver *js)
{
	jobserver_free(js);
	return NULL;
}

static bool
open_fifo(struct jobserver *js, struct buf *said)
{
	js->read_fd = open(js->fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (js->read_fd >= 0)
		js->write_fd = open(js->fifo, O_WRONLY | O_CLOEXEC);
	if (js->write_fd < 0)
		buf_addf(said, "cannot open jobserver %s: %s", js->fifo, strerror(errno));
	return js->write_fd >= 0;
}

/*
 * the reading end of the pipe once more, for not to block is a property that all of its users
 * would share
 */
static bool
open_pipe(struct jobserver *js, int read_fd, int write_fd)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", read_fd);
	js->shared_fd = read_fd;
	js->write_fd = write_fd;
	js->read_fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (js->read_fd < 0) {
		js->read_fd = read_fd;
		if (fcntl(read_fd, F_SETFL, O_NONBLOCK))
			return false;
	}
	jobserver_lend(js, false);
	return true;
}

static bool
make_fifo(struct jobserver *js, const char *folder, struct buf *said)
{
	struct buf path = BUF_INIT;
	buf_addf(&path, "%s/GMfifo%d", folder, (int)getpid());
	if (mkfifo(path.data, 0600)) {
		buf_addf(said, "jobserver mkfifo: %s: %s", path.data, strerror(errno));
		buf_release(&path);
		return false;
	}
	js->fifo = buf_steal(&path, NULL);
	return open_fifo(js, said);
}

static bool
make_pipe(struct jobserver *js, struct buf *said)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC)) {
		buf_addf(said, "creating jobs pipe: %s", strerror(errno));
		return false;
	}
	return open_pipe(js, ends[0], ends[1]);
}

static void
name_auth(struct jobserver *js, bool is_viewed)
{
	struct buf auth = BUF_INIT;
	if (js->fifo && is_viewed)
		buf_addf(&auth, "%s/proc/%d/fd/%d", fifo_prefix, (int)getpid(), js->read_fd);
	else if (js->fifo)
		buf_addf(&auth, "%s%s", fifo_prefix, js->fifo);
	else
		buf_addf(&auth, "%d,%d", js->shared_fd, js->write_fd);
	js->auth = buf_steal(&auth, NULL);
}

struct jobserver *
jobserver_new(const struct jobserver_config *config, struct buf *said)
{
	struct jobserver *js = new_jobserver(true);
	bool wants_fifo = !config->style || !strcmp(config->style, "fifo");
	if (!wants_fifo && strcmp(config->style, "pipe") != 0) {
		buf_addf(said, "unknown jobserver auth style '%s'", config->style);
		return give_up(js);
	}
	bool is_fifo = wants_fifo && make_fifo(js, config->folder, said);
	if (!is_fifo && (js->fifo || !make_pipe(js, said)))
		return give_up(js);
	name_auth(js, config->is_viewed);
	for (unsigned i = 0; i < config->tokens; i++)
		jobserver_release(js);
	return js;
}

static bool
is_open(int fd)
{
	return fd >= 0 && fcntl(fd, F_GETFD) >= 0;
}

struct jobserver *
jobserver_join(const char *auth, struct buf *said)
{
	struct jobserver *js = new_jobserver(false);
	size_t prefix = strlen(fifo_prefix);
	int read_fd, write_fd;
	js->auth = xstrdup(auth);
	if (!strncmp(auth, fifo_prefix, prefix)) {
		js->fifo = xstrdup(auth + prefix);
		return open_fifo(js, said) ? js : give_up(js);
	}
	if (sscanf(auth, "%d,%d", &read_fd, &write_fd) != 2) {
		buf_addf(said, "invalid --jobserver-auth string '%s'", auth);
		return give_up(js);
	}
	if (is_open(read_fd) && is_open(write_fd) && open_pipe(js, read_fd, write_fd))
		return js;
	return give_up(js);
}

const char *
jobserver_path(const struct jobserver *js)
{
	return js->is_server ? js->fifo : NULL;
}

bool
jobserver_is_server(const struct jobserver *js)
{
	return js->is_server;
}

const char *
jobserver_auth(const struct jobserver *js)
{
	return js->auth;
}

bool
jobserver_try(struct jobserver *js)
{
	char token;
	ssize_t got;
	do
		got = read(js->read_fd, &token, 1);
	while (got < 0 && errno == EINTR);
	return got == 1;
}

void
jobserver_release(struct jobserver *js)
{
	while (write(js->write_fd, "+", 1) < 0 && errno == EINTR)
		;
}

int
jobserver_fd(const struct jobserver *js)
{
	return js->read_fd;
}

void
jobserver_lend(struct jobserver *js, bool is_lent)
{
	if (js->fifo)
		return;
	fcntl(js->shared_fd, F_SETFD, is_lent ? 0 : FD_CLOEXEC);
	fcntl(js->write_fd, F_SETFD, is_lent ? 0 : FD_CLOEXEC);
}

const char *
jobserver_denial(const struct jobserver *js)
{
	return js->fifo ? "" : " --jobserver-auth=-2,-2";
}
