/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bytes.h - numbers of few bytes where they are small, and texts.
 *
 *	put_number(&out, count);
 *	struct reader in = { data, data + len, false };
 *	count = take_number(&in);
 *	if (in.is_bad) ...            // sticky: once, at the end
 */
#ifndef SRC_STORE_BYTES_H
#define SRC_STORE_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "parser/base/buf.h"

struct reader {
	const unsigned char *at, *end;
	bool is_bad;
};

/* seven bits a byte, lowest first */
static inline void
put_number(struct buf *out, uint64_t value)
{
	unsigned char bytes[10];
	size_t len = 0;
	for (; value >= 0x80; value >>= 7)
		bytes[len++] = (unsigned char)(value | 0x80);
	bytes[len++] = (unsigned char)value;
	buf_add(out, bytes, len);
}

/* near zero on either side is short */
static inline void
put_signed(struct buf *out, int64_t value)
{
	put_number(out, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

static inline void
put_text(struct buf *out, const char *text)
{
	buf_add(out, text, strlen(text) + 1);
}

static inline size_t
reader_left(const struct reader *in)
{
	return (size_t)(in->end - in->at);
}

static inline void
reader_fail(struct reader *in)
{
	in->is_bad = true;
	in->at = in->end;
}

static inline uint64_t
take_number(struct reader *in)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 64 && in->at < in->end; shift += 7) {
		unsigned char byte = *in->at++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return value;
	}
	reader_fail(in);
	return 0;
}

static inline int64_t
take_signed(struct reader *in)
{
	uint64_t value = take_number(in);
	return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* of things that take a byte each at least */
static inline size_t
take_count(struct reader *in)
{
	uint64_t count = take_number(in);
	if (count > reader_left(in)) {
		reader_fail(in);
		return 0;
	}
	return (size_t)count;
}

/* points into what is read; "" when that is bad */
static inline const char *
take_text(struct reader *in)
{
	const char *text = (const char *)in->at;
	const unsigned char *end =
		in->at < in->end ? memchr(in->at, '\0', reader_left(in)) : NULL;
	if (!end) {
		reader_fail(in);
		return "";
	}
	in->at = end + 1;
	return text;
}

static inline const void *
take_bytes(struct reader *in, size_t len)
{
	const void *bytes = in->at;
	if (len > reader_left(in)) {
		reader_fail(in);
		return NULL;
	}
	in->at += len;
	return bytes;
}

#endif
