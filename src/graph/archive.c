/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/archive.h"

#include <string.h>

#include "parser/base/buf.h"
#include "parser/host.h"

static const char magic[] = "!<arch>\n";

/* offsets and lengths of the fields of a header, ar(5) */
enum {
	MAGIC_LEN = 8,
	NAME_LEN = 16,
	DATE_AT = 16, DATE_LEN = 12,
	SIZE_AT = 48, SIZE_LEN = 10,
	END_AT = 58,
	HEADER_LEN = 60,
};

bool
archive_is_member(const char *name)
{
	const char *paren = strchr(name, '(');
	size_t len = strlen(name);
	return paren && paren != name && name[len - 1] == ')' && paren + 1 != name + len - 1;
}

/* a decimal number padded with blanks; false where it is none */
static bool
number(const char *text, size_t len, unsigned long long *out)
{
	size_t i = 0;
	*out = 0;
	for (; i < len && text[i] >= '0' && text[i] <= '9'; i++)
		*out = *out * 10 + (unsigned)(text[i] - '0');
	if (!i)
		return false;
	while (i < len && text[i] == ' ')
		i++;
	return i == len;
}

/* "/123": GNU, in the table of long names; up to "/\n" */
static bool
long_name(const struct archive_names *names, const char *header, struct archive_member *out)
{
	unsigned long long at;
	if (!number(header + 1, NAME_LEN - 1, &at) || !names->text || at >= names->len)
		return false;
	out->name = names->text + at;
	size_t room = names->len - (size_t)at;
	const char *end = memchr(out->name, '\n', room);
	out->len = end ? (size_t)(end - out->name) : room;
	if (out->len && out->name[out->len - 1] == '/')
		out->len--;
	return true;
}

/* "#1/LEN": BSD, the name comes before the content */
static bool
inline_name(const char *header, const char *content, size_t size, struct archive_member *out)
{
	unsigned long long len;
	if (!number(header + 3, NAME_LEN - 3, &len) || len > size)
		return false;
	out->name = content;
	out->len = strnlen(content, (size_t)len);
	return true;
}

static bool
short_name(const char *header, struct archive_member *out)
{
	out->name = header;
	out->len = NAME_LEN;
	while (out->len && header[out->len - 1] == ' ')
		out->len--;
	if (out->len > 1 && header[out->len - 1] == '/')
		out->len--;
	return true;
}

static bool
member_name(const char *header, const char *content, size_t size, struct archive_names *names,
            struct archive_member *out)
{
	if (!memcmp(header, "// ", 3))
		*names = (struct archive_names){ content, size };
	if (header[0] == '/' && header[1] >= '0' && header[1] <= '9')
		return long_name(names, header, out);
	if (!memcmp(header, "#1/", 3))
		return inline_name(header, content, size, out);
	return short_name(header, out);
}

bool
archive_next(const char *data, size_t len, size_t *offset, struct archive_names *names,
             struct archive_member *out)
{
	unsigned long long size, date;
	if (*offset < MAGIC_LEN || len < MAGIC_LEN || memcmp(data, magic, MAGIC_LEN) ||
	    *offset > len || len - *offset < HEADER_LEN)
		return false;
	const char *header = data + *offset, *content = header + HEADER_LEN;
	size_t room = len - *offset - HEADER_LEN;
	if (memcmp(header + END_AT, "`\n", 2) || !number(header + SIZE_AT, SIZE_LEN, &size) ||
	    size > room)
		return false;
	if (!number(header + DATE_AT, DATE_LEN, &date))
		date = 0;
	out->mtime_s = (long long)date;
	out->header = *offset;
	if (!member_name(header, content, (size_t)size, names, out))
		return false;
	*offset += HEADER_LEN + (size_t)size + (size & 1);
	return true;
}

static bool
is_named(const struct archive_member *member, const char *name, size_t len)
{
	return member->len == len && !memcmp(member->name, name, len);
}

static file_time
find_time(const struct buf *archive, const char *name, size_t len)
{
	struct archive_names names = { 0 };
	struct archive_member member;
	size_t offset = MAGIC_LEN;
	while (archive_next(archive->data, archive->len, &offset, &names, &member))
		if (is_named(&member, name, len))
			return member.mtime_s * 1000000000LL < TIME_OLDEST ? TIME_OLDEST
			                                                   : member.mtime_s * 1000000000LL;
	return TIME_ABSENT;
}

file_time
archive_member_time(const struct host *host, const char *name)
{
	const char *paren = strchr(name, '(');
	struct buf path = BUF_INIT, archive = BUF_INIT;
	file_time time = TIME_ABSENT;
	buf_add(&path, name, (size_t)(paren - name));
	if (!host->read_file(host->self, path.data, &archive))
		time = find_time(&archive, paren + 1, strlen(paren + 1) - 1);
	buf_release(&path);
	buf_release(&archive);
	return time;
}
