/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.h - -l: whether the machine has enough to do. */
#ifndef SRC_BUILD_LOAD_H
#define SRC_BUILD_LOAD_H

#include <stdbool.h>

/*
 * how many processes run now, by /proc/loadavg, else how many ran of late; `most` negative: never
 * too many
 */
bool
load_is_above(double most);

#endif
