/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/assignment.h"

#include "parser/words.h"

/* the operator at `p`; how long it is, or 0 where there is none */
static size_t
operator_at(const char *p, const char *end, enum assignment *op)
{
	static const struct {
		const char *text;
		size_t len;
		enum assignment op;
	} table[] = {
		{ "=", 1, ASSIGN_RECURSIVE },   { ":=", 2, ASSIGN_SIMPLE },
		{ "::=", 3, ASSIGN_SIMPLE },    { ":::=", 4, ASSIGN_IMMEDIATE },
		{ "+=", 2, ASSIGN_APPEND },     { "?=", 2, ASSIGN_CONDITIONAL },
		{ "!=", 2, ASSIGN_SHELL },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		size_t n = table[i].len;
		if ((size_t)(end - p) >= n && memcmp(p, table[i].text, n) == 0) {
			*op = table[i].op;
			return n;
		}
	}
	return 0;
}

/* behind the variable reference whose $ stands at `p`; NULL where the line ends in a $ */
static const char *
skip_reference(const char *p, const char *end)
{
	if (++p == end)
		return NULL;
	char open = *p++;
	if (open != '(' && open != '{')
		return p;
	char close = open == '(' ? ')' : '}';
	for (unsigned depth = 1; p < end; p++) {
		if (*p == close && --depth == 0)
			return p + 1;
		if (*p == open)
			depth++;
	}
	return p;
}

static const char *
skip_name(const char *p, const char *end)
{
	while (p < end && !is_space(*p) && *p != '=' && *p != ':' && *p != '#') {
		if ((*p == '+' || *p == '?' || *p == '!') && p + 1 < end && p[1] == '=')
			break;
		if (*p != '$')
			p++;
		else if (!(p = skip_reference(p, end)))
			return NULL;
	}
	return p;
}

bool
assignment_parse(const char *line, size_t len, struct assignment_text *out)
{
	const char *end = line + len;
	const char *p = skip_spaces(line, end);

	out->name = p;
	p = skip_name(p, end);
	if (!p)
		return false;
	out->name_len = (size_t)(p - out->name);
	out->op = p = skip_spaces(p, end);
	size_t n = operator_at(p, end, &out->assignment);
	if (n == 0)
		return false;
	out->value = skip_spaces(p + n, end);
	out->value_len = (size_t)(end - out->value);
	return true;
}
