/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * slots.h - how many jobs may run: -j, and the jobserver we are a client of or keep ourselves.
 *
 *	slots_join(inv);        // before MAKEFLAGS is defined: the make above us may have one
 *	... makefiles are read, and may set -j ...
 *	if (!slots_open(inv))   // now as a server, where there is none yet
 *		exit(2);
 *	slots_close(inv);
 */
#ifndef SRC_CLI_SLOTS_H
#define SRC_CLI_SLOTS_H

#include <stdbool.h>

struct invocation;

void
slots_join(struct invocation *);
bool
slots_open(struct invocation *);
void
slots_close(struct invocation *);
/* instead, before a new start: a client's descriptors stay open for it */
void
slots_hand_on(struct invocation *);
/* for jobs_config.slots */
unsigned
slots_count(const struct invocation *);

#endif
