/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/wire.h"

#include "parser/base/buf.h"
#include "store/bytes.h"
#include "store/pack.h"
#include "trace/trace.h"

static void
put_bytes(struct buf *out, const void *data, size_t len)
{
	put_number(out, len);
	buf_add(out, data, len);
}

/* NULL and sticky where there are not so many */
static const unsigned char *
take_block(struct reader *in, size_t *len)
{
	*len = take_count(in);
	const unsigned char *bytes = in->at;
	in->at += *len;
	return in->is_bad ? NULL : bytes;
}

static const char *
take_string(struct reader *in)
{
	const char *text = (const char *)in->at;
	const unsigned char *end = reader_left(in) ? memchr(in->at, '\0', reader_left(in)) : NULL;
	if (!end) {
		reader_fail(in);
		return "";
	}
	in->at = end + 1;
	return text;
}

/* with tables of its own: facts, shared texts, then the trace and its processes */
static void
put_trace(struct buf *out, const struct trace *trace)
{
	struct pack *pack = pack_new();
	struct buf body = BUF_INIT, processes = BUF_INIT, page = BUF_INIT;
	pack_trace(pack, trace, &body);
	pack_processes(trace, &processes);
	put_text(out, trace->directory);
	put_text(out, trace->target);
	pack_page(pack, 0, pack_fact_count(pack), &page);
	put_number(out, pack_fact_count(pack));
	put_bytes(out, page.data, page.len);
	put_number(out, pack_shared_count(pack));
	for (size_t i = 1; i <= pack_shared_count(pack); i++) {
		size_t len;
		const void *text = pack_shared(pack, i, &len);
		put_bytes(out, text, len);
	}
	put_bytes(out, body.data, body.len);
	put_bytes(out, processes.data, processes.len);
	buf_release(&body);
	buf_release(&processes);
	buf_release(&page);
	pack_free(pack);
}

static bool
take_tables(struct reader *in, struct pack *pack)
{
	size_t len;
	uint64_t facts = take_number(in);
	const void *bytes = take_block(in, &len);
	if (!bytes || !pack_open_page(pack, 0, facts, bytes, len))
		return false;
	size_t shared = take_count(in);
	for (size_t i = 1; i <= shared; i++) {
		bytes = take_block(in, &len);
		if (!bytes || !pack_open_shared(pack, i, bytes, len))
			return false;
	}
	return !in->is_bad;
}

static struct trace *
take_trace(struct reader *in, struct pack *pack)
{
	size_t len, processes_len;
	const char *directory = take_string(in), *target = take_string(in);
	if (in->is_bad || !take_tables(in, pack))
		return NULL;
	const void *body = take_block(in, &len);
	const void *processes = take_block(in, &processes_len);
	if (in->is_bad)
		return NULL;
	struct trace *trace = pack_open_trace(pack, directory, target, body, len);
	if (trace && !pack_open_processes(trace, processes, processes_len)) {
		trace_free(trace);
		return NULL;
	}
	if (trace)
		trace->processes_unread = false;
	return trace;
}

void
wire_encode(struct buf *out, const struct wire_message *message)
{
	put_number(out, message->kind);
	put_number(out, message->number);
	put_text(out, message->text ? message->text : "");
	put_text(out, message->more ? message->more : "");
	put_number(out, message->trace != NULL);
	if (message->trace)
		put_trace(out, message->trace);
}

bool
wire_decode(struct wire_message *message, const char *data, size_t len)
{
	struct reader in = { (const unsigned char *)data, (const unsigned char *)data + len, false };
	*message = (struct wire_message){ 0 };
	message->kind = (enum wire_kind)take_number(&in);
	message->number = take_number(&in);
	message->text = take_string(&in);
	message->more = take_string(&in);
	bool has_trace = take_number(&in);
	if (in.is_bad)
		return false;
	if (!has_trace)
		return true;
	message->pack = pack_new();
	message->trace = take_trace(&in, message->pack);
	if (message->trace)
		return true;
	wire_release(message);
	return false;
}

void
wire_release(struct wire_message *message)
{
	if (message->trace)
		trace_free(message->trace);
	if (message->pack)
		pack_free(message->pack);
	message->trace = NULL;
	message->pack = NULL;
}
