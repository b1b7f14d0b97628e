/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_trace.c - any bytes as what a store holds: a page of facts, a shared text, a trace, its
 * processes.
 *
 * The input is cut in four at its first bytes' word.  What decodes is packed and decoded again, and
 * must then be the same.
 */
#include <stdint.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "store/pack.h"
#include "testsuite/fuzz/fuzz.h"
#include "trace/trace.h"

enum { LARGEST_INPUT = 1 << 14 };

struct part {
	const uint8_t *data;
	size_t len;
};

/* the next part; its length stands in front */
static struct part
take_part(const uint8_t **data, size_t *size)
{
	struct part part = { *data, 0 };
	if (*size == 0)
		return part;
	part.len = **data;
	part.data = *data + 1;
	if (part.len > *size - 1)
		part.len = *size - 1;
	*data += 1 + part.len;
	*size -= 1 + part.len;
	return part;
}

static void
note_effect(void *arg, const struct pack_head *head, const struct effect *effect)
{
	size_t *sum = arg;
	*sum += strlen(effect->path) + head->order;
}

static void
compare(const struct trace *a, const struct trace *b)
{
	if (!b || a->accesses.count != b->accesses.count || a->effects.count != b->effects.count ||
	    a->declared.count != b->declared.count ||
	    a->environment.count != b->environment.count ||
	    a->shell_calls.count != b->shell_calls.count || strcmp(a->recipe, b->recipe) != 0 ||
	    a->end != b->end || a->line != b->line)
		BUG("a trace changed on its way through the store");
	for (size_t i = 0; i < a->accesses.count; i++)
		if (strcmp(a->accesses.at[i].path, b->accesses.at[i].path) != 0 ||
		    a->accesses.at[i].kinds != b->accesses.at[i].kinds ||
		    a->accesses.at[i].seen.size != b->accesses.at[i].seen.size)
			BUG("an access changed on its way through the store");
}

static void
repack(const struct trace *trace)
{
	struct pack *pack = pack_new();
	struct buf data = BUF_INIT;
	pack_trace(pack, trace, &data);
	struct trace *same = pack_open_trace(pack, "/r", "x", data.data, data.len);
	compare(trace, same);
	trace_free(same);
	buf_release(&data);
	pack_free(pack);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > LARGEST_INPUT || size == 0)
		return 0;
	struct pack *pack = pack_new();
	size_t count = *data++, sum = 0;
	size--;
	struct part page = take_part(&data, &size);
	struct part first_shared = take_part(&data, &size);
	struct part shared = take_part(&data, &size);
	struct part processes = take_part(&data, &size);
	pack_open_page(pack, 0, count, page.data, page.len);
	pack_open_shared(pack, 1, first_shared.data, first_shared.len);
	pack_open_shared(pack, 2, shared.data, shared.len);
	pack_open_effects(pack, data, size, note_effect, &sum);
	struct trace *trace = pack_open_trace(pack, "/r", "x", data, size);
	if (trace) {
		repack(trace);
		pack_open_processes(trace, processes.data, processes.len);
		trace_free(trace);
	}
	pack_free(pack);
	return 0;
}
