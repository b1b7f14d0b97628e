/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/message.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/loc.h"

void
message_init(struct message *message, const char *called_as, unsigned level)
{
	const char *slash = strrchr(called_as, '/');
	*message = (struct message){ .program = slash ? slash + 1 : called_as, .level = level };
}

void
message_prefix(const struct message *message, struct buf *out)
{
	if (message->level)
		buf_addf(out, "%s[%u]: ", message->program, message->level);
	else
		buf_addf(out, "%s: ", message->program);
}

static void
add_place(const struct message *message, const struct loc *where, struct buf *out)
{
	if (where && where->file)
		buf_addf(out, "%s:%lu: ", where->file->text, where->line + where->offset);
	else
		message_prefix(message, out);
}

void
message_begin(struct message *message)
{
	if (message->announce && !message->is_announced)
		message->announce(message->announce_arg);
}

static void
put(struct message *message, bool to_stderr, const char *text, size_t len)
{
	if (message->write) {
		message->write(message->arg, to_stderr, text, len);
		return;
	}
	while (len) {
		ssize_t put = write(to_stderr ? STDERR_FILENO : STDOUT_FILENO, text, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			if (!to_stderr && !message->write_failed)
				message->write_error = errno;
			message->write_failed |= !to_stderr;
			return;
		}
		text += put;
		len -= (size_t)put;
	}
}

void
message_raw(struct message *message, bool to_stderr, const char *text, size_t len)
{
	if (len)
		message_begin(message);
	put(message, to_stderr, text, len);
}

void
message_say(struct message *message, enum message_kind kind, const struct loc *where,
            const char *text)
{
	struct buf line = BUF_INIT;
	if (kind == MESSAGE_INFO)
		message_prefix(message, &line);
	else if (kind == MESSAGE_WARNING || kind == MESSAGE_ERROR)
		add_place(message, where, &line);
	if (kind == MESSAGE_ERROR)
		buf_adds(&line, "*** ");
	buf_adds(&line, text);
	buf_addc(&line, '\n');
	if (kind == MESSAGE_DEBUG)
		put(message, false, line.data, line.len);
	else
		message_raw(message, kind == MESSAGE_WARNING || kind == MESSAGE_ERROR, line.data,
		            line.len);
	buf_release(&line);
}

void
message_sayf(struct message *message, enum message_kind kind, const struct loc *where,
             const char *format, ...)
{
	struct buf text = BUF_INIT;
	va_list args;
	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	message_say(message, kind, where, text.data);
	buf_release(&text);
}
