/* SPDX-License-Identifier: GPL-3.0-or-later */
/* directive.h - the words that begin a line of their own meaning; directive.gperf is the table. */
#ifndef PARSER_DIRECTIVE_H
#define PARSER_DIRECTIVE_H

#include <stddef.h>

enum directive_kind {
	DIRECTIVE_NONE,
	/* modifiers of an assignment, some also directives of their own */
	DIRECTIVE_EXPORT,
	DIRECTIVE_UNEXPORT,
	DIRECTIVE_OVERRIDE,
	DIRECTIVE_PRIVATE,
	DIRECTIVE_DEFINE,
	DIRECTIVE_UNDEFINE,
	DIRECTIVE_ENDEF,
	/* conditionals */
	DIRECTIVE_IFDEF,
	DIRECTIVE_IFNDEF,
	DIRECTIVE_IFEQ,
	DIRECTIVE_IFNEQ,
	DIRECTIVE_ELSE,
	DIRECTIVE_ENDIF,
	/* others */
	DIRECTIVE_INCLUDE,
	DIRECTIVE_INCLUDE_OPTIONAL,
	DIRECTIVE_LOAD,
	DIRECTIVE_LOAD_OPTIONAL,
	DIRECTIVE_VPATH,
};

struct directive {
	const char *name;
	enum directive_kind kind;
};

/* NULL where the word is no directive */
const struct directive *
directive_find(const char *word, size_t len);

#endif
