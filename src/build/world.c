/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build/command.h"
#include "build/environment.h"
#include "parser/base/buf.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "sys/spawn.h"

enum { READ_BYTES = 64 * 1024, STATUS_NOT_FOUND = 127, STATUS_SIGNAL = 128 };

/* appends all that comes from the descriptor; 0 or -errno */
static int
read_all(int fd, struct buf *out)
{
	for (;;) {
		buf_reserve(out, READ_BYTES);
		ssize_t got = read(fd, out->data + out->len, READ_BYTES);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			int err = got ? -errno : 0;
			buf_truncate(out, out->len); /* its NUL again */
			return err;
		}
		out->len += (size_t)got;
	}
}

/* the same of a pipe whose other end may need us meanwhile: a sub-make that asks for a view */
static int
read_served(const struct world *world, int fd, struct buf *out)
{
	ssize_t got = 1;
	if (!world->wait)
		return read_all(fd, out);
	while (got > 0 || (got < 0 && errno == EINTR)) {
		world->wait(world->wait_arg, fd);
		buf_reserve(out, READ_BYTES);
		got = read(fd, out->data + out->len, READ_BYTES);
		out->len += got > 0 ? (size_t)got : 0;
	}
	int err = got ? -errno : 0;
	buf_truncate(out, out->len);
	return err;
}

static int
world_read_file(void *self, const char *path, struct buf *out)
{
	(void)self;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int err = read_all(fd, out);
	close(fd);
	return err;
}

static int
world_stat(void *self, const char *path, struct host_stat *out)
{
	(void)self;
	struct stat st;
	*out = (struct host_stat){ .type = HOST_ABSENT };
	if (stat(path, &st))
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	out->type = S_ISREG(st.st_mode) ? HOST_FILE
	            : S_ISDIR(st.st_mode) ? HOST_DIRECTORY
	                                  : HOST_OTHER;
	out->mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	return 0;
}

static bool
world_exists(void *self, const char *path)
{
	(void)self;
	struct stat st;
	return !lstat(path, &st);
}

static int
world_home(void *self, const char *user, struct buf *out)
{
	(void)self;
	const char *home = *user ? NULL : getenv("HOME");
	if (!home || !*home) {
		const struct passwd *entry = *user ? getpwnam(user) : getpwuid(getuid());
		home = entry ? entry->pw_dir : NULL;
	}
	if (!home)
		return -ENOENT;
	buf_adds(out, home);
	return 0;
}

static int
world_list(void *self, const char *path, void (*each)(void *arg, const char *name), void *arg)
{
	(void)self;
	DIR *dir = opendir(path);
	const struct dirent *entry;
	if (!dir)
		return -errno;
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			each(arg, entry->d_name);
	closedir(dir);
	return 0;
}

static int
world_real_path(void *self, const char *path, struct buf *out)
{
	(void)self;
	char *real = realpath(path, NULL);
	if (!real)
		return -errno;
	buf_adds(out, real);
	free(real);
	return 0;
}

static int
write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t put = write(fd, text, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		text += put;
		len -= (size_t)put;
	}
	return 0;
}

static int
world_write_file(void *self, const char *path, bool append, const char *text, size_t len)
{
	(void)self;
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC);
	int fd = open(path, flags, 0666);
	if (fd < 0)
		return -errno;
	int err = write_all(fd, text, len);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

static void
say_error(const struct world *world, const char *program, int err)
{
	struct buf text = BUF_INIT;
	buf_addf(&text, "%s: %s", program, strerror(-err));
	world->say(world->arg, HOST_WARNING, NULL, text.data);
	buf_release(&text);
}

/* the argument lists of a command as the makefile's SHELL and .SHELLFLAGS have it */
static void
shell_command(struct makefile *mk, const char *text, struct command *out)
{
	struct command_shell shell = { 0 };
	if (mk) {
		shell.path = variable_value(mk, mk->scope, "SHELL");
		shell.flags = variable_value(mk, mk->scope, ".SHELLFLAGS");
	}
	command_parse(out, &shell, text);
}

static int
exit_status(pid_t pid)
{
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return STATUS_NOT_FOUND;
	return WIFSIGNALED(status) ? STATUS_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
}

/* runs argv with its standard output appended to `out` */
static int
capture(const struct world *world, char **argv, char *const *environ, void *view,
        struct buf *out)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC)) {
		say_error(world, "pipe", -errno);
		return STATUS_NOT_FOUND;
	}
	const struct world_watch *watch = world->watch;
	pid_t pid = spawn(&(struct spawn){
	        .argv = argv, .environ = environ, .in = -1, .out = ends[1], .err = world->err,
	        .enter = view ? watch->enter : NULL, .enter_arg = view,
	        .directory = view ? watch->directory : NULL });
	close(ends[1]);
	int err = pid < 0 ? 0 : read_served(world, ends[0], out);
	close(ends[0]);
	if (pid < 0) {
		say_error(world, argv[0], (int)pid);
		return STATUS_NOT_FOUND;
	}
	if (err)
		say_error(world, "read from $(shell)", err);
	return exit_status(pid);
}

static int
world_shell(void *self, const char *text, const struct loc *where, struct buf *out)
{
	struct world *world = self;
	struct command command;
	int status = 0;
	(void)where;
	const struct world_watch *watch = world->watch;
	void *view = watch ? watch->begin(watch->arg) : NULL;
	size_t before = out->len;
	shell_command(world->makefile, text, &command);
	if (world->starting)
		world->starting(world->arg);
	if (command.argv && world->makefile) {
		struct environment environment =
		        environment_of(world->makefile, world->makefile->scope);
		status = capture(world, command.argv, environment.at, view, out);
		environment_release(&environment);
	} else if (command.argv) {
		status = capture(world, command.argv, environ, view, out);
	}
	command_release(&command);
	if (watch)
		watch->end(watch->arg, view, text, out->data + before, status);
	return status;
}

static const char *
world_get_env(void *self, const char *name)
{
	(void)self;
	return getenv(name);
}

static void
world_message(void *self, enum host_message kind, const struct loc *where, const char *text)
{
	struct world *world = self;
	world->say(world->arg, kind, where, text);
}

void
world_init(struct world *world, world_say *say, void *arg)
{
	*world = (struct world){
		.host = {
			.self = world,
			.read_file = world_read_file,
			.stat = world_stat,
			.exists = world_exists,
			.home = world_home,
			.list = world_list,
			.real_path = world_real_path,
			.write_file = world_write_file,
			.shell = world_shell,
			.get_env = world_get_env,
			.message = world_message,
		},
		.err = -1,
		.say = say,
		.arg = arg,
	};
}
