/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/recipe_line.h"

#include <string.h>

#include "parser/base/buf.h"
#include "parser/rule.h"

/* reads @, -, + and blanks; returns what is behind them */
static const char *
skip_prefixes(const char *p, unsigned *flags)
{
	for (;; p++)
		switch (*p) {
		case '@': *flags |= RECIPE_SILENT; break;
		case '-': *flags |= RECIPE_IGNORE; break;
		case '+': *flags |= RECIPE_RECURSE; break;
		case ' ':
		case '\t': break;
		default: return p;
		}
}

/* the newline that ends the line, or the NUL */
static const char *
line_end(const char *p)
{
	for (; *p && *p != '\n'; p++)
		if (*p == '\\' && p[1])
			p++;
	return p;
}

bool
recipe_line_next(const char **rest, unsigned flags, struct recipe_line *out)
{
	if (!*rest || !**rest)
		return false;
	out->flags = flags;
	out->text = skip_prefixes(*rest, &out->flags);
	const char *end = line_end(out->text);
	out->len = (size_t)(end - out->text);
	*rest = *end ? end + 1 : end;
	return true;
}

static bool
is_posix_shell(const char *shell)
{
	static const char *const names[] = { "sh", "bash", "dash", "ksh", "rksh", "zsh", "ash" };
	const char *slash = strrchr(shell, '/');
	const char *name = slash ? slash + 1 : shell;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

unsigned
recipe_one_shell(const char *expanded, unsigned flags, const char *shell, struct buf *out)
{
	bool strips = is_posix_shell(shell);
	unsigned inner = 0; /* what an inner line says of itself counts for nothing */
	const char *p = skip_prefixes(expanded, &flags);
	for (;;) {
		const char *end = line_end(p);
		buf_add(out, p, (size_t)(end - p));
		if (!*end)
			return flags;
		buf_addc(out, '\n');
		p = strips ? skip_prefixes(end + 1, &inner) : end + 1;
	}
}
