/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * version.h - what --version says: tmake's own, or GNU make's where we are called by its name and
 * scripts look at it.
 */
#ifndef SRC_CLI_VERSION_H
#define SRC_CLI_VERSION_H

struct buf;

void
version_text(const char *program, struct buf *out);

#endif
