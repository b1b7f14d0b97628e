/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testsuite/unit/fake_host.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/base/vec.h"
#include "parser/host.h"
#include "parser/loc.h"

struct entry {
	char *key;
	char *text; /* NULL: a link that leads nowhere */
	int status;
};
struct table {
	VEC(struct entry)
};

struct fake_host {
	struct host host;
	struct table files, commands, env;
	struct buf messages;
};

static struct entry *
find(struct table *table, const char *key)
{
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->at[i].key, key) == 0)
			return &table->at[i];
	return NULL;
}

static void
set(struct table *table, const char *key, const char *text, int status)
{
	struct entry *e = find(table, key);
	if (!e) {
		struct entry fresh = { xstrdup(key), NULL, 0 };
		vec_push(table, fresh);
		e = &table->at[table->count - 1];
	}
	free(e->text);
	e->text = text ? xstrdup(text) : NULL;
	e->status = status;
}

static void
table_release(struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		free(table->at[i].key);
		free(table->at[i].text);
	}
	vec_release(table);
}

/* the working directory is /fake */
static const char *
plain(const char *path)
{
	if (strncmp(path, "/fake/", 6) == 0)
		path += 6;
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return strcmp(path, ".") == 0 ? "" : path;
}

/* the part of `file` below the directory, or NULL */
static const char *
below(const char *directory, const char *file)
{
	size_t len = strlen(directory);
	if (len == 0)
		return file;
	while (len > 1 && directory[len - 1] == '/')
		len--;
	return strncmp(file, directory, len) == 0 && file[len] == '/' ? file + len + 1 : NULL;
}

static bool
is_directory(struct fake_host *fake, const char *path)
{
	if (!*path)
		return true;
	for (size_t i = 0; i < fake->files.count; i++)
		if (below(path, fake->files.at[i].key))
			return true;
	return false;
}

static int
read_file(void *self, const char *path, struct buf *out)
{
	struct fake_host *fake = self;
	const struct entry *e = find(&fake->files, plain(path));
	if (!e || !e->text)
		return is_directory(fake, plain(path)) ? -EISDIR : -ENOENT;
	buf_adds(out, e->text);
	return 0;
}

static int
stat_path(void *self, const char *path, struct host_stat *out)
{
	struct fake_host *fake = self;
	const struct entry *e = find(&fake->files, plain(path));
	*out = (struct host_stat){ HOST_ABSENT, 0 };
	if (e && e->text)
		out->type = HOST_FILE;
	else if (!e && is_directory(fake, plain(path)))
		out->type = HOST_DIRECTORY;
	return 0;
}

static bool
exists(void *self, const char *path)
{
	struct fake_host *fake = self;
	return find(&fake->files, plain(path)) || is_directory(fake, plain(path));
}

static int
list(void *self, const char *path, void (*each)(void *arg, const char *name), void *arg)
{
	struct fake_host *fake = self;
	struct table seen = { 0 };
	if (!is_directory(fake, plain(path)))
		return -ENOENT;
	for (size_t i = 0; i < fake->files.count; i++) {
		const char *rest = below(plain(path), fake->files.at[i].key);
		if (!rest)
			continue;
		char *name = xstrndup(rest, strcspn(rest, "/"));
		if (!find(&seen, name))
			each(arg, name);
		set(&seen, name, NULL, 0);
		free(name);
	}
	table_release(&seen);
	return 0;
}

static int
real_path(void *self, const char *path, struct buf *out)
{
	struct host_stat st;
	stat_path(self, path, &st);
	if (st.type == HOST_ABSENT)
		return -ENOENT;
	if (*path != '/')
		buf_adds(out, *plain(path) ? "/fake/" : "/fake");
	buf_adds(out, plain(path));
	return 0;
}

static int
write_file(void *self, const char *path, bool append, const char *text, size_t len)
{
	struct fake_host *fake = self;
	struct buf content = BUF_INIT;
	const struct entry *e = find(&fake->files, path);
	if (append && e && e->text)
		buf_adds(&content, e->text);
	buf_add(&content, text, len);
	set(&fake->files, path, content.data, 0);
	buf_release(&content);
	return 0;
}

static int
shell(void *self, const char *command, const struct loc *where, struct buf *out)
{
	struct fake_host *fake = self;
	(void)where;
	buf_addf(&fake->messages, "shell: %s\n", command);
	const struct entry *e = find(&fake->commands, command);
	if (!e)
		return 127;
	buf_adds(out, e->text);
	return e->status;
}

static const char *
get_env(void *self, const char *name)
{
	struct fake_host *fake = self;
	const struct entry *e = find(&fake->env, name);
	return e ? e->text : NULL;
}

static void
message(void *self, enum host_message kind, const struct loc *where, const char *text)
{
	static const char *const kinds[] = { "info", "warning", "error" };
	struct fake_host *fake = self;
	buf_addf(&fake->messages, "%s: ", kinds[kind]);
	if (where && where->file)
		buf_addf(&fake->messages, "%s:%lu: ", where->file->text,
		         where->line + where->offset);
	buf_addf(&fake->messages, "%s\n", text);
}

static int
load(void *self, const char *path, const char *symbol, bool optional, const struct loc *where)
{
	(void)self, (void)path, (void)symbol, (void)optional, (void)where;
	return 0;
}

struct fake_host *
fake_host_new(void)
{
	struct fake_host *fake = xcalloc(1, sizeof *fake);
	buf_init(&fake->messages);
	fake->host = (struct host){
		.self = fake,
		.read_file = read_file,
		.stat = stat_path,
		.exists = exists,
		.list = list,
		.real_path = real_path,
		.write_file = write_file,
		.shell = shell,
		.get_env = get_env,
		.message = message,
		.load = load,
	};
	return fake;
}

void
fake_host_free(struct fake_host *fake)
{
	table_release(&fake->files);
	table_release(&fake->commands);
	table_release(&fake->env);
	buf_release(&fake->messages);
	free(fake);
}

const struct host *
fake_host_interface(struct fake_host *fake)
{
	return &fake->host;
}

void
fake_host_file(struct fake_host *fake, const char *path, const char *content)
{
	set(&fake->files, path, content, 0);
}

void
fake_host_dangling(struct fake_host *fake, const char *path)
{
	set(&fake->files, path, NULL, 0);
}

void
fake_host_remove(struct fake_host *fake, const char *path)
{
	struct entry *e = find(&fake->files, path);
	if (!e)
		return;
	free(e->key);
	free(e->text);
	*e = fake->files.at[--fake->files.count];
}

const char *
fake_host_content(struct fake_host *fake, const char *path)
{
	const struct entry *e = find(&fake->files, path);
	return e ? e->text : NULL;
}

void
fake_host_shell(struct fake_host *fake, const char *command, const char *output, int status)
{
	set(&fake->commands, command, output, status);
}

void
fake_host_env(struct fake_host *fake, const char *name, const char *value)
{
	set(&fake->env, name, value, 0);
}

const char *
fake_host_messages(struct fake_host *fake)
{
	return fake->messages.data;
}

void
fake_host_clear_messages(struct fake_host *fake)
{
	buf_clear(&fake->messages);
}
