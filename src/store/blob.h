/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blob.h - contents by their digest: .tmake/blobs/12/3456..., each a zstd frame.
 *
 *	struct digest digest;
 *	err = blob_put(folder, data, len, &digest);             // folder: store_folder(store)
 *	err = blob_get(folder, &digest, &data);
 *
 * Written to a temporary name and renamed, so that one is there whole or not at all; checked
 * against its name when it is read, and deleted if it does not match.  Any number of processes.
 * All return 0 or -errno.
 */
#ifndef SRC_STORE_BLOB_H
#define SRC_STORE_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct digest;

int
blob_put(const char *folder, const void *data, size_t len, struct digest *);
/* appends; -ENOENT: not there, -EUCLEAN: it was damaged, and is gone now */
int
blob_get(const char *folder, const struct digest *, struct buf *out);
/* the content of an open file, from its start; of any size */
int
blob_put_file(const char *folder, int fd, struct digest *);
/* to an open file, behind what was written to it before; after an error it has an unusable part
   of the content */
int
blob_get_file(const char *folder, const struct digest *, int fd);
bool
blob_is_there(const char *folder, const struct digest *);
/* bytes on disk; 0 where it is not there */
uint64_t
blob_size(const char *folder, const struct digest *);
int
blob_delete(const char *folder, const struct digest *);

#endif
