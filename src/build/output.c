/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/temporary.h"

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static bool
is_same_file(int a, int b)
{
	struct stat one, other;
	return !fstat(a, &one) && !fstat(b, &other) && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

/* appending, for several processes write to it */
static int
open_part(int *fd)
{
	*fd = temporary_file(NULL);
	if (*fd < 0) {
		int err = *fd;
		*fd = -1;
		return err;
	}
	fcntl(*fd, F_SETFL, O_APPEND);
	return 0;
}

int
output_open(struct output *output)
{
	bool has_out = is_open(STDOUT_FILENO), has_err = is_open(STDERR_FILENO);
	int err = 0;
	if (has_out)
		err = open_part(&output->out);
	if (!err && has_out && has_err && is_same_file(STDOUT_FILENO, STDERR_FILENO))
		output->err = output->out;
	else if (!err && has_err)
		err = open_part(&output->err);
	if (err)
		output_close(output);
	return err;
}

void
output_close(struct output *output)
{
	if (output->out >= 0)
		close(output->out);
	if (output->err >= 0 && output->err != output->out)
		close(output->err);
	output->out = output->err = -1;
}

bool
output_is_open(const struct output *output)
{
	return output->out >= 0 || output->err >= 0;
}

static bool
is_empty(int fd)
{
	struct stat st;
	return fd < 0 || fstat(fd, &st) || !st.st_size;
}

bool
output_is_empty(const struct output *output)
{
	return is_empty(output->out) && is_empty(output->err);
}

static void
write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t put = write(fd, text, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return;
		text += put;
		len -= (size_t)put;
	}
}

void
output_write(struct output *output, bool to_stderr, const char *text, size_t len)
{
	int fd = to_stderr ? output->err : output->out;
	if (fd >= 0)
		write_all(fd, text, len);
}

static void
show_part(int from, int to)
{
	char data[16 * 1024];
	off_t at = 0;
	ssize_t got;
	while ((got = pread(from, data, sizeof data, at)) > 0) {
		write_all(to, data, (size_t)got);
		at += got;
	}
	if (at && ftruncate(from, 0))
		return;
}

void
output_show(struct output *output)
{
	if (output->out >= 0)
		show_part(output->out, STDOUT_FILENO);
	if (output->err >= 0 && output->err != output->out)
		show_part(output->err, STDERR_FILENO);
}
