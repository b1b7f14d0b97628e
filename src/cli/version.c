/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/version.h"

#include <string.h>

#include "parser/base/buf.h"

static const char licence[] =
	"License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>\n"
	"This is free software: you are free to change and redistribute it.\n"
	"There is NO WARRANTY, to the extent permitted by law.\n";

void
version_text(const char *program, struct buf *out)
{
	if (!strcmp(program, "make") || !strcmp(program, "gmake"))
		buf_adds(out, "GNU Make 4.4.1\nBuilt for " HOST_TRIPLET "\n"
		              "Copyright (C) 1988-2023 Free Software Foundation, Inc.\n");
	else
		buf_adds(out, "tmake " PACKAGE_VERSION " (the language of GNU Make 4.4.1)\n"
		              "Built for " HOST_TRIPLET "\n");
	buf_adds(out, licence);
}
