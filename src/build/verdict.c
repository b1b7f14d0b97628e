/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/verdict.h"

#include <string.h>

#include "build/ambient.h"

static const char *const reason_texts[] = {
	[REASON_PHONY] = "it is phony",
	[REASON_ALWAYS_MAKE] = "-B was given",
	[REASON_COMPARE_TIME] = "--compare=time was given",
	[REASON_NEVER_RAN] = "no run of it is recorded",
	[REASON_VOID] = "its last run could not be relied on (%p)",
	[REASON_CUT_OFF] = "its last run was cut off",
	[REASON_TARGET_CHANGED] = "%p is not as its last run left it",
	[REASON_TARGET_NOT_MADE] = "its recipe does not make %p",
	[REASON_RECIPE] = "its recipe changed",
	[REASON_SHELL] = "the shell that runs its recipe changed",
	[REASON_DIRECTORY] = "it was made in another directory",
	[REASON_SHELL_RESULT] = "$(shell %n) in its recipe now gives another result",
	[REASON_VARIABLE] = "the environment variable %n changed",
	[REASON_NEW_FILE] = "%p is to be taken as new (-W)",
	[REASON_CONTENT] = "%p changed",
	[REASON_APPEARED] = "%p is there now",
	[REASON_DISAPPEARED] = "%p is gone",
	[REASON_TYPE] = "%p is now a file of another type",
	[REASON_METADATA] = "the size, mode or owner of %p changed",
	[REASON_TOUCHED] = "%p, which is empty, was touched",
	[REASON_LISTING] = "other names are in %p now",
	[REASON_LINK] = "%p points elsewhere now",
	[REASON_EFFECT_LOST] = "%p is no longer as its last run changed it",
	[REASON_PREREQUISITE_REMADE] = "its prerequisite %p was made again",
	[REASON_PREREQUISITE_CHANGED] = "its prerequisite %p changed",
	[REASON_EFFECT_GONE] = "%p, which it made, is gone",
	[REASON_FAILED] = "its last run failed",
	[REASON_MADE_BY] = "it is as the recipe of %n left it",
	[REASON_FORCED] = "its prerequisite %p is always newer",
	[REASON_UNCHANGED] = "nothing that its last run saw changed",
	[REASON_RESTORED] = "a run with the same inputs is in the cache",
	[REASON_TARGET_MISSING] = "%p does not exist",
	[REASON_PREREQUISITE_NEWER] = "its prerequisite %p is newer",
	[REASON_PREREQUISITE_MISSING] = "its prerequisite %p does not exist",
	[REASON_NOT_OLDER] = "it is not older than its prerequisites",
};
_Static_assert(sizeof reason_texts / sizeof *reason_texts == REASON_COUNT, "a row for each reason");

const char *
reason_text(enum reason reason)
{
	return reason < REASON_COUNT ? reason_texts[reason] : "";
}

static struct verdict
verdict_make(enum verdict_kind kind, enum reason reason, const char *path)
{
	return (struct verdict){
		.kind = kind,
		.reason = reason,
		.time_stamps_because = kind == VERDICT_BY_TIME_STAMPS ? reason : REASON_COUNT,
		.path = path,
		.process = PROCESS_NONE,
	};
}

/* one question: rules add their reason to it */
struct question {
	const struct trace *last;
	const struct facts *now;
	bool prerequisites_may_change; /* verdict_only_prerequisites: that is no reason then */
	struct verdict verdict;
};

static bool
runs_because(struct question *question, enum reason reason, const char *path)
{
	question->verdict = verdict_make(VERDICT_RUN, reason, path);
	return true;
}

static bool
runs_by_values(struct question *question, enum reason reason, const char *name,
	       const char *old_value, const char *new_value)
{
	runs_because(question, reason, NULL);
	question->verdict.name = name;
	question->verdict.old_value = old_value;
	question->verdict.new_value = new_value;
	return true;
}

static bool
is_among(const char *const *paths, const char *path)
{
	for (; paths && *paths; paths++)
		if (strcmp(*paths, path) == 0)
			return true;
	return false;
}

/* Accesses. */

static bool
counts(const struct facts *now, const char *path)
{
	return ambient_class_of(now->ambient, path) == AMBIENT_NONE;
}

/* NULL where the path still shows what was seen; the digest is asked for only if nothing else
   tells */
static const struct state *
changed_state(const struct facts *now, const char *path, const struct state *seen, unsigned kinds)
{
	const struct state *state = now->state(now->arg, path, kinds & ~(unsigned)ACCESS_DIGEST);
	enum match match = state_match(seen, state, kinds);
	if (match == MATCH_SAME || is_among(now->old_files, path) || !counts(now, path))
		return NULL;
	if (match == MATCH_NEEDS_DIGEST) {
		state = now->state(now->arg, path, kinds);
		match = state_match(seen, state, kinds);
	}
	return match == MATCH_SAME ? NULL : state;
}

static enum reason
reason_of(const struct state *seen, const struct state *now, unsigned kinds)
{
	if (seen->type == FILE_ABSENT)
		return REASON_APPEARED;
	if (now->type == FILE_ABSENT)
		return REASON_DISAPPEARED;
	if (seen->type != now->type)
		return REASON_TYPE;
	if (seen->type == FILE_LINK)
		return REASON_LINK;
	if (seen->type == FILE_DIRECTORY)
		return state_match(seen, now, kinds & ~(unsigned)ACCESS_LIST) == MATCH_CHANGED
			       ? REASON_METADATA
			       : REASON_LISTING;
	if (!(kinds & (ACCESS_READ | ACCESS_EXEC)))
		return REASON_METADATA;
	if (seen->size == 0 && now->size == 0 && seen->mtime_ns != now->mtime_ns)
		return REASON_TOUCHED;
	/* the mode may have told before the content was asked for */
	return state_match(seen, now, ACCESS_READ) == MATCH_CHANGED ? REASON_CONTENT
								    : REASON_METADATA;
}

static bool
is_prerequisite(const struct facts *now, const char *path)
{
	for (size_t i = 0; i < now->prerequisite_count; i++)
		if (!now->prerequisites[i].order_only &&
		    strcmp(now->prerequisites[i].path, path) == 0)
			return true;
	return false;
}

static bool
is_stamp(const struct state *state)
{
	return state->type == FILE_REGULAR && state->size == 0;
}

/* to an empty prerequisite that was only looked at (`test -f stamp`) its time stamp matters as
   to make */
static unsigned
kinds_of(const struct facts *now, const struct access *access)
{
	if (is_stamp(&access->seen) && !(access->kinds & ACCESS_READ) &&
	    is_prerequisite(now, access->path))
		return access->kinds | ACCESS_READ;
	return access->kinds;
}

static const struct state *
effect_state(const struct facts *now, const char *path, unsigned kinds)
{
	return now->effect ? now->effect(now->arg, path, kinds)
			   : now->state(now->arg, path, kinds);
}

static bool
effect_is_as_left(const struct facts *now, const char *path, const struct state *left,
		  unsigned kinds)
{
	const struct state *state = effect_state(now, path, kinds & ~(unsigned)ACCESS_DIGEST);
	enum match match = state_match(left, state, kinds);
	if (match == MATCH_NEEDS_DIGEST)
		match = state_match(left, effect_state(now, path, kinds), kinds);
	return match == MATCH_SAME;
}

static bool
runs_by_access(struct question *question, const struct access *access, enum reason reason)
{
	runs_because(question, reason, access->path);
	question->verdict.kinds = access->kinds;
	question->verdict.process = access->process;
	return true;
}

/*
 * A file that the step read and then changed in place, or deleted, shows after rollback what it
 * read, as long as it is as the step left it.  If it is not, the step's change is lost, even if
 * what it read is back.
 */
static bool
access_changed(struct question *question, const struct access *access)
{
	const struct facts *now = question->now;
	const struct effect *effect = trace_effect(question->last, access->path);
	unsigned kinds = kinds_of(now, access);
	if (effect && (effect->before.type == FILE_ABSENT ||
		       effect_is_as_left(now, effect->path, &effect->after,
					 ACCESS_STAT | ACCESS_READ | ACCESS_LINK)))
		return false;
	const struct state *state = changed_state(now, access->path, &access->seen, kinds);
	if (state)
		return runs_by_access(question, access, reason_of(&access->seen, state, kinds));
	if (effect && counts(now, access->path))
		return runs_by_access(question, access, REASON_EFFECT_LOST);
	return false;
}

/* The rules of DESIGN 3.1, in their order: true with a reason in the question. */

static bool
recipe_changed(struct question *question)
{
	const struct trace *last = question->last;
	const struct facts *now = question->now;
	if (strcmp(last->recipe, now->recipe) != 0)
		return runs_by_values(question, REASON_RECIPE, NULL, last->recipe, now->recipe);
	if (strcmp(last->shell, now->shell) != 0)
		return runs_by_values(question, REASON_SHELL, NULL, last->shell, now->shell);
	if (strcmp(last->directory, now->directory) != 0)
		return runs_by_values(question, REASON_DIRECTORY, NULL, last->directory,
				      now->directory);
	return false;
}

/* only a call whose accesses changed is made again */
static bool
shell_call_changed(struct question *question, const struct shell_call *call)
{
	const struct facts *now = question->now;
	struct question accesses = *question;
	bool is_stale = false;
	for (size_t i = 0; i < call->accesses.count && !is_stale; i++)
		is_stale = access_changed(&accesses, &call->accesses.at[i]);
	if (!is_stale)
		return false;
	int status = 0;
	const char *result = now->call_shell ? now->call_shell(now->arg, call, &status) : NULL;
	if (result && status == call->status && strcmp(result, call->result) == 0)
		return false;
	return runs_by_values(question, REASON_SHELL_RESULT, call->command, call->result, result);
}

static bool
shell_calls_changed(struct question *question)
{
	for (size_t i = 0; i < question->last->shell_calls.count; i++)
		if (shell_call_changed(question, &question->last->shell_calls.at[i]))
			return true;
	return false;
}

static bool
variable_changed(struct question *question, const char *name, const char *old_value,
		 const char *new_value)
{
	if (old_value == new_value ||
	    (old_value && new_value && strcmp(old_value, new_value) == 0))
		return false;
	return runs_by_values(question, REASON_VARIABLE, name, old_value, new_value);
}

/* merges two sorted lists; a variable that is in one only is not set in the other */
static bool
environment_changed(struct question *question)
{
	const struct environment_entry *was = question->last->environment.at;
	const struct environment_entry *is = question->now->environment;
	size_t old_count = question->last->environment.count;
	size_t new_count = question->now->environment_count;
	for (size_t i = 0, j = 0; i < old_count || j < new_count;) {
		int order = i == old_count   ? 1
			    : j == new_count ? -1
					     : strcmp(was[i].name, is[j].name);
		const struct environment_entry *before = order <= 0 ? &was[i++] : NULL;
		const struct environment_entry *after = order >= 0 ? &is[j++] : NULL;
		if (variable_changed(question, before ? before->name : after->name,
				     before ? before->value : NULL, after ? after->value : NULL))
			return true;
	}
	return false;
}

/* -W */
static bool
file_is_new(struct question *question)
{
	const char *const *path = question->now->new_files;
	if (question->prerequisites_may_change)
		return false;
	for (; path && *path; path++)
		if (is_prerequisite(question->now, *path) || trace_access(question->last, *path))
			return runs_because(question, REASON_NEW_FILE, *path);
	return false;
}

static bool
accesses_changed(struct question *question)
{
	for (size_t i = 0; i < question->last->accesses.count; i++) {
		const struct access *access = &question->last->accesses.at[i];
		if (!access_changed(question, access))
			continue;
		if (!question->prerequisites_may_change ||
		    !is_prerequisite(question->now, access->path))
			return true;
	}
	return false;
}

static const struct declared *
find_declared(const struct trace *last, const char *path)
{
	for (size_t i = 0; i < last->declared.count; i++)
		if (strcmp(last->declared.at[i].path, path) == 0)
			return &last->declared.at[i];
	return NULL;
}

/* one that the recipe never accessed: the declaration is all that is known of it */
static bool
unseen_changed(struct question *question, const struct prerequisite_fact *prerequisite)
{
	const struct trace *last = question->last;
	const struct facts *now = question->now;
	if (prerequisite->order_only || prerequisite->always_newer || prerequisite->is_makefile ||
	    is_among(now->old_files, prerequisite->path) || trace_access(last, prerequisite->path))
		return false;
	if (prerequisite->remade)
		return runs_because(question, REASON_PREREQUISITE_REMADE, prerequisite->path);
	const struct declared *declared = find_declared(last, prerequisite->path);
	if (declared && changed_state(now, declared->path, &declared->state, ACCESS_READ))
		return runs_because(question, REASON_PREREQUISITE_CHANGED, prerequisite->path);
	return false;
}

static bool
unseen_prerequisites_changed(struct question *question)
{
	const struct facts *now = question->now;
	if (question->prerequisites_may_change)
		return false;
	for (size_t i = 0; i < now->prerequisite_count; i++)
		if (unseen_changed(question, &now->prerequisites[i]))
			return true;
	return false;
}

static bool
is_absent(const struct facts *now, const char *path)
{
	return effect_state(now, path, 0)->type == FILE_ABSENT;
}

static bool
effects_are_gone(struct question *question)
{
	const struct trace *last = question->last;
	const struct facts *now = question->now;
	for (size_t i = 0; i < last->effects.count; i++) {
		const struct effect *effect = &last->effects.at[i];
		if (effect->after.type != FILE_ABSENT && is_absent(now, effect->path) &&
		    (!now->owns || now->owns(now->arg, effect->path)) && counts(now, effect->path))
			return runs_because(question, REASON_EFFECT_GONE, effect->path);
	}
	if (last->makes_target && is_absent(now, now->target_path))
		return runs_because(question, REASON_EFFECT_GONE, now->target_path);
	return false;
}

static bool
last_run_failed(struct question *question)
{
	return question->last->end == TRACE_FAILED && runs_because(question, REASON_FAILED, NULL);
}

/*
 * There is no rule for a list of prerequisites that changed: where the recipe names them through an automatic variable its
 * inert expansion has changed, where it reads them unnamed its accesses tell.
 */
static bool (*const rules[])(struct question *) = {
	recipe_changed,
	shell_calls_changed,
	environment_changed,
	file_is_new,
	accesses_changed,
	unseen_prerequisites_changed,
	effects_are_gone,
	last_run_failed,
};

static bool
some_rule_holds(struct question *question)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i](question))
			return true;
	return false;
}

/* Is the target what the last run left, or gone?  If the run neither made nor touched it,
   nothing is known. */
static bool
target_is_as_left(const struct trace *last, const struct facts *now)
{
	const struct effect *effect = trace_effect(last, now->target_path);
	if (is_absent(now, now->target_path))
		return true;
	if (effect)
		return effect->after.type != FILE_ABSENT &&
		       effect_is_as_left(now, now->target_path, &effect->after,
					 ACCESS_READ | ACCESS_LINK);
	return last->makes_target;
}

/* before the rules: does a trace speak of it at all? */
static bool
is_settled_without_rules(struct question *question)
{
	const struct trace *last = question->last;
	const struct facts *now = question->now;
	struct verdict *verdict = &question->verdict;
	if (now->phony)
		return runs_because(question, REASON_PHONY, NULL);
	if (now->always_make)
		return runs_because(question, REASON_ALWAYS_MAKE, NULL);
	if (now->compare_time)
		*verdict = verdict_make(VERDICT_BY_TIME_STAMPS, REASON_COMPARE_TIME, NULL);
	else if (!last)
		*verdict = verdict_make(VERDICT_BY_TIME_STAMPS, REASON_NEVER_RAN, NULL);
	else if (last->void_reason)
		return runs_because(question, REASON_VOID, last->void_reason);
	else if (last->end == TRACE_CUT_OFF)
		return runs_because(question, REASON_CUT_OFF, NULL);
	else if (!target_is_as_left(last, now))
		*verdict = verdict_make(VERDICT_BY_TIME_STAMPS, REASON_TARGET_CHANGED,
					now->target_path);
	else if (last->end == TRACE_DONE && !last->makes_target)
		return runs_because(question, REASON_TARGET_NOT_MADE, now->target_path);
	else
		return false;
	return true;
}

static struct verdict
keep_or_forced(const struct facts *now)
{
	for (size_t i = 0; i < now->prerequisite_count; i++) {
		const struct prerequisite_fact *prerequisite = &now->prerequisites[i];
		if (prerequisite->always_newer && !prerequisite->order_only &&
		    !is_among(now->old_files, prerequisite->path))
			return verdict_make(VERDICT_FORCED, REASON_FORCED, prerequisite->path);
	}
	return verdict_make(VERDICT_KEEP, REASON_UNCHANGED, NULL);
}

struct verdict
verdict_of(const struct trace *last, const struct facts *now)
{
	struct question question = { .last = last, .now = now };
	if (is_settled_without_rules(&question) || some_rule_holds(&question))
		return question.verdict;
	return keep_or_forced(now);
}

bool
verdict_prerequisite_changed(const struct trace *last, const struct facts *now, size_t prerequisite)
{
	const struct prerequisite_fact *fact = &now->prerequisites[prerequisite];
	struct question question = { .last = last, .now = now };
	if (fact->always_newer || is_among(now->new_files, fact->path))
		return true;
	const struct access *access = trace_access(last, fact->path);
	if (access)
		return access_changed(&question, access);
	return !find_declared(last, fact->path) || unseen_changed(&question, fact);
}

bool
verdict_only_prerequisites(const struct trace *last, const struct facts *now)
{
	struct question question = { .last = last, .now = now, .prerequisites_may_change = true };
	if (is_settled_without_rules(&question) || some_rule_holds(&question))
		return false;
	for (size_t i = 0; i < now->prerequisite_count; i++)
		if (!now->prerequisites[i].order_only && !now->prerequisites[i].always_newer &&
		    verdict_prerequisite_changed(last, now, i))
			return true;
	return false;
}
