/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dictionary.h - zstd for many small texts that resemble each other: the first ones are what later
 * ones are compressed against.
 *
 *	int64_t number;
 *	err = dictionary_squeeze(dictionaries, data, len, &out, &number);
 *	err = dictionary_expand(dictionaries, number, out.data, out.len, &same);
 *
 * After a rollback: dictionary_forget, as what was added in the transaction is gone.
 */
#ifndef SRC_STORE_DICTIONARY_H
#define SRC_STORE_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct db;
struct dictionaries;

struct dictionaries *
dictionaries_new(struct db *);
void
dictionaries_free(struct dictionaries *);
void
dictionary_forget(struct dictionaries *);
/* 0 or -errno; number 0: compressed without one */
int
dictionary_squeeze(struct dictionaries *, const void *data, size_t len, struct buf *out,
		   int64_t *number);
/* 0 or -errno; -EUCLEAN: damaged */
int
dictionary_expand(struct dictionaries *, int64_t number, const void *data, size_t len,
		  struct buf *out);

#endif
