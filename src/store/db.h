/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db.h - the only place that prepares, steps and resets a statement.  Each is prepared once, when
 * it is first run.
 *
 *	db_bind_text(db, DB_TRACE_GET, 1, directory);
 *	db_bind_text(db, DB_TRACE_GET, 2, target);
 *	while ((err = db_step(db, DB_TRACE_GET)) > 0)
 *		data = db_column_blob(db, DB_TRACE_GET, 0, &len);    // until the next step
 *
 * A statement is reset when db_step returns 0 or less; one that is left early needs db_reset.  What
 * is bound must stay until then.  Errors are -errno: -ENOSPC, -EROFS, -EBUSY, -EIO, -EUCLEAN (not a
 * database, or damaged)...
 */
#ifndef SRC_STORE_DB_H
#define SRC_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

enum db_statement {
#define STATEMENT(id, sql) DB_##id,
#include "store/statements.def"
#undef STATEMENT
	DB_STATEMENT_COUNT
};

enum db_mode {
	DB_WRITE,
	DB_READ,
	DB_READ_COPY,     /* of what nobody has open: leaves no trace; -EAGAIN where somebody has */
	DB_READ_UNLOCKED, /* nobody writes: on a read-only file system */
};

int
db_open(struct db **, const char *path, enum db_mode);
void
db_close(struct db *);
/* several statements separated by ; that return nothing of interest */
int
db_script(struct db *, const char *sql);
/* the single number that a PRAGMA or SELECT gives */
int
db_number(struct db *, const char *sql, int64_t *value);

void
db_bind_int(struct db *, enum db_statement, int parameter, int64_t value);
void
db_bind_text(struct db *, enum db_statement, int parameter, const char *text);
void
db_bind_blob(struct db *, enum db_statement, int parameter, const void *data, size_t len);
/* 1: a row, 0: no more, or -errno */
int
db_step(struct db *, enum db_statement);
/* for what returns no rows: 0 or -errno */
int
db_run(struct db *, enum db_statement);
void
db_reset(struct db *, enum db_statement);
int64_t
db_column_int(struct db *, enum db_statement, int column);
/* never NULL; "" for NULL */
const char *
db_column_text(struct db *, enum db_statement, int column);
const void *
db_column_blob(struct db *, enum db_statement, int column, size_t *len);
/* in a transaction now */
bool
db_is_in_transaction(const struct db *);

#endif
