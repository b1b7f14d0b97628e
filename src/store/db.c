/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"

struct db {
	sqlite3 *handle; /* owned */
	sqlite3_stmt *statements[DB_STATEMENT_COUNT]; /* owned; NULL until first run */
	int err[DB_STATEMENT_COUNT];                  /* why it could not be prepared */
};

static const char *const statement_sql[] = {
#define STATEMENT(id, sql) [DB_##id] = sql,
#include "store/statements.def"
#undef STATEMENT
};

/* what the system said to the last failed call */
static int
system_error(const struct db *db)
{
	int error = db->handle ? sqlite3_system_errno(db->handle) : 0;
	return error ? -error : -EIO;
}

static int
error_of(const struct db *db, int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return 0;
	case SQLITE_NOMEM:
		BUG("out of memory");
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return -EACCES;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_ERROR:  /* a table is missing or another than ours */
	case SQLITE_SCHEMA:
	case SQLITE_MISMATCH:
		return -EUCLEAN;
	default:
		return system_error(db);
	}
}

/* as a URI: any byte that is not plainly part of a path is escaped */
static void
add_uri(struct buf *uri, const char *path, bool is_immutable)
{
	buf_adds(uri, "file:");
	for (const char *p = path; *p; p++) {
		if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		    (*p >= '0' && *p <= '9') || strchr("/._-", *p))
			buf_addc(uri, *p);
		else
			buf_addf(uri, "%%%02X", (unsigned char)*p);
	}
	if (is_immutable)
		buf_adds(uri, "?immutable=1");
}

/* the file's bytes, to be freed by SQLite; NULL with *err set */
static unsigned char *
read_all(int fd, size_t len, int *err)
{
	unsigned char *data = sqlite3_malloc64(len);
	size_t got = 0;
	if (!data)
		BUG("out of memory");
	while (got < len) {
		ssize_t n = pread(fd, data + got, len - got, (off_t)got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*err = n < 0 ? -errno : -EAGAIN;
			sqlite3_free(data);
			return NULL;
		}
		got += (size_t)n;
	}
	return data;
}

static bool
has_log(const char *path)
{
	cleanup_buf struct buf log = BUF_INIT;
	buf_addf(&log, "%s-wal", path);
	return access(log.data, F_OK) == 0;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* the file format, "Database Header": how it is written and read, 1: rollback journal, 2: WAL */
enum { HEADER_BYTES = 100, WRITE_VERSION = 18, READ_VERSION = 19 };

/* the file as it was at one moment: who has it open for writing has a log beside it */
static unsigned char *
copy_file(int fd, const char *path, size_t *len, int *err)
{
	struct stat before, after;
	*err = fstat(fd, &before) < 0 ? -errno : has_log(path) ? -EAGAIN : 0;
	if (*err < 0)
		return NULL;
	*len = (size_t)before.st_size;
	*err = *len == 0 ? -ENOENT : *len < HEADER_BYTES ? -EUCLEAN : 0;
	unsigned char *data = *err ? NULL : read_all(fd, *len, err);
	if (data && (has_log(path) || fstat(fd, &after) < 0 || !is_same_file(&before, &after))) {
		*err = -EAGAIN;
		sqlite3_free(data);
		return NULL;
	}
	return data;
}

static int
open_copy(struct db *db, const char *path)
{
	size_t len;
	int err;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	unsigned char *data = copy_file(fd, path, &len, &err);
	close(fd);
	if (!data)
		return err;
	data[WRITE_VERSION] = data[READ_VERSION] = 1; /* in memory there is no WAL */
	int code = sqlite3_open_v2(":memory:", &db->handle,
				   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL);
	if (code != SQLITE_OK) {
		sqlite3_free(data);
		return error_of(db, code);
	}
	return error_of(db, sqlite3_deserialize(
		db->handle, "main", data, (sqlite3_int64)len, (sqlite3_int64)len,
		SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY));
}

static int
open_file(struct db *db, const char *path, enum db_mode mode)
{
	cleanup_buf struct buf uri = BUF_INIT;
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
	flags |= mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
				  : SQLITE_OPEN_READONLY;
	add_uri(&uri, path, mode == DB_READ_UNLOCKED);
	return error_of(db, sqlite3_open_v2(uri.data, &db->handle, flags, NULL));
}

int
db_open(struct db **out, const char *path, enum db_mode mode)
{
	struct db *db = xcalloc(1, sizeof *db);
	int err = mode == DB_READ_COPY ? open_copy(db, path) : open_file(db, path, mode);
	if (err == 0) {
		sqlite3_busy_timeout(db->handle, 500);
		sqlite3_extended_result_codes(db->handle, 1);
		*out = db;
		return 0;
	}
	db_close(db);
	*out = NULL;
	return err;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	for (int i = 0; i < DB_STATEMENT_COUNT; i++)
		sqlite3_finalize(db->statements[i]);
	sqlite3_close(db->handle);
	free(db);
}

int
db_script(struct db *db, const char *sql)
{
	return error_of(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

int
db_number(struct db *db, const char *sql, int64_t *value)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
	*value = 0;
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return error_of(db, code);
}

/* NULL with db->err where it cannot be prepared */
static sqlite3_stmt *
statement_of(struct db *db, enum db_statement id)
{
	if (!db->statements[id]) {
		int code = sqlite3_prepare_v3(db->handle, statement_sql[id], -1,
					      SQLITE_PREPARE_PERSISTENT, &db->statements[id], NULL);
		db->err[id] = error_of(db, code);
	}
	return db->statements[id];
}

void
db_bind_int(struct db *db, enum db_statement id, int parameter, int64_t value)
{
	sqlite3_stmt *statement = statement_of(db, id);
	if (statement)
		sqlite3_bind_int64(statement, parameter, value);
}

void
db_bind_text(struct db *db, enum db_statement id, int parameter, const char *text)
{
	sqlite3_stmt *statement = statement_of(db, id);
	if (statement)
		sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC);
}

void
db_bind_blob(struct db *db, enum db_statement id, int parameter, const void *data, size_t len)
{
	sqlite3_stmt *statement = statement_of(db, id);
	if (statement)
		sqlite3_bind_blob64(statement, parameter, len ? data : "", len, SQLITE_STATIC);
}

int
db_step(struct db *db, enum db_statement id)
{
	sqlite3_stmt *statement = statement_of(db, id);
	if (!statement)
		return db->err[id] ? db->err[id] : -EIO;
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		return 1;
	sqlite3_reset(statement);
	return error_of(db, code);
}

int
db_run(struct db *db, enum db_statement id)
{
	int err;
	while ((err = db_step(db, id)) > 0)
		;
	return err;
}

void
db_reset(struct db *db, enum db_statement id)
{
	if (db->statements[id])
		sqlite3_reset(db->statements[id]);
}

int64_t
db_column_int(struct db *db, enum db_statement id, int column)
{
	return sqlite3_column_int64(db->statements[id], column);
}

const char *
db_column_text(struct db *db, enum db_statement id, int column)
{
	const unsigned char *text = sqlite3_column_text(db->statements[id], column);
	return text ? (const char *)text : "";
}

const void *
db_column_blob(struct db *db, enum db_statement id, int column, size_t *len)
{
	const void *data = sqlite3_column_blob(db->statements[id], column);
	*len = (size_t)sqlite3_column_bytes(db->statements[id], column);
	return data ? data : "";
}

bool
db_is_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}
