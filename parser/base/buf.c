/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "parser/base/bug.h"

char buf_empty[1]; /* never written to: size 0 makes every writer allocate first */

void
buf_init(struct buf *buf)
{
	*buf = (struct buf)BUF_INIT;
}

void
buf_release(struct buf *buf)
{
	if (buf->size)
		free(buf->data);
	buf_init(buf);
}

void
buf_clear(struct buf *buf)
{
	buf_truncate(buf, 0);
}

void
buf_reserve(struct buf *buf, size_t more)
{
	if (buf->size - buf->len > more)
		return;
	size_t size = buf->size ? buf->size * 2 : 64;
	if (size - buf->len <= more)
		size = buf->len + more + 1;
	if (size <= buf->len)
		BUG("buffer larger than the address space");
	buf->data = xrealloc(buf->size ? buf->data : NULL, size);
	buf->size = size;
	buf->data[buf->len] = '\0';
}

void
buf_adds(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_addf(struct buf *buf, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	buf_vaddf(buf, format, ap);
	va_end(ap);
}

void
buf_vaddf(struct buf *buf, const char *format, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, ap);
	if (n < 0)
		BUG("format");
	buf_reserve(buf, (size_t)n);
	vsnprintf(buf->data + buf->len, (size_t)n + 1, format, again);
	buf->len += (size_t)n;
	va_end(again);
}

void
buf_truncate(struct buf *buf, size_t len)
{
	if (len > buf->len)
		BUG("buf_truncate: longer than the content");
	buf->len = len;
	if (buf->size)
		buf->data[len] = '\0';
}

char *
buf_steal(struct buf *buf, size_t *len)
{
	char *data = buf->size ? buf->data : xstrdup("");
	if (len)
		*len = buf->len;
	buf_init(buf);
	return data;
}
