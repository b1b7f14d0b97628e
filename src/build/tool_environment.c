/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/tool_environment.h"

#include <string.h>

const char *const tool_environment_table[] = {
	"AR",
	"ARFLAGS",
	"AS",
	"ASFLAGS",
	"BISON_PKGDATADIR",
	"CARGO_*",
	"CC",
	"CFLAGS",
	"CGO_*",
	"CLASSPATH",
	"COMPILER_PATH",
	"CPATH",
	"CPLUS_INCLUDE_PATH",
	"CPP",
	"CPPFLAGS",
	"CXX",
	"CXXFLAGS",
	"C_INCLUDE_PATH",
	"DEPENDENCIES_OUTPUT",
	"FC",
	"FFLAGS",
	"GCC_COMPARE_DEBUG",
	"GCC_EXEC_PREFIX",
	"GOARCH",
	"GOARM",
	"GOFLAGS",
	"GOOS",
	"GOPATH",
	"GOROOT",
	"GREP_OPTIONS",
	"JAVA_HOME",
	"LANG",
	"LANGUAGE",
	"LC_*",
	"LD",
	"LDFLAGS",
	"LDLIBS",
	"LD_LIBRARY_PATH",
	"LD_PRELOAD",
	"LD_RUN_PATH",
	"LEX",
	"LIBRARY_PATH",
	"LIBS",
	"M4",
	"M4PATH",
	"MACOSX_DEPLOYMENT_TARGET",
	"NM",
	"NODE_OPTIONS",
	"NODE_PATH",
	"OBJCOPY",
	"OBJC_INCLUDE_PATH",
	"OBJDUMP",
	"PATH",
	"PERL5LIB",
	"PERL5OPT",
	"PKG_CONFIG*",
	"POSIXLY_CORRECT",
	"PYTHONHASHSEED",
	"PYTHONHOME",
	"PYTHONOPTIMIZE",
	"PYTHONPATH",
	"RANLIB",
	"RUBYLIB",
	"RUBYOPT",
	"RUSTC",
	"RUSTC_WRAPPER",
	"RUSTFLAGS",
	"SOURCE_DATE_EPOCH",
	"STRIP",
	"SYSROOT",
	"TEXINPUTS",
	"TEXMF*",
	"TZ",
	"VPATH",
	"YACC",
	NULL,
};

const char *const bookkeeping_table[] = {
	"CARGO_MAKEFLAGS",
	"GNUMAKEFLAGS",
	"MAKEFILES",
	"MAKEFLAGS",
	"MAKELEVEL",
	"MAKEOVERRIDES",
	"MAKE_RESTARTS",
	"MAKE_TERMERR",
	"MAKE_TERMOUT",
	"MFLAGS",
	"OLDPWD",
	"PWD",
	"SHLVL",
	"TMAKE_*",
	"_",
	NULL,
};

static bool
matches(const char *row, const char *name)
{
	size_t len = strlen(row);
	if (row[len - 1] == '*')
		return strncmp(row, name, len - 1) == 0;
	return strcmp(row, name) == 0;
}

static bool
is_in(const char *const *table, const char *name)
{
	for (; *table && (*table)[0] <= name[0]; table++)
		if (matches(*table, name))
			return true;
	return false;
}

bool
tool_environment_is_bookkeeping(const char *name)
{
	return is_in(bookkeeping_table, name);
}

bool
tool_environment_counts(const char *name)
{
	return is_in(tool_environment_table, name) && !tool_environment_is_bookkeeping(name);
}

static bool
starts_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t
name_length(const char *text)
{
	size_t len = 0;
	if (!starts_name(text[0]))
		return 0;
	while (starts_name(text[len]) || (text[len] >= '0' && text[len] <= '9'))
		len++;
	return len;
}

/* behind the shell's dollar: X, {X...}, {#X} */
static void
take_name(const char *text, void (*found)(void *arg, const char *name, size_t len), void *arg)
{
	if (*text == '{') {
		text++;
		if (*text == '#' || *text == '!')
			text++;
	}
	size_t len = name_length(text);
	if (len > 0)
		found(arg, text, len);
}

void
shell_names(const char *recipe, bool is_expanded,
	    void (*found)(void *arg, const char *name, size_t len), void *arg)
{
	const char *p = recipe;
	while ((p = strchr(p, '$'))) {
		p++;
		if (!is_expanded && *p++ != '$') {
			p--; /* make's own $(...): what is within is looked through as well */
			continue;
		}
		if (is_expanded && *p == '$')
			p++; /* the shell's $$, its pid */
		else if (!is_expanded && p[0] == '$' && p[1] == '$')
			p += 2;
		else
			take_name(p, found, arg);
	}
}
