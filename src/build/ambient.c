/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/ambient.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"

const struct ambient_row ambient_table[] = {
	/* kernel and terminal: not files that anything is made of */
	{ AMBIENT_FILE, "/dev/" },
	{ AMBIENT_FILE, "/proc/" },
	{ AMBIENT_FILE, "/sys/" },
	{ AMBIENT_FILE, "/run/" },
	{ AMBIENT_FILE, "/var/run/" },
	/* the dynamic linker: the libraries that its cache led to count instead */
	{ AMBIENT_FILE, "/etc/ld.so.cache" },
	{ AMBIENT_FILE, "/etc/ld.so.preload" },
	{ AMBIENT_FILE, "/etc/ld.so.conf" },
	{ AMBIENT_FILE, "/etc/ld.so.conf.d/" },
	/* who and where we are */
	{ AMBIENT_FILE, "/etc/passwd" },
	{ AMBIENT_FILE, "/etc/group" },
	{ AMBIENT_FILE, "/etc/nsswitch.conf" },
	{ AMBIENT_FILE, "/etc/resolv.conf" },
	{ AMBIENT_FILE, "/etc/host.conf" },
	{ AMBIENT_FILE, "/etc/hosts" },
	{ AMBIENT_FILE, "/etc/hostname" },
	{ AMBIENT_FILE, "/etc/gai.conf" },
	{ AMBIENT_FILE, "/etc/services" },
	{ AMBIENT_FILE, "/etc/machine-id" },
	{ AMBIENT_FILE, "/var/lib/dbus/machine-id" },
	{ AMBIENT_FILE, "/etc/mtab" },
	{ AMBIENT_FILE, "/etc/fstab" },
	{ AMBIENT_FILE, "/etc/localtime" },
	{ AMBIENT_FILE, "/etc/timezone" },
	{ AMBIENT_FILE, "/var/cache/nscd/" },
	{ AMBIENT_FILE, "/etc/selinux/" },
	{ AMBIENT_FILE, "/etc/terminfo/" },
	{ AMBIENT_FILE, "/etc/inputrc" },
	/* locales and character sets */
	{ AMBIENT_FILE, "/etc/locale.alias" },
	{ AMBIENT_FILE, "/usr/share/locale/locale.alias" },
	{ AMBIENT_FILE, "/usr/lib/locale/" },
	{ AMBIENT_FILE, "/usr/share/locale/**/LC_MESSAGES/" },
	{ AMBIENT_FILE, "/usr/lib*/gconv/gconv-modules.cache" },
	{ AMBIENT_FILE, "/usr/lib/**/gconv/gconv-modules.cache" },
	/* caches that a package's installation makes anew */
	{ AMBIENT_FILE, "/var/cache/fontconfig/" },
	{ AMBIENT_FILE, "/var/cache/ldconfig/" },
	{ AMBIENT_FILE, "/var/cache/man/" },

	/* tools' own caches: a hit and a miss give the same result */
	{ AMBIENT_STATE, "__pycache__/" },
	{ AMBIENT_STATE, ".mypy_cache/" },
	{ AMBIENT_STATE, ".pytest_cache/" },
	{ AMBIENT_STATE, ".ruff_cache/" },
	{ AMBIENT_STATE, ".ccache/" },
	{ AMBIENT_STATE, "~/.cache/" },
	{ AMBIENT_STATE, "~/.ccache/" },
	{ AMBIENT_STATE, "~/.cargo/registry/" },
	{ AMBIENT_STATE, "~/.cargo/git/" },
	{ AMBIENT_STATE, "~/.cargo/.package-cache" },
	{ AMBIENT_STATE, "~/.cargo/.global-cache*" },
	{ AMBIENT_STATE, "~/.npm/" },
	{ AMBIENT_STATE, "~/.gradle/" },
	{ AMBIENT_STATE, "~/.m2/repository/" },
	{ AMBIENT_STATE, "~/go/pkg/" },
	{ AMBIENT_STATE, "~/.texlive*/" },
	{ AMBIENT_STATE, "~/.local/state/" },
	{ AMBIENT_NONE, NULL },
};

struct pattern {
	enum ambient_class class;
	char *text;     /* owned */
	bool is_folder; /* the text had a slash behind, which is gone */
	bool is_name;   /* no slash in the text: any name in the path */
};

struct ambient {
	char *home; /* owned */
	struct { VEC(struct pattern) } patterns;
};

static void
pattern_push(struct ambient *ambient, enum ambient_class class, char *text)
{
	struct pattern pattern = { .class = class, .text = text };
	size_t len = strlen(text);
	if (len > 1 && text[len - 1] == '/') {
		pattern.is_folder = true;
		text[len - 1] = '\0';
	}
	pattern.is_name = !strchr(text, '/');
	vec_push(&ambient->patterns, pattern);
}

static void
add_pattern(struct ambient *ambient, enum ambient_class class, const char *directory,
	    const char *pattern)
{
	struct buf text = BUF_INIT;
	const char *slash = strchr(pattern, '/');
	if (pattern[0] == '~' && pattern[1] == '/') {
		if (!ambient->home)
			return;
		buf_addf(&text, "%s%s", ambient->home, pattern + 1);
	} else {
		if (pattern[0] != '/' && slash && slash[1] != '\0')
			buf_addf(&text, "%s/", directory);
		buf_adds(&text, strncmp(pattern, "./", 2) == 0 ? pattern + 2 : pattern);
	}
	pattern_push(ambient, class, buf_steal(&text, NULL));
}

struct ambient *
ambient_new(const char *home)
{
	struct ambient *ambient = xcalloc(1, sizeof *ambient);
	if (home && home[0] == '/' && home[1] != '\0')
		ambient->home = xstrdup(home);
	for (const struct ambient_row *row = ambient_table; row->pattern; row++)
		add_pattern(ambient, row->class, "", row->pattern);
	return ambient;
}

void
ambient_free(struct ambient *ambient)
{
	if (!ambient)
		return;
	for (size_t i = 0; i < ambient->patterns.count; i++)
		free(ambient->patterns.at[i].text);
	vec_release(&ambient->patterns);
	free(ambient->home);
	free(ambient);
}

void
ambient_add(struct ambient *ambient, enum ambient_class class, const char *directory,
	    const char *pattern)
{
	if (pattern[0] != '\0')
		add_pattern(ambient, class, directory, pattern);
}

/* Does the pattern match up to the end of `text`, or with `is_folder` up to a slash in it? */
static bool
matches(const char *pattern, const char *text, bool is_folder)
{
	for (; *pattern; pattern++, text++) {
		if (pattern[0] == '*') {
			bool crosses = pattern[1] == '*';
			const char *rest = pattern + (crosses ? 2 : 1);
			for (;; text++) {
				if (matches(rest, text, is_folder))
					return true;
				if (*text == '\0' || (*text == '/' && !crosses))
					return false;
			}
		}
		if (*text == '\0' || (*pattern == '?' ? *text == '/' : *pattern != *text))
			return false;
	}
	return *text == '\0' || (is_folder && *text == '/');
}

/* a name: the last of the path, or any of a folder's path */
static bool
matches_name(const struct pattern *pattern, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
		if (matches(pattern->text, slash + 1, pattern->is_folder))
			return true;
	return false;
}

static enum ambient_class
class_among(const struct ambient *ambient, const char *path)
{
	for (size_t i = ambient->patterns.count; i-- > 0;) { /* a makefile's before ours */
		const struct pattern *pattern = &ambient->patterns.at[i];
		if (pattern->is_name ? matches_name(pattern, path)
				     : matches(pattern->text, path, pattern->is_folder))
			return pattern->class;
	}
	return AMBIENT_NONE;
}

enum ambient_class
ambient_class_of(const struct ambient *ambient, const char *path)
{
	if (ambient)
		return class_among(ambient, path);
	struct ambient *built_in = ambient_new(NULL);
	enum ambient_class class = class_among(built_in, path);
	ambient_free(built_in);
	return class;
}
