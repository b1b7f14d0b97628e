/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usage.h - what --help says, and a command line that cannot be understood: GNU make's text, then
 * our own options.
 */
#ifndef SRC_CLI_USAGE_H
#define SRC_CLI_USAGE_H

struct buf;

void
usage_text(const char *program, struct buf *out);

#endif
