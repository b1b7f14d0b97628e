/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/dictionary.h"

#include <errno.h>
#include <stdlib.h>

#include <zstd.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"
#include "store/db.h"

enum {
	LEVEL = 3,
	DICTIONARY_MIN = 256,        /* shorter texts make no dictionary */
	DICTIONARY_MAX = 1 << 16,
	DICTIONARIES = 16,
	MISSES_MAX = 8,              /* texts that the last one does not suit, before a new one */
	EXPANDED_MAX = 1 << 26,
};

struct dictionary {
	int64_t number;
	ZSTD_DDict *expanding; /* owned */
};

struct dictionaries {
	struct db *db;
	ZSTD_CCtx *squeezer;  /* owned */
	ZSTD_DCtx *expander;  /* owned */
	struct { VEC(struct dictionary) } known;
	int64_t last;          /* the number of the newest one; 0: none */
	ZSTD_CDict *squeezing; /* owned; of `last` */
	bool has_last;         /* the two above are set */
	int misses;
};

struct dictionaries *
dictionaries_new(struct db *db)
{
	struct dictionaries *all = xcalloc(1, sizeof *all);
	all->db = db;
	all->squeezer = ZSTD_createCCtx();
	all->expander = ZSTD_createDCtx();
	if (!all->squeezer || !all->expander)
		BUG("out of memory");
	return all;
}

void
dictionary_forget(struct dictionaries *all)
{
	for (size_t i = 0; i < all->known.count; i++)
		ZSTD_freeDDict(all->known.at[i].expanding);
	vec_release(&all->known);
	ZSTD_freeCDict(all->squeezing);
	all->squeezing = NULL;
	all->has_last = false;
	all->last = 0;
	all->misses = 0;
}

void
dictionaries_free(struct dictionaries *all)
{
	if (!all)
		return;
	dictionary_forget(all);
	ZSTD_freeCCtx(all->squeezer);
	ZSTD_freeDCtx(all->expander);
	free(all);
}

static int
read_dictionary(struct dictionaries *all, int64_t number, struct buf *out)
{
	db_bind_int(all->db, DB_DICTIONARY_GET, 1, number);
	int err = db_step(all->db, DB_DICTIONARY_GET);
	if (err == 0)
		return -EUCLEAN;
	if (err < 0)
		return err;
	size_t len;
	const void *data = db_column_blob(all->db, DB_DICTIONARY_GET, 0, &len);
	buf_add(out, data, len);
	db_reset(all->db, DB_DICTIONARY_GET);
	return 0;
}

static void
use_for_squeezing(struct dictionaries *all, int64_t number, const void *data, size_t len)
{
	ZSTD_freeCDict(all->squeezing);
	all->squeezing = ZSTD_createCDict(data, len, LEVEL);
	all->last = all->squeezing ? number : 0;
	all->has_last = true;
	all->misses = 0;
}

static int
find_last(struct dictionaries *all)
{
	cleanup_buf struct buf data = BUF_INIT;
	if (all->has_last)
		return 0;
	all->has_last = true;
	int err = db_step(all->db, DB_DICTIONARY_LAST);
	if (err < 0)
		return err;
	int64_t last = err > 0 ? db_column_int(all->db, DB_DICTIONARY_LAST, 0) : 0;
	db_reset(all->db, DB_DICTIONARY_LAST);
	if (last == 0)
		return 0;
	err = read_dictionary(all, last, &data);
	if (err == 0)
		use_for_squeezing(all, last, data.data, data.len);
	return err;
}

static int
add_dictionary(struct dictionaries *all, const void *data, size_t len)
{
	int64_t number = all->last + 1;
	if (len > DICTIONARY_MAX)
		len = DICTIONARY_MAX;
	db_bind_int(all->db, DB_DICTIONARY_PUT, 1, number);
	db_bind_blob(all->db, DB_DICTIONARY_PUT, 2, data, len);
	int err = db_run(all->db, DB_DICTIONARY_PUT);
	if (err == 0)
		use_for_squeezing(all, number, data, len);
	return err;
}

static int
squeeze(struct dictionaries *all, const void *data, size_t len, struct buf *out)
{
	size_t bound = ZSTD_compressBound(len), packed;
	buf_reserve(out, bound);
	if (all->last)
		packed = ZSTD_compress_usingCDict(all->squeezer, out->data + out->len, bound, data,
						  len, all->squeezing);
	else
		packed = ZSTD_compressCCtx(all->squeezer, out->data + out->len, bound, data, len,
					   LEVEL);
	if (ZSTD_isError(packed))
		return -EIO;
	out->len += packed;
	out->data[out->len] = '\0';
	return 0;
}

int
dictionary_squeeze(struct dictionaries *all, const void *data, size_t len, struct buf *out,
		   int64_t *number)
{
	size_t start = out->len;
	int err = find_last(all);
	if (err == 0 && len >= DICTIONARY_MIN && all->last < DICTIONARIES &&
	    (all->last == 0 || all->misses >= MISSES_MAX))
		err = add_dictionary(all, data, len);
	if (err == 0)
		err = squeeze(all, data, len, out);
	if (len >= DICTIONARY_MIN && out->len - start > len / 4)
		all->misses++;
	*number = all->last;
	return err;
}

/* NULL with *err */
static const ZSTD_DDict *
expanding_dictionary(struct dictionaries *all, int64_t number, int *err)
{
	cleanup_buf struct buf data = BUF_INIT;
	*err = 0;
	for (size_t i = 0; i < all->known.count; i++)
		if (all->known.at[i].number == number)
			return all->known.at[i].expanding;
	*err = read_dictionary(all, number, &data);
	if (*err < 0)
		return NULL;
	struct dictionary dictionary = { number, ZSTD_createDDict(data.data, data.len) };
	if (!dictionary.expanding) {
		*err = -EUCLEAN;
		return NULL;
	}
	vec_push(&all->known, dictionary);
	return dictionary.expanding;
}

int
dictionary_expand(struct dictionaries *all, int64_t number, const void *data, size_t len,
		  struct buf *out)
{
	const ZSTD_DDict *dictionary = NULL;
	int err = 0;
	if (number != 0)
		dictionary = expanding_dictionary(all, number, &err);
	if (err < 0)
		return err;
	unsigned long long size = ZSTD_getFrameContentSize(data, len);
	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
	    size > EXPANDED_MAX)
		return -EUCLEAN;
	buf_reserve(out, (size_t)size);
	size_t expanded = ZSTD_decompress_usingDDict(all->expander, out->data + out->len,
						     (size_t)size, data, len, dictionary);
	if (ZSTD_isError(expanded))
		return -EUCLEAN;
	out->len += expanded;
	out->data[out->len] = '\0';
	return 0;
}
