/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * data_base.h - what -p prints at the end: all that makefiles have said, and what is known of each
 * file.
 */
#ifndef SRC_CLI_DATA_BASE_H
#define SRC_CLI_DATA_BASE_H

struct invocation;

void
data_base_print(struct invocation *);

#endif
