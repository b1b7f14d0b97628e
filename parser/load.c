/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.c - the load directive: names of object and symbol; the host opens them. */
#include "parser/evaluation.h"

#include <ctype.h>
#include <string.h>

#include "parser/base/name.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"

/* "dir/name.so" has the symbol "name_gmk_setup" */
static void
default_symbol(const char *object, struct buf *symbol)
{
	const char *slash = strrchr(object, '/');
	const char *p = slash ? slash + 1 : object;

	for (; isalnum((unsigned char)*p) || *p == '_'; p++)
		buf_addc(symbol, *p);
	buf_adds(symbol, "_gmk_setup");
}

/* splits OBJECT(SYMBOL); false, and an error, where the symbol is empty */
static bool
split(struct makefile *mk, const char *text, struct buf *object, struct buf *symbol,
      const struct loc *loc)
{
	const char *paren = strchr(text, '(');
	const char *close = paren ? strchr(paren + 1, ')') : NULL;

	if (!close || close[1]) {
		buf_adds(object, text);
		default_symbol(text, symbol);
		return true;
	}
	if (close == paren + 1) {
		makefile_fail(mk, loc, "Empty symbol name for load: %s", text);
		return false;
	}
	buf_add(object, text, (size_t)(paren - text));
	buf_add(symbol, paren + 1, (size_t)(close - paren - 1));
	return true;
}

static bool
is_loaded(struct makefile *mk, const struct name *object)
{
	const struct names_list *loaded = &evaluation_of(mk)->loaded;

	for (size_t i = 0; i < loaded->count; i++)
		if (loaded->at[i] == object)
			return true;
	return false;
}

void
load_object(struct makefile *mk, const char *text, bool optional, const struct loc *loc)
{
	cleanup_buf struct buf object = BUF_INIT;
	cleanup_buf struct buf symbol = BUF_INIT;

	if (!split(mk, text, &object, &symbol, loc))
		return;
	const struct name *name = name_intern(mk->names, object.data, object.len);
	if (is_loaded(mk, name))
		return;
	int result = mk->host->load ? mk->host->load(mk->host->self, object.data, symbol.data,
	                                             optional, loc)
	                            : 0;
	if (result)
		variable_append_verbatim(mk, name_of(mk->names, ".LOADED"), object.data, loc);
	else if (!optional)
		makefile_fail(mk, loc, "%s: failed to load", object.data);
	vec_push(&mk->evaluation->loaded, name);
	if (result == -1 || makefile_failed(mk))
		return;
	struct target *t = target_find(mk, name);
	struct makefile_source source = {
		.path = (t ? t : target_of(mk, name))->name,
		.included_from = *loc,
		.is_optional = optional,
		.is_loaded = true,
	};
	vec_push(&mk->sources, source);
}
