/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pack.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/name.h"
#include "store/bytes.h"

struct fact {
	const char *path; /* a name's text */
	struct state state;
	uint32_t next;    /* number of another fact of this path, plus 1; 0: the last */
};

struct pack {
	struct names *paths; /* owned; bound to the number of a fact, plus 1 */
	struct names *texts; /* owned; bound to the number of a shared text */
	struct { VEC(struct fact) } facts;
	struct { VEC(const struct name *) } shared; /* number - 1 */
};

enum { TRACE_VERSION = 1 };
enum { FACTS_MAX = 1 << 26 };

struct pack *
pack_new(void)
{
	struct pack *pack = xcalloc(1, sizeof *pack);
	pack->paths = names_new();
	pack->texts = names_new();
	return pack;
}

void
pack_free(struct pack *pack)
{
	if (!pack)
		return;
	vec_release(&pack->facts);
	vec_release(&pack->shared);
	names_free(pack->paths);
	names_free(pack->texts);
	free(pack);
}

/* Facts. */

static uint32_t
first_fact(const struct name *path)
{
	return (uint32_t)(uintptr_t)path->bound;
}

static void
fact_push(struct pack *pack, const struct name *path, const struct state *state)
{
	struct fact fact = { path->text, *state, first_fact(path) };
	vec_push(&pack->facts, fact);
	name_bind(path, (void *)(uintptr_t)pack->facts.count);
}

static bool
states_are_equal(const struct state *a, const struct state *b)
{
	return a->type == b->type && a->mode == b->mode && a->uid == b->uid && a->gid == b->gid &&
	       a->size == b->size && a->device == b->device && a->inode == b->inode &&
	       a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns &&
	       a->has_digest == b->has_digest &&
	       (!a->has_digest || memcmp(&a->digest, &b->digest, sizeof a->digest) == 0);
}

static size_t
fact_of(struct pack *pack, const char *path, const struct state *state)
{
	const struct name *name = name_of(pack->paths, path);
	for (uint32_t i = first_fact(name); i; i = pack->facts.at[i - 1].next)
		if (states_are_equal(&pack->facts.at[i - 1].state, state))
			return i - 1;
	fact_push(pack, name, state);
	return pack->facts.count - 1;
}

size_t
pack_fact_count(const struct pack *pack)
{
	return pack->facts.count;
}

enum { STATE_HAS_DIGEST = 8 }; /* above the types */

/* as differences from the state before: files that were installed together have much in common */
static void
put_state(struct buf *out, const struct state *state, const struct state *before)
{
	put_number(out, (unsigned)state->type | (state->has_digest ? STATE_HAS_DIGEST : 0u));
	if (state->type == FILE_ABSENT)
		return;
	put_number(out, state->mode);
	put_number(out, state->uid);
	put_number(out, state->gid);
	put_number(out, state->size);
	put_signed(out, (int64_t)(state->device - before->device));
	put_signed(out, (int64_t)(state->inode - before->inode));
	put_signed(out, (int64_t)((uint64_t)state->mtime_ns - (uint64_t)before->mtime_ns));
	put_signed(out, (int64_t)((uint64_t)state->ctime_ns - (uint64_t)before->ctime_ns));
	if (state->has_digest)
		buf_add(out, state->digest.bytes, sizeof state->digest.bytes);
}

static void
take_state(struct reader *in, struct state *state, const struct state *before)
{
	uint64_t head = take_number(in);
	*state = (struct state){ .type = (enum file_type)(head & 7) };
	if (head > (FILE_OTHER | STATE_HAS_DIGEST) || (head & 7) > FILE_OTHER)
		reader_fail(in);
	if (state->type == FILE_ABSENT)
		return;
	state->mode = (uint32_t)take_number(in);
	state->uid = (uint32_t)take_number(in);
	state->gid = (uint32_t)take_number(in);
	state->size = take_number(in);
	state->device = before->device + (uint64_t)take_signed(in);
	state->inode = before->inode + (uint64_t)take_signed(in);
	state->mtime_ns = (int64_t)((uint64_t)before->mtime_ns + (uint64_t)take_signed(in));
	state->ctime_ns = (int64_t)((uint64_t)before->ctime_ns + (uint64_t)take_signed(in));
	if (head & STATE_HAS_DIGEST) {
		const void *bytes = take_bytes(in, sizeof state->digest.bytes);
		state->has_digest = bytes;
		if (bytes)
			memcpy(state->digest.bytes, bytes, sizeof state->digest.bytes);
	}
}

static size_t
common_prefix(const char *a, const char *b)
{
	size_t len = 0;
	while (a[len] && a[len] == b[len])
		len++;
	return len;
}

void
pack_page(const struct pack *pack, size_t first, size_t count, struct buf *out)
{
	struct state before = { 0 };
	const char *path = "";
	for (size_t i = first; i < first + count; i++) {
		const struct fact *fact = &pack->facts.at[i];
		size_t prefix = common_prefix(path, fact->path);
		put_number(out, prefix);
		put_text(out, fact->path + prefix);
		put_state(out, &fact->state, &before);
		if (fact->state.type != FILE_ABSENT)
			before = fact->state;
		path = fact->path;
	}
}

static void
take_facts(struct pack *pack, struct reader *in, size_t count)
{
	struct state before = { 0 }, state;
	cleanup_buf struct buf path = BUF_INIT;
	for (size_t i = 0; i < count && !in->is_bad; i++) {
		uint64_t prefix = take_number(in);
		const char *suffix = take_text(in);
		take_state(in, &state, &before);
		if (prefix > path.len)
			reader_fail(in);
		if (in->is_bad)
			return;
		if (state.type != FILE_ABSENT)
			before = state;
		buf_truncate(&path, (size_t)prefix);
		buf_adds(&path, suffix);
		fact_push(pack, name_intern(pack->paths, path.data, path.len), &state);
	}
}

bool
pack_open_page(struct pack *pack, size_t first, size_t count, const void *data, size_t len)
{
	struct reader in = { data, (const unsigned char *)data + len, false };
	/* a fact takes three bytes at least */
	if (first != pack->facts.count || first > FACTS_MAX || count > len)
		return false;
	take_facts(pack, &in, count);
	return !in.is_bad && in.at == in.end;
}

/* Shared texts. */

static size_t
shared_of(struct pack *pack, const void *data, size_t len)
{
	const struct name *name = name_intern(pack->texts, data, len);
	if (!name->bound) {
		vec_push(&pack->shared, name);
		name_bind(name, (void *)(uintptr_t)pack->shared.count);
	}
	return (size_t)(uintptr_t)name->bound;
}

size_t
pack_shared_count(const struct pack *pack)
{
	return pack->shared.count;
}

const void *
pack_shared(const struct pack *pack, size_t number, size_t *len)
{
	if (number < 1 || number > pack->shared.count)
		return NULL;
	*len = pack->shared.at[number - 1]->len;
	return pack->shared.at[number - 1]->text;
}

bool
pack_open_shared(struct pack *pack, size_t number, const void *data, size_t len)
{
	return number == pack->shared.count + 1 && shared_of(pack, data, len) == number;
}

static size_t
shared_text(struct pack *pack, const char *text)
{
	return shared_of(pack, text, strlen(text));
}

static size_t
shared_environment(struct pack *pack, const struct trace *trace)
{
	cleanup_buf struct buf out = BUF_INIT;
	for (size_t i = 0; i < trace->environment.count; i++) {
		const struct environment_entry *entry = &trace->environment.at[i];
		put_text(&out, entry->name);
		buf_addc(&out, entry->value ? '=' : '!');
		if (entry->value)
			put_text(&out, entry->value);
	}
	return shared_of(pack, out.data, out.len);
}

/* Lists of accesses: runs of successive facts of the same kinds and process. */

static size_t
run_length(const size_t *numbers, const struct access *accesses, size_t count)
{
	size_t len = 1;
	while (len < count && numbers[len] == numbers[0] + len &&
	       accesses[len].kinds == accesses[0].kinds &&
	       accesses[len].process == accesses[0].process)
		len++;
	return len;
}

static uint64_t
process_code(uint32_t process)
{
	return process == PROCESS_NONE ? 0 : (uint64_t)process + 1;
}

static uint32_t
take_process(struct reader *in)
{
	uint64_t code = take_number(in);
	return code == 0 || code > PROCESS_NONE ? PROCESS_NONE : (uint32_t)(code - 1);
}

static void
put_accesses(struct pack *pack, struct buf *out, const struct access *accesses, size_t count)
{
	cleanup_free size_t *numbers = xmalloc((count + 1) * sizeof *numbers);
	size_t expected = 0, len;
	for (size_t i = 0; i < count; i++)
		numbers[i] = fact_of(pack, accesses[i].path, &accesses[i].seen);
	put_number(out, count);
	for (size_t i = 0; i < count; i += len) {
		len = run_length(numbers + i, accesses + i, count - i);
		put_signed(out, (int64_t)numbers[i] - (int64_t)expected);
		put_number(out, len);
		put_number(out, accesses[i].kinds);
		put_number(out, process_code(accesses[i].process));
		expected = numbers[i] + len;
	}
}

struct opening {
	const struct pack *pack;
	struct reader in;
	size_t budget; /* accesses that may still come: damage must not ask for all memory */
};

/* the number of a fact that is known, coded by its distance from the one expected; else the
   reader has failed */
static size_t
take_fact(struct opening *opening, size_t expected)
{
	uint64_t number = expected + (uint64_t)take_signed(&opening->in);
	if (opening->in.is_bad || number >= opening->pack->facts.count) {
		reader_fail(&opening->in);
		return 0;
	}
	return (size_t)number;
}

static void
fill_run(const struct opening *opening, struct access *accesses, size_t number, size_t len,
	 const struct access *like)
{
	for (size_t i = 0; i < len; i++) {
		const struct fact *fact = &opening->pack->facts.at[number + i];
		accesses[i].path = fact->path;
		accesses[i].kinds = like->kinds;
		accesses[i].process = like->process;
		accesses[i].seen = fact->state;
	}
}

/* fills an array of `count`, whose use the reader's failure forbids */
static void
take_runs(struct opening *opening, struct access *accesses, size_t count)
{
	struct reader *in = &opening->in;
	size_t expected = 0;
	for (size_t i = 0; i < count && !in->is_bad;) {
		uint64_t number = expected + (uint64_t)take_signed(in);
		uint64_t len = take_number(in);
		struct access like = { .kinds = (unsigned)take_number(in) };
		like.process = take_process(in);
		size_t known = opening->pack->facts.count;
		if (len == 0 || len > count - i || number >= known || len > known - number)
			reader_fail(in);
		if (in->is_bad)
			return;
		fill_run(opening, accesses + i, (size_t)number, (size_t)len, &like);
		expected = (size_t)(number + len);
		i += (size_t)len;
	}
}

/* NULL where there are none; the caller owns it */
static struct access *
take_accesses(struct opening *opening, size_t *count)
{
	uint64_t wanted = take_number(&opening->in);
	*count = 0;
	if (wanted > opening->budget)
		reader_fail(&opening->in);
	if (opening->in.is_bad || wanted == 0)
		return NULL;
	opening->budget -= (size_t)wanted;
	struct access *accesses = xmalloc((size_t)wanted * sizeof *accesses);
	take_runs(opening, accesses, (size_t)wanted);
	if (opening->in.is_bad) {
		free(accesses);
		return NULL;
	}
	*count = (size_t)wanted;
	return accesses;
}

/* Traces: head, effects, then what only pack_open_trace reads. */

enum {
	/* 1 was another flag */
	USES_NEWER = 2,
	STARTED_MAKE = 4,
	MAKES_TARGET = 8,
	USED_NETWORK = 16,
	IS_VOID = 32,
	HAS_WHY = 64,
};

static unsigned
flags_of(const struct trace *trace)
{
	return (trace->uses_newer ? USES_NEWER : 0u) | (trace->started_make ? STARTED_MAKE : 0u) |
	       (trace->makes_target ? MAKES_TARGET : 0u) |
	       (trace->used_network ? USED_NETWORK : 0u) | (trace->void_reason ? IS_VOID : 0u) |
	       (trace->why ? HAS_WHY : 0u);
}

static void
put_effects(struct pack *pack, struct buf *out, const struct trace *trace)
{
	int64_t expected = 0;
	put_number(out, trace->effects.count);
	for (size_t i = 0; i < trace->effects.count; i++) {
		const struct effect *effect = &trace->effects.at[i];
		int64_t before = (int64_t)fact_of(pack, effect->path, &effect->before);
		int64_t after = (int64_t)fact_of(pack, effect->path, &effect->after);
		put_signed(out, before - expected);
		put_signed(out, after - before);
		put_number(out, process_code(effect->process));
		expected = after + 1;
	}
}

static void
put_declared(struct pack *pack, struct buf *out, const struct trace *trace)
{
	int64_t expected = 0;
	put_number(out, trace->declared.count);
	for (size_t i = 0; i < trace->declared.count; i++) {
		const struct declared *declared = &trace->declared.at[i];
		int64_t number = (int64_t)fact_of(pack, declared->path, &declared->state);
		put_signed(out, number - expected);
		put_number(out, declared->order_only);
		expected = number + 1;
	}
}

static void
put_shell_calls(struct pack *pack, struct buf *out, const struct trace *trace)
{
	put_number(out, trace->shell_calls.count);
	for (size_t i = 0; i < trace->shell_calls.count; i++) {
		const struct shell_call *call = &trace->shell_calls.at[i];
		put_text(out, call->command ? call->command : "");
		put_text(out, call->result ? call->result : "");
		put_signed(out, call->status);
		put_accesses(pack, out, call->accesses.at, call->accesses.count);
	}
}

void
pack_trace(struct pack *pack, const struct trace *trace, struct buf *out)
{
	put_number(out, TRACE_VERSION);
	put_number(out, trace->build);
	put_number(out, trace->order);
	put_effects(pack, out, trace);

	put_number(out, flags_of(trace));
	put_number(out, trace->end);
	put_signed(out, trace->status);
	put_signed(out, trace->started_ns);
	put_signed(out, trace->duration_ns);
	put_number(out, trace->line);
	put_number(out, shared_text(pack, trace->makefile));
	put_number(out, shared_text(pack, trace->shell));
	put_number(out, shared_environment(pack, trace));
	put_text(out, trace->recipe);
	if (trace->void_reason)
		put_text(out, trace->void_reason);
	if (trace->why)
		put_text(out, trace->why);
	put_accesses(pack, out, trace->accesses.at, trace->accesses.count);
	put_declared(pack, out, trace);
	put_shell_calls(pack, out, trace);
}

static void
take_head(struct reader *in, struct pack_head *head)
{
	if (take_number(in) != TRACE_VERSION)
		reader_fail(in);
	head->build = take_number(in);
	head->order = take_number(in);
}

/* the path and both states of one; *expected moves on */
static void
take_effect(struct opening *opening, struct effect *effect, size_t *expected)
{
	size_t before = take_fact(opening, *expected);
	size_t after = take_fact(opening, before);
	effect->process = take_process(&opening->in);
	if (opening->in.is_bad)
		return;
	const struct fact *facts = opening->pack->facts.at;
	if (facts[before].path != facts[after].path) {
		reader_fail(&opening->in);
		return;
	}
	effect->path = facts[before].path;
	effect->before = facts[before].state;
	effect->after = facts[after].state;
	*expected = after + 1;
}

bool
pack_open_effects(const struct pack *pack, const void *data, size_t len,
		  void (*each)(void *arg, const struct pack_head *, const struct effect *),
		  void *arg)
{
	struct opening opening = { pack, { data, (const unsigned char *)data + len, false }, 0 };
	struct pack_head head;
	struct effect effect;
	size_t expected = 0;
	take_head(&opening.in, &head);
	for (size_t count = take_count(&opening.in); count > 0; count--) {
		take_effect(&opening, &effect, &expected);
		if (opening.in.is_bad)
			break;
		each(arg, &head, &effect);
	}
	return !opening.in.is_bad;
}

static void
take_effects(struct opening *opening, struct trace *trace)
{
	struct effect effect;
	size_t expected = 0;
	for (size_t count = take_count(&opening->in); count > 0; count--) {
		take_effect(opening, &effect, &expected);
		if (opening->in.is_bad)
			return;
		vec_push(&trace->effects, effect);
	}
}

static const char *
take_shared_text(struct opening *opening)
{
	size_t len;
	const char *text = pack_shared(opening->pack, (size_t)take_number(&opening->in), &len);
	if (!text) {
		reader_fail(&opening->in);
		return "";
	}
	return text; /* a name has a NUL behind */
}

static void
take_environment(struct opening *opening, struct trace *trace)
{
	size_t len;
	const unsigned char *data =
		pack_shared(opening->pack, (size_t)take_number(&opening->in), &len);
	if (!data) {
		reader_fail(&opening->in);
		return;
	}
	struct reader in = { data, data + len, false };
	while (in.at < in.end) {
		struct environment_entry entry = { take_text(&in), NULL };
		const char *mark = take_bytes(&in, 1);
		if (mark && *mark == '=')
			entry.value = take_text(&in);
		if (!in.is_bad)
			vec_push(&trace->environment, entry);
	}
	if (in.is_bad)
		reader_fail(&opening->in);
}

static void
take_declared(struct opening *opening, struct trace *trace)
{
	size_t expected = 0;
	for (size_t count = take_count(&opening->in); count > 0; count--) {
		size_t number = take_fact(opening, expected);
		bool order_only = take_number(&opening->in) & 1;
		if (opening->in.is_bad)
			return;
		const struct fact *fact = &opening->pack->facts.at[number];
		struct declared declared = { fact->path, order_only, fact->state };
		vec_push(&trace->declared, declared);
		expected = number + 1;
	}
}

static void
take_shell_calls(struct opening *opening, struct trace *trace)
{
	for (size_t count = take_count(&opening->in); count > 0; count--) {
		struct shell_call call = { .command = take_text(&opening->in) };
		call.result = take_text(&opening->in);
		call.status = (int)take_signed(&opening->in);
		call.accesses.at = take_accesses(opening, &call.accesses.count);
		call.accesses.room = call.accesses.count;
		if (opening->in.is_bad) {
			free(call.accesses.at);
			return;
		}
		vec_push(&trace->shell_calls, call);
	}
}

static void
take_flags(struct reader *in, struct trace *trace, uint64_t flags)
{
	uint64_t end = take_number(in);
	if (end > TRACE_CUT_OFF)
		reader_fail(in);
	trace->end = (enum trace_end)end;
	trace->uses_newer = flags & USES_NEWER;
	trace->started_make = flags & STARTED_MAKE;
	trace->makes_target = flags & MAKES_TARGET;
	trace->used_network = flags & USED_NETWORK;
}

static void
take_rest(struct opening *opening, struct trace *trace)
{
	struct reader *in = &opening->in;
	uint64_t flags = take_number(in);
	take_flags(in, trace, flags);
	trace->status = (int)take_signed(in);
	trace->started_ns = take_signed(in);
	trace->duration_ns = take_signed(in);
	trace->line = take_number(in);
	trace->makefile = take_shared_text(opening);
	trace->shell = take_shared_text(opening);
	take_environment(opening, trace);
	trace->recipe = take_text(in);
	if (flags & IS_VOID)
		trace->void_reason = take_text(in);
	if (flags & HAS_WHY)
		trace->why = take_text(in);
	trace->accesses.at = take_accesses(opening, &trace->accesses.count);
	trace->accesses.room = trace->accesses.count;
	take_declared(opening, trace);
	take_shell_calls(opening, trace);
}

struct trace *
pack_open_trace(const struct pack *pack, const char *directory, const char *target,
		const void *data, size_t len)
{
	struct trace *trace = trace_new();
	const unsigned char *copy = (const void *)arena_dup(trace->arena, data, len);
	struct opening opening = {
		.pack = pack,
		.in = { copy, copy + len, false },
		.budget = 8 * pack->facts.count,
	};
	struct pack_head head;
	take_head(&opening.in, &head);
	trace->build = head.build;
	trace->order = head.order;
	trace->directory = trace_dup(trace, directory);
	trace->target = trace_dup(trace, target);
	trace->processes_unread = true;
	take_effects(&opening, trace);
	take_rest(&opening, trace);
	if (!opening.in.is_bad && opening.in.at == opening.in.end)
		return trace;
	trace_free(trace);
	return NULL;
}

/* Processes. */

void
pack_processes(const struct trace *trace, struct buf *out)
{
	int64_t pid = 0;
	uint64_t start = 0;
	put_number(out, trace->processes.count);
	for (size_t i = 0; i < trace->processes.count; i++) {
		const struct process *process = &trace->processes.at[i];
		put_signed(out, process->pid - pid);
		put_signed(out, (int64_t)(process->start_ticks - start));
		put_number(out, process_code(process->parent));
		put_text(out, process->command ? process->command : "");
		put_text(out, process->cwd ? process->cwd : "");
		pid = process->pid;
		start = process->start_ticks;
	}
}

static void
take_processes(struct reader *in, struct trace *trace)
{
	int64_t pid = 0;
	uint64_t start = 0;
	for (size_t count = take_count(in); count > 0 && !in->is_bad; count--) {
		struct process process = { 0 };
		pid = (int32_t)((uint64_t)pid + (uint64_t)take_signed(in));
		start += (uint64_t)take_signed(in);
		process.pid = (int32_t)pid;
		process.start_ticks = start;
		process.parent = take_process(in);
		process.command = take_text(in);
		process.cwd = take_text(in);
		if (!in->is_bad)
			vec_push(&trace->processes, process);
	}
}

bool
pack_open_processes(struct trace *trace, const void *data, size_t len)
{
	const unsigned char *copy = (const void *)arena_dup(trace->arena, data, len);
	struct reader in = { copy, copy + len, false };
	take_processes(&in, trace);
	if (in.is_bad)
		vec_release(&trace->processes);
	else
		trace->processes_unread = false;
	return !in.is_bad;
}
