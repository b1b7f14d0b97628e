/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/base/bug.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void
bug_at(const char *file, int line, const char *text)
{
	fprintf(stderr, "%s:%d: BUG: %s\n", file, line, text);
	abort();
}

static void *
checked(void *memory, size_t size)
{
	if (!memory && size)
		BUG("virtual memory exhausted");
	return memory;
}

void *
xmalloc(size_t size)
{
	return checked(malloc(size), size);
}

void *
xcalloc(size_t count, size_t size)
{
	return checked(calloc(count, size), count * size);
}

void *
xrealloc(void *memory, size_t size)
{
	return checked(realloc(memory, size), size);
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *
xstrndup(const char *text, size_t len)
{
	char *copy = xmalloc(len + 1);
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

void
cleanup_free_(void *pointer_to_pointer)
{
	void *memory;
	memcpy(&memory, pointer_to_pointer, sizeof memory);
	free(memory);
}
