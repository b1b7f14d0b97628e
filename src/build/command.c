/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/command.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "parser/base/vec.h"

static const char default_shell[] = "/bin/sh";

enum { ARGUMENT_BYTES = 128 * 1024 }; /* Linux: MAX_ARG_STRLEN, with its NUL */

/* characters that a shell gives a meaning to */
static const char shell_characters[] = "#;\"*?[]&|<>(){}$`^~!";

/* what a POSIX shell does itself */
static const char *const shell_commands[] = {
	".",      ":",      "alias", "bg",    "break",    "case",   "cd",     "command", "continue",
	"eval",   "exec",   "exit",  "export", "fc",      "fg",     "for",    "getopts", "hash",
	"if",     "jobs",   "login", "logout", "read",    "readonly", "return", "set",   "shift",
	"test",   "times",  "trap",  "type",  "ulimit",   "umask",  "unalias", "unset",  "wait",
	"while",
};

struct words {
	VEC(char *)
};

/* a line that is being cut into words; `is_simple` falls where only a shell can run it */
struct splitter {
	struct words words;
	struct buf word;
	bool in_word;    /* `word` is one, even if it is empty: '' */
	bool is_simple;
};

static void
words_release(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->at[i]);
	vec_release(words);
}

static bool
is_shell_command(const char *word)
{
	for (size_t i = 0; i < sizeof shell_commands / sizeof *shell_commands; i++)
		if (!strcmp(word, shell_commands[i]))
			return true;
	return false;
}

static void
end_word(struct splitter *s)
{
	if (!s->in_word)
		return;
	vec_push(&s->words, buf_steal(&s->word, NULL));
	if (s->words.count == 1 && is_shell_command(s->words.at[0]))
		s->is_simple = false;
	s->in_word = false;
}

/* 'text' up to the closing quote; returns what follows it, or NULL */
static const char *
split_single_quoted(struct splitter *s, const char *p)
{
	const char *end = strchr(p, '\'');
	if (!end)
		return NULL;
	s->in_word = true;
	buf_add(&s->word, p, (size_t)(end - p));
	return end + 1;
}

static const char *
split_backslash(struct splitter *s, const char *p)
{
	if (*p == '\n') /* a continued line: blanks behind it part words */
		return p + 1;
	if (!*p) /* at the very end it is dropped */
		return p;
	s->in_word = true;
	buf_addc(&s->word, *p);
	return p + 1;
}

/* one character or quoted part; returns where to go on, or NULL where a shell is needed */
static const char *
split_next(struct splitter *s, const char *p)
{
	if (*p == ' ' || *p == '\t') {
		end_word(s);
		return p + 1;
	}
	if (*p == '\'')
		return split_single_quoted(s, p + 1);
	if (*p == '\\')
		return split_backslash(s, p + 1);
	if (*p == '\n' || strchr(shell_characters, *p))
		return NULL;
	if (*p == '=' && !s->words.count) /* VAR=value COMMAND */
		return NULL;
	s->in_word = true;
	buf_addc(&s->word, *p);
	return p + 1;
}

/* true with the words of a line that needs no shell */
static bool
split_simple(struct words *out, const char *line)
{
	struct splitter s = { .word = BUF_INIT, .is_simple = true };
	const char *p = line;
	while (p && *p && s.is_simple)
		p = split_next(&s, p);
	if (p && s.is_simple)
		end_word(&s);
	buf_release(&s.word);
	*out = s.words;
	if (p && s.is_simple)
		return true;
	words_release(out);
	return false;
}

static bool
is_plain_shell(const struct command_shell *shell)
{
	bool plain_path = !shell->path || !*shell->path || !strcmp(shell->path, default_shell);
	bool plain_flags = !shell->flags || !strcmp(shell->flags, "-c") || !strcmp(shell->flags, "-ec");
	bool plain_ifs = !shell->ifs || !shell->ifs[strspn(shell->ifs, " \t\n")];
	return plain_path && plain_flags && plain_ifs;
}

/* the words of SHELL or .SHELLFLAGS: quotes and backslashes as in a simple line, else taken apart at blanks */
static void
add_words(struct words *words, const char *text)
{
	struct words split;
	if (split_simple(&split, text)) {
		for (size_t i = 0; i < split.count; i++)
			vec_push(words, split.at[i]);
		vec_release(&split);
		return;
	}
	while (*(text += strspn(text, " \t\n"))) {
		size_t len = strcspn(text, " \t\n");
		vec_push(words, xstrndup(text, len));
		text += len;
	}
}

/* a line that is too long for one argument: pieces that the shell puts together again */
static void
add_pieces(struct words *words, const char *line)
{
	struct buf script = BUF_INIT;
	size_t at = words->count, count = 0, len = strlen(line);
	vec_push(words, NULL);
	buf_adds(&script, "eval \"");
	for (size_t begin = 0; begin < len; begin += ARGUMENT_BYTES - 1) {
		size_t rest = len - begin;
		vec_push(words, xstrndup(line + begin, rest < ARGUMENT_BYTES ? rest : ARGUMENT_BYTES - 1));
		buf_addf(&script, "${%zu}", count++);
	}
	buf_addc(&script, '"');
	words->at[at] = buf_steal(&script, NULL);
}

static void
add_shell(struct words *words, const struct command_shell *shell, const char *line)
{
	add_words(words, shell->path && *shell->path ? shell->path : default_shell);
	add_words(words, shell->flags ? shell->flags : "-c");
	if (strlen(line) < ARGUMENT_BYTES)
		vec_push(words, xstrdup(line));
	else
		add_pieces(words, line);
}

void
command_parse(struct command *command, const struct command_shell *shell, const char *line)
{
	struct words words = { 0 };
	*command = (struct command){ 0 };
	line += strspn(line, " \t");
	if (!*line)
		return;
	if (!is_plain_shell(shell) || !split_simple(&words, line)) {
		add_shell(&words, shell, line);
		command->uses_shell = true;
	}
	vec_push(&words, NULL);
	command->argv = words.at;
	if (!words.at[0])
		command_release(command);
}

void
command_release(struct command *command)
{
	for (size_t i = 0; command->argv && command->argv[i]; i++)
		free(command->argv[i]);
	free(command->argv);
	*command = (struct command){ 0 };
}
