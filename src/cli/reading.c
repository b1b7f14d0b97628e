/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "build/temporary.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/variable.h"

static const char *const default_makefiles[] = { "GNUmakefile", "makefile", "Makefile" };
/* as Debian builds GNU make, a double one and all */
static const char *const default_include_dirs[] = {
	"/usr/local/include", "/usr/include", "/usr/include",
};
#define COUNT(table) (sizeof(table) / sizeof *(table))

/* ---- include folders ---- */

/* one that is not there counts for nothing; without slashes at its end */
static void
add_include_dir(struct invocation *inv, const char *dir)
{
	struct stat st;
	size_t len = strlen(dir);
	if (stat(dir, &st) || !S_ISDIR(st.st_mode))
		return;
	while (len > 1 && dir[len - 1] == '/')
		len--;
	const struct name *name = name_intern(inv->makefile->names, dir, len);
	vec_push(&inv->include_dirs, name->text);
}

void
reading_set_include_dirs(struct invocation *inv)
{
	const struct texts *given = &inv->options->include_dirs;
	bool with_defaults = true;
	inv->include_dirs.count = 0;
	for (size_t i = 0; i < given->count; i++) {
		if (!strcmp(given->at[i], "-")) {
			inv->include_dirs.count = 0;
			with_defaults = false;
		} else {
			add_include_dir(inv, given->at[i]);
		}
	}
	for (size_t i = 0; with_defaults && i < COUNT(default_include_dirs); i++)
		add_include_dir(inv, default_include_dirs[i]);
	vec_push(&inv->include_dirs, NULL);
	inv->makefile->options.include_dirs = inv->include_dirs.at;
	makefile_define_include_dirs(inv->makefile);
}

/* ---- standard input ---- */

static int
copy_stdin(int to)
{
	char data[16 * 1024];
	ssize_t got;
	while ((got = read(STDIN_FILENO, data, sizeof data)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		for (ssize_t put, done = 0; done < got; done += put) {
			put = write(to, data + done, (size_t)(got - done));
			if (put < 0)
				return -errno;
		}
	}
	return 0;
}

static bool
fail(struct invocation *inv, const char *text)
{
	message_say(inv->message, MESSAGE_ERROR, NULL, text);
	return false;
}

bool
reading_keep_stdin(struct invocation *inv)
{
	struct options *o = inv->options;
	size_t count = 0;
	for (size_t i = 0; i < o->makefiles.count; i++)
		count += !strcmp(o->makefiles.at[i], "-");
	if (count > 1)
		return fail(inv, "Makefile from standard input specified twice.  Stop.");
	if (o->temp_stdin)
		interrupt_unlink(o->temp_stdin);
	if (!count || o->temp_stdin)
		return true;
	char *path;
	int fd = temporary_file(&path);
	vec_push(&o->owned, path);
	if (fd < 0)
		return fail(inv, "cannot store makefile from stdin to a temporary file.  Stop.");
	o->temp_stdin = path;
	interrupt_unlink(path);
	int err = copy_stdin(fd);
	close(fd);
	if (!err)
		return true;
	message_sayf(inv->message, MESSAGE_ERROR, NULL, "fwrite: temporary file %s: %s.  Stop.",
	             path, strerror(-err));
	return false;
}

void
reading_drop_stdin(struct invocation *inv)
{
	if (inv->options->temp_stdin)
		unlink(inv->options->temp_stdin);
	interrupt_forget(inv->options->temp_stdin);
	inv->options->temp_stdin = NULL;
}

/* ---- makefiles ---- */

static void
read_named(struct invocation *inv, const char *name)
{
	const char *path = strcmp(name, "-") ? name : inv->options->temp_stdin;
	int error = makefile_read(inv->makefile, path, 0);
	if (error && !makefile_failed(inv->makefile))
		message_sayf(inv->message, MESSAGE_WARNING, NULL, "%s: %s", path,
		             strerror(-error));
}

/* where there is none of them all could still be made */
static void
read_default(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	for (size_t i = 0; i < COUNT(default_makefiles); i++)
		if (!access(default_makefiles[i], F_OK)) {
			read_named(inv, default_makefiles[i]);
			return;
		}
	for (size_t i = 0; i < COUNT(default_makefiles); i++) {
		struct makefile_source source = {
			.path = name_of(mk->names, default_makefiles[i]),
			.error = ENOENT,
			.is_optional = true,
		};
		vec_push(&mk->sources, source);
	}
}

static void
read_from_environment(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	char *names = xstrdup(variable_value(mk, mk->globals, "MAKEFILES")), *rest;
	for (char *name = strtok_r(names, " \t\n", &rest); name && !makefile_failed(mk);
	     name = strtok_r(NULL, " \t\n", &rest))
		makefile_read(mk, name, MAKEFILE_FROM_MAKEFILES);
	free(names);
}

void
reading_read(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct makefile *mk = inv->makefile;
	for (size_t i = 0; i < o->evals.count && !makefile_failed(mk); i++)
		makefile_eval(mk, o->evals.at[i], strlen(o->evals.at[i]), NULL);
	if (inv->debug & DEBUG_BASIC)
		message_say(inv->message, MESSAGE_DEBUG, NULL, "Reading makefiles...");
	read_from_environment(inv);
	for (size_t i = 0; i < o->makefiles.count && !makefile_failed(mk); i++)
		read_named(inv, o->makefiles.at[i]);
	if (!o->makefiles.count && !makefile_failed(mk))
		read_default(inv);
}
