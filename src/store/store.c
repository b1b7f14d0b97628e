/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "store/db.h"

static const char schema[] =
#include "store/schema.inc"
	;

enum {
	STORE_APPLICATION = 0x746d616b, /* "tmak"; another program's database is not ours */
	STORE_VERSION = 1,
	ASIDE_MAX = 9, /* databases set aside, of a kind */
};

struct store {
	char *folder; /* owned */
	struct db *db; /* owned */
	int lock;     /* owned; -1: none */
	bool is_read_only;
	bool is_damaged; /* to be set aside when it is closed */
};

static char *
path_in(const char *folder, const char *name)
{
	struct buf path = BUF_INIT;
	buf_addf(&path, "%s/%s", folder, name);
	return buf_steal(&path, NULL);
}

/* what root makes in a user's tree belongs to the user, who could not build again otherwise */
static void
give_to_owner_of(const char *path, const char *above)
{
	struct stat st;
	if (geteuid() == 0 && stat(above, &st) == 0 && (st.st_uid != 0 || st.st_gid != 0))
		(void)!lchown(path, st.st_uid, st.st_gid);
}

static int
make_folder(const char *folder, const char *root)
{
	if (mkdir(folder, 0777) == 0)
		give_to_owner_of(folder, root);
	else if (errno != EEXIST)
		return -errno;
	return 0;
}

/* version control shall not see the folder; not being able to say so is no reason to do without
   it */
static void
write_gitignore(const char *folder)
{
	cleanup_free char *path = path_in(folder, ".gitignore");
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return;
	(void)!write(fd, "*\n", 2);
	close(fd);
	give_to_owner_of(path, folder);
}

static int
take_lock(struct store *store)
{
	cleanup_free char *path = path_in(store->folder, "lock");
	store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (store->lock < 0)
		return -errno;
	give_to_owner_of(path, store->folder);
	if (flock(store->lock, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	return 0;
}

static void
rename_with(const char *from, const char *to, const char *suffix)
{
	cleanup_buf struct buf old = BUF_INIT;
	cleanup_buf struct buf new = BUF_INIT;
	buf_addf(&old, "%s%s", from, suffix);
	buf_addf(&new, "%s%s", to, suffix);
	if (rename(old.data, new.data) < 0)
		unlink(old.data);
}

/* a name that is free, or the last of them; the caller frees it */
static char *
aside_name(const char *path, const char *kind)
{
	struct buf name = BUF_INIT;
	for (int i = 1; i <= ASIDE_MAX; i++) {
		buf_clear(&name);
		buf_addf(&name, "%s.%s-%d", path, kind, i);
		if (access(name.data, F_OK) < 0)
			break;
	}
	return buf_steal(&name, NULL);
}

/* the name that it now has; the caller frees it */
static char *
set_aside(const char *path, const char *kind)
{
	char *aside = aside_name(path, kind);
	rename_with(path, aside, "");
	rename_with(path, aside, "-wal");
	rename_with(path, aside, "-shm");
	return aside;
}

/* 0: ours and of this version; 1: empty; -EUCLEAN: not ours; otherwise *kind says why it is not
   to be used */
static int
check_version(struct db *db, const char **kind)
{
	int64_t application, version, tables;
	int err = db_number(db, "PRAGMA application_id", &application);
	if (err == 0)
		err = db_number(db, "PRAGMA user_version", &version);
	if (err == 0)
		err = db_number(db, "SELECT count(*) FROM sqlite_master", &tables);
	if (err < 0)
		return err;
	if (application == 0 && version == 0 && tables == 0)
		return 1;
	if (application != STORE_APPLICATION)
		return -EUCLEAN;
	if (version == STORE_VERSION)
		return 0;
	*kind = version > STORE_VERSION ? "newer" : "older";
	return -EUCLEAN;
}

static int
create_schema(struct db *db)
{
	cleanup_buf struct buf script = BUF_INIT;
	buf_addf(&script, "BEGIN IMMEDIATE;\n%s\nPRAGMA application_id = %d;"
			  " PRAGMA user_version = %d; COMMIT;",
		 schema, STORE_APPLICATION, STORE_VERSION);
	return db_script(db, script.data);
}

/* journal_mode first: it finds out that a file is no database */
static const char write_settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
				     " PRAGMA temp_store = MEMORY;";

/* a read of each table's root page, as the price of a full check is not to be paid at every
   start */
static int
probe_tables(struct db *db)
{
	int64_t value;
	return db_number(db,
			 "SELECT (SELECT count(*) FROM meta) + EXISTS (SELECT 1 FROM trace)"
			 " + EXISTS (SELECT 1 FROM fact_page) + EXISTS (SELECT 1 FROM shared)"
			 " + EXISTS (SELECT 1 FROM process) + EXISTS (SELECT 1 FROM dictionary)"
			 " + EXISTS (SELECT 1 FROM file)",
			 &value);
}

static int
open_database(struct db **db, const char *path, enum db_mode mode, const char **kind)
{
	*kind = "corrupt";
	int err = db_open(db, path, mode);
	if (err < 0)
		return err;
	if (mode == DB_WRITE)
		err = db_script(*db, write_settings);
	if (err == 0)
		err = check_version(*db, kind);
	if (err == 1)
		err = mode == DB_WRITE ? create_schema(*db) : -ENOENT;
	if (err == 0)
		err = probe_tables(*db);
	if (err < 0) {
		db_close(*db);
		*db = NULL;
	}
	return err;
}

static int
open_for_writing(struct store *store, const char *path, struct buf *message)
{
	const char *kind;
	int err = open_database(&store->db, path, DB_WRITE, &kind);
	if (err == -EUCLEAN) {
		cleanup_free char *aside = set_aside(path, kind);
		if (strcmp(kind, "corrupt") == 0)
			buf_addf(message, "the store was damaged; set aside as %s, starting afresh",
				 aside);
		else
			buf_addf(message, "the store is of %s tmake; set aside as %s, starting"
					  " afresh",
				 strcmp(kind, "newer") == 0 ? "a newer" : "an older", aside);
		err = open_database(&store->db, path, DB_WRITE, &kind);
	}
	if (err == 0)
		give_to_owner_of(path, store->folder);
	return err;
}

static int
open_for_reading(struct store *store, const char *path)
{
	const char *kind;
	if (access(path, F_OK) < 0)
		return -errno;
	int err = open_database(&store->db, path, DB_READ_COPY, &kind);
	if (err == -EAGAIN)
		err = open_database(&store->db, path, DB_READ, &kind);
	if (err < 0 && err != -EUCLEAN && access(store->folder, W_OK) < 0)
		err = open_database(&store->db, path, DB_READ_UNLOCKED, &kind);
	return err;
}

static int
open_in(struct store *store, const char *root, struct buf *message)
{
	cleanup_free char *path = path_in(store->folder, "tmake.db");
	if (store->is_read_only)
		return open_for_reading(store, path);
	int err = make_folder(store->folder, root);
	if (err == 0)
		err = take_lock(store);
	if (err < 0)
		return err;
	write_gitignore(store->folder);
	return open_for_writing(store, path, message);
}

static void
explain(struct buf *message, const char *folder, int err)
{
	if (message->len)
		buf_adds(message, "; ");
	if (err == -EBUSY)
		buf_addf(message, "%s is in use by another tmake", folder);
	else
		buf_addf(message, "%s cannot be used: %s", folder, strerror(-err));
}

int
store_open(struct store **out, const char *root, unsigned flags, struct buf *message)
{
	struct store *store = xcalloc(1, sizeof *store);
	store->lock = -1;
	store->folder = path_in(strcmp(root, "/") == 0 ? "" : root, STORE_FOLDER);
	store->is_read_only = flags & STORE_READ_ONLY;
	int err = open_in(store, root, message);
	if (err < 0) {
		if (err != -ENOENT || !store->is_read_only)
			explain(message, store->folder, err);
		store_close(store);
		store = NULL;
	}
	*out = store;
	return err;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	db_close(store->db);
	if (store->is_damaged && !store->is_read_only) {
		cleanup_free char *path = path_in(store->folder, "tmake.db");
		free(set_aside(path, "corrupt"));
	}
	if (store->lock >= 0)
		close(store->lock);
	free(store->folder);
	free(store);
}

void
store_note_damage(struct store *store)
{
	store->is_damaged = true;
}

bool
store_is_damaged(const struct store *store)
{
	return store->is_damaged;
}

const char *
store_folder(const struct store *store)
{
	return store->folder;
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

bool
store_is_read_only(const struct store *store)
{
	return store->is_read_only;
}
