/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>
#include <zstd.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "trace/trace.h"

enum { LEVEL = 3, CHUNK = 1 << 17 };

/* folder/blobs/12/3456...; *parent_len: up to the last slash */
static void
add_path(struct buf *path, const char *folder, const struct digest *digest, size_t *parent_len)
{
	buf_addf(path, "%s/blobs/%02x", folder, digest->bytes[0]);
	*parent_len = path->len;
	buf_addc(path, '/');
	for (size_t i = 1; i < sizeof digest->bytes; i++)
		buf_addf(path, "%02x", digest->bytes[i]);
}

static void
digest_set(struct digest *digest, XXH128_hash_t hash)
{
	XXH128_canonical_t canonical;
	XXH128_canonicalFromHash(&canonical, hash);
	memcpy(digest->bytes, canonical.digest, sizeof digest->bytes);
}

/* as root the folder's owner shall go on owning what is in it */
static void
give_to_owner(int fd, const char *folder)
{
	struct stat st;
	if (geteuid() == 0 && stat(folder, &st) == 0 && (st.st_uid != 0 || st.st_gid != 0))
		(void)!fchown(fd, st.st_uid, st.st_gid);
}

static int
make_folder(const char *path, const char *folder)
{
	if (mkdir(path, 0777) < 0)
		return errno == EEXIST ? 0 : -errno;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		give_to_owner(fd, folder);
		close(fd);
	}
	return 0;
}

static int
write_whole(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, data, len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		data += written;
		len -= (size_t)written;
	}
	return 0;
}

/* A blob that is being written: its name is not known before its end. */
struct blob_writer {
	const char *folder;
	struct buf temporary; /* name */
	int fd;
	ZSTD_CCtx *squeezer; /* owned */
	XXH3_state_t *hash;  /* owned */
	char *chunk;         /* owned, CHUNK bytes */
};

static int
writer_open(struct blob_writer *writer, const char *folder)
{
	*writer = (struct blob_writer){ .folder = folder, .fd = -1 };
	buf_init(&writer->temporary);
	buf_addf(&writer->temporary, "%s/blobs", folder);
	int err = make_folder(writer->temporary.data, folder);
	if (err < 0)
		return err;
	buf_adds(&writer->temporary, "/new-XXXXXX");
	writer->fd = mkostemp(writer->temporary.data, O_CLOEXEC);
	if (writer->fd < 0)
		return -errno;
	give_to_owner(writer->fd, folder);
	writer->squeezer = ZSTD_createCCtx();
	writer->hash = XXH3_createState();
	writer->chunk = xmalloc(CHUNK);
	if (!writer->squeezer || !writer->hash)
		BUG("out of memory");
	ZSTD_CCtx_setParameter(writer->squeezer, ZSTD_c_compressionLevel, LEVEL);
	XXH3_128bits_reset(writer->hash);
	return 0;
}

static int
writer_add(struct blob_writer *writer, const void *data, size_t len, ZSTD_EndDirective directive)
{
	ZSTD_inBuffer in = { data, len, 0 };
	size_t left;
	XXH3_128bits_update(writer->hash, data, len);
	do {
		ZSTD_outBuffer out = { writer->chunk, CHUNK, 0 };
		left = ZSTD_compressStream2(writer->squeezer, &out, &in, directive);
		if (ZSTD_isError(left))
			return -EIO;
		int err = write_whole(writer->fd, writer->chunk, out.pos);
		if (err < 0)
			return err;
	} while (in.pos < in.size || (directive == ZSTD_e_end && left > 0));
	return 0;
}

static int
writer_rename(struct blob_writer *writer, struct digest *digest)
{
	cleanup_buf struct buf path = BUF_INIT;
	size_t parent_len;
	digest_set(digest, XXH3_128bits_digest(writer->hash));
	add_path(&path, writer->folder, digest, &parent_len);
	path.data[parent_len] = '\0';
	int err = make_folder(path.data, writer->folder);
	path.data[parent_len] = '/';
	if (err == 0 && rename(writer->temporary.data, path.data) < 0)
		err = -errno;
	return err;
}

/* finishes, or gives up what an error has spoilt; passes the error on */
static int
writer_close(struct blob_writer *writer, int err, struct digest *digest)
{
	if (err == 0)
		err = writer_add(writer, "", 0, ZSTD_e_end);
	if (writer->fd >= 0 && close(writer->fd) < 0 && err == 0)
		err = -errno;
	if (err == 0)
		err = writer_rename(writer, digest);
	if (err < 0 && writer->fd >= 0)
		unlink(writer->temporary.data);
	ZSTD_freeCCtx(writer->squeezer);
	XXH3_freeState(writer->hash);
	free(writer->chunk);
	buf_release(&writer->temporary);
	return err;
}

int
blob_put(const char *folder, const void *data, size_t len, struct digest *digest)
{
	struct blob_writer writer;
	digest_set(digest, XXH3_128bits(data, len));
	if (blob_is_there(folder, digest))
		return 0;
	int err = writer_open(&writer, folder);
	if (err == 0)
		err = writer_add(&writer, data, len, ZSTD_e_continue);
	return writer_close(&writer, err, digest);
}

static int
copy_in(struct blob_writer *writer, int fd)
{
	cleanup_free char *data = xmalloc(CHUNK);
	off_t offset = 0;
	int err = 0;
	while (err == 0) {
		ssize_t len = pread(fd, data, CHUNK, offset);
		if (len == 0)
			break;
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return -errno;
		offset += len;
		err = writer_add(writer, data, (size_t)len, ZSTD_e_continue);
	}
	return err;
}

int
blob_put_file(const char *folder, int fd, struct digest *digest)
{
	struct blob_writer writer;
	int err = writer_open(&writer, folder);
	if (err == 0)
		err = copy_in(&writer, fd);
	return writer_close(&writer, err, digest);
}

/* Reading. */

struct blob_reader {
	ZSTD_DCtx *expander; /* owned */
	XXH3_state_t *hash;  /* owned */
	char *in, *out;      /* owned, CHUNK bytes each */
	struct buf *to;      /* either, ... */
	int to_fd;           /* or */
};

static int
reader_pass(struct blob_reader *reader, size_t len)
{
	XXH3_128bits_update(reader->hash, reader->out, len);
	if (!reader->to)
		return write_whole(reader->to_fd, reader->out, len);
	buf_add(reader->to, reader->out, len);
	return 0;
}

/* *left: 0 when the frame is complete */
static int
reader_expand(struct blob_reader *reader, size_t len, size_t *left)
{
	ZSTD_inBuffer in = { reader->in, len, 0 };
	ZSTD_outBuffer out;
	do {
		out = (ZSTD_outBuffer){ reader->out, CHUNK, 0 };
		*left = ZSTD_decompressStream(reader->expander, &out, &in);
		if (ZSTD_isError(*left))
			return -EUCLEAN;
		int err = reader_pass(reader, out.pos);
		if (err < 0)
			return err;
	} while (in.pos < in.size || out.pos == out.size);
	return 0;
}

static int
reader_run(struct blob_reader *reader, int fd, const struct digest *wanted)
{
	struct digest digest;
	size_t left = 1;
	for (;;) {
		ssize_t len = read(fd, reader->in, CHUNK);
		if (len < 0)
			return -errno;
		if (len == 0)
			break;
		int err = reader_expand(reader, (size_t)len, &left);
		if (err < 0)
			return err;
	}
	digest_set(&digest, XXH3_128bits_digest(reader->hash));
	if (left != 0 || memcmp(&digest, wanted, sizeof digest) != 0)
		return -EUCLEAN;
	return 0;
}

static int
read_blob(const char *folder, const struct digest *digest, struct buf *to, int to_fd)
{
	cleanup_buf struct buf path = BUF_INIT;
	size_t parent_len, start = to ? to->len : 0;
	add_path(&path, folder, digest, &parent_len);
	int fd = open(path.data, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	struct blob_reader reader = {
		ZSTD_createDCtx(), XXH3_createState(), xmalloc(CHUNK), xmalloc(CHUNK), to, to_fd,
	};
	if (!reader.expander || !reader.hash)
		BUG("out of memory");
	XXH3_128bits_reset(reader.hash);
	int err = reader_run(&reader, fd, digest);
	close(fd);
	ZSTD_freeDCtx(reader.expander);
	XXH3_freeState(reader.hash);
	free(reader.in);
	free(reader.out);
	if (err == -EUCLEAN)
		unlink(path.data);
	if (err < 0 && to)
		buf_truncate(to, start);
	return err;
}

int
blob_get(const char *folder, const struct digest *digest, struct buf *out)
{
	return read_blob(folder, digest, out, -1);
}

int
blob_get_file(const char *folder, const struct digest *digest, int fd)
{
	return read_blob(folder, digest, NULL, fd);
}

uint64_t
blob_size(const char *folder, const struct digest *digest)
{
	cleanup_buf struct buf path = BUF_INIT;
	struct stat st;
	size_t parent_len;
	add_path(&path, folder, digest, &parent_len);
	return lstat(path.data, &st) == 0 ? (uint64_t)st.st_size : 0;
}

bool
blob_is_there(const char *folder, const struct digest *digest)
{
	return blob_size(folder, digest) > 0;
}

int
blob_delete(const char *folder, const struct digest *digest)
{
	cleanup_buf struct buf path = BUF_INIT;
	size_t parent_len;
	add_path(&path, folder, digest, &parent_len);
	return unlink(path.data) < 0 ? -errno : 0;
}
