/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store.h - the folder .tmake in a root: a database and what lies beside it.
 *
 *	struct buf message = BUF_INIT;
 *	struct store *store;
 *	int err = store_open(&store, "/home/me/project", 0, &message);
 *	if (message.len) warn("%s", message.data);     // also when err is 0
 *	...                                            // err < 0: store is NULL, build without
 *	store_close(store);
 *
 * One process writes to a store at a time.  Nothing here prints.
 */
#ifndef SRC_STORE_STORE_H
#define SRC_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct store;

#define STORE_FOLDER ".tmake"

/* for questions, also while another tmake builds: takes no lock, creates nothing */
enum { STORE_READ_ONLY = 1 };

/*
 * 0 or -errno: -EBUSY another tmake has it, -EROFS/-EACCES/-ENOSPC/-EIO..., -ENOENT only with
 * STORE_READ_ONLY.  At most one sentence is added to the message, without end of line.
 */
int
store_open(struct store **, const char *root, unsigned flags, struct buf *message);
void
store_close(struct store *);
/* absolute path of the .tmake folder, without slash behind */
const char *
store_folder(const struct store *);
struct db *
store_db(struct store *);
bool
store_is_read_only(const struct store *);
/* Damage that shows only in use: what was read so far counts, the database is set aside when the
   store is closed. */
void
store_note_damage(struct store *);
bool
store_is_damaged(const struct store *);

#endif
