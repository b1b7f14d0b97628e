/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf.h - bytes that grow.  Always NUL-terminated behind `len`, also when empty.
 *
 *	struct buf out = BUF_INIT;
 *	buf_addf(&out, "%s:%lu", file, line);
 *	char *text = buf_steal(&out, NULL);   // or buf_release(&out)
 */
#ifndef PARSER_BASE_BUF_H
#define PARSER_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct buf {
	char *data; /* owned unless size is 0 */
	size_t len;
	size_t size;
};

extern char buf_empty[1];
#define BUF_INIT { buf_empty, 0, 0 }

void
buf_init(struct buf *);
void
buf_release(struct buf *);
/* forgets the content, keeps the memory */
void
buf_clear(struct buf *);
/* room for `more` bytes behind len */
void
buf_reserve(struct buf *, size_t more);
static inline void
buf_add(struct buf *buf, const void *data, size_t len)
{
	if (len == 0)
		return;
	if (buf->size - buf->len <= len)
		buf_reserve(buf, len);
	memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}
static inline void
buf_addc(struct buf *buf, char c)
{
	if (buf->size - buf->len <= 1)
		buf_reserve(buf, 1);
	buf->data[buf->len++] = c;
	buf->data[buf->len] = '\0';
}
void
buf_adds(struct buf *, const char *text);
void
buf_addf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void
buf_vaddf(struct buf *, const char *format, va_list) __attribute__((format(printf, 2, 0)));
/* shortens to `len` */
void
buf_truncate(struct buf *, size_t len);
/* the caller frees the result; the buf is empty again */
char *
buf_steal(struct buf *, size_t *len);

#define cleanup_buf __attribute__((cleanup(buf_release)))

#endif
