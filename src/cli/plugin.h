/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plugin.h - objects that makefiles `load`, and the calls of GNU make's gnumake.h that they make
 * back.
 *
 *	plugin_use(mk);                       // calls are for this makefile; NULL: there is none
 *	world.host.load = plugin_load;
 *
 * The calls have no argument that tells the makefile: there is one at a time.
 */
#ifndef SRC_CLI_PLUGIN_H
#define SRC_CLI_PLUGIN_H

#include <stdbool.h>

struct loc;
struct makefile;

void
plugin_use(struct makefile *);
/*
 * the object's recipe has run and left it as it was: it sets itself up once more; false where it
 * cannot
 */
bool
plugin_reload(const char *path);
/* host.load */
int
plugin_load(void *self, const char *path, const char *symbol, bool optional, const struct loc *);

#endif
