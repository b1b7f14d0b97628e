/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

static int
error_of(int code)
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
		return -EIO;
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

int
db_open(struct db **out, const char *path, enum db_mode mode)
{
	cleanup_buf struct buf uri = BUF_INIT;
	struct db *db = xcalloc(1, sizeof *db);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
	flags |= mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
				  : SQLITE_OPEN_READONLY;
	add_uri(&uri, path, mode == DB_READ_UNLOCKED);
	int code = sqlite3_open_v2(uri.data, &db->handle, flags, NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(db->handle, 500);
		sqlite3_extended_result_codes(db->handle, 1);
		*out = db;
		return 0;
	}
	db_close(db);
	*out = NULL;
	return error_of(code);
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
	return error_of(sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
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
	return error_of(code);
}

/* NULL with db->err where it cannot be prepared */
static sqlite3_stmt *
statement_of(struct db *db, enum db_statement id)
{
	if (!db->statements[id]) {
		int code = sqlite3_prepare_v3(db->handle, statement_sql[id], -1,
					      SQLITE_PREPARE_PERSISTENT, &db->statements[id], NULL);
		db->err[id] = error_of(code);
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
	return error_of(code);
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
