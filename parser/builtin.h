/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * builtin.h - GNU make's default variables, suffixes and rules, less what -r and -R take away.
 *
 * makefile_define_builtins (makefile.h) comes before reading; the rules come after it, so that
 * those of makefiles stand before them.
 */
#ifndef PARSER_BUILTIN_H
#define PARSER_BUILTIN_H

struct makefile;

/* after reading: -r or -R that a makefile put into MAKEFLAGS */
void
builtin_withdraw(struct makefile *);
void
builtin_add_suffix_rules(struct makefile *);
void
builtin_add_pattern_rules(struct makefile *);

#endif
