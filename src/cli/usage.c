/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/usage.h"

#include <string.h>

#include "cli/option_table.h"
#include "parser/base/buf.h"

enum { HELP_COLUMN = 30 };

/* GNU make's order */
static const int order[] = {
	'b', 'B', 'C', 'd', OPTION_DEBUG, 'e', 'E', 'f', 'h', 'i', 'I', 'j',
	OPTION_JOBSERVER_STYLE, 'k', 'l', 'L', 'n', 'o', 'O', 'p', 'q', 'r', 'R', OPTION_SHUFFLE,
	's', OPTION_NO_SILENT, 'S', 't', OPTION_TRACE, 'v', 'w', OPTION_NO_PRINT_DIRECTORY, 'W',
	OPTION_WARN_UNDEFINED,
};

/* "N" or "[N]", after a blank or "=" as it is to be written */
static void
add_argument(struct buf *out, const struct option_row *row, const char *before)
{
	if (!row->argument)
		return;
	if (row->without)
		buf_addf(out, "[%s%s]", before, row->argument);
	else
		buf_addf(out, "%s%s", before, row->argument);
}

static void
add_letter(struct buf *out, const struct option_row *row)
{
	buf_addf(out, "-%c", row->code);
	bool is_apart = row->argument && (!row->without || row->kind != OPTION_TEXT);
	if (is_apart)
		buf_addc(out, ' ');
	add_argument(out, row, "");
}

static void
add_names(struct buf *out, const struct option_row *row)
{
	const char *separator = "";
	if (option_has_letter(row)) {
		add_letter(out, row);
		separator = ", ";
	}
	for (int i = 0; i < OPTION_NAME_COUNT && row->names[i]; i++) {
		buf_addf(out, "%s--%s", separator, row->names[i]);
		add_argument(out, row, "=");
		separator = ", ";
	}
	if (row->kind == OPTION_IGNORED) /* all of them in one line */
		for (size_t i = 0; i < option_row_count; i++)
			if (option_rows[i].kind == OPTION_IGNORED && &option_rows[i] != row)
				buf_addf(out, ", -%c", option_rows[i].code);
}

static void
add_row(struct buf *out, const struct option_row *row)
{
	struct buf names = BUF_INIT;
	add_names(&names, row);
	int width = HELP_COLUMN - 2;
	if (names.len + 4 > HELP_COLUMN)
		buf_addf(out, "  %s\n%*s%s\n", names.data, HELP_COLUMN, "", row->help);
	else
		buf_addf(out, "  %-*s%s\n", width, names.data, row->help);
	buf_release(&names);
}

void
usage_text(const char *program, struct buf *out)
{
	buf_addf(out, "Usage: %s [options] [target] ...\n", program);
	buf_adds(out, "Options:\n");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		add_row(out, option_row_of(order[i]));
	if (strcmp(program, "make") != 0 && strcmp(program, "gmake") != 0) {
		buf_adds(out, "\nOptions that GNU make does not have:\n");
		for (size_t i = 0; i < option_row_count; i++)
			if (option_rows[i].flags & OPTION_OURS)
				add_row(out, &option_rows[i]);
	}
	buf_addf(out, "\nThis program built for %s\n", HOST_TRIPLET);
	buf_adds(out, "Report bugs to <bug-make@gnu.org>\n");
}
