/* SPDX-License-Identifier: GPL-3.0-or-later */
/* func.h - what function.gperf names: each appends what the call stands for. */
#ifndef PARSER_FUNC_H
#define PARSER_FUNC_H

struct buf;
struct call;
struct expander;

typedef void
function_run(struct expander *, const struct call *, struct buf *out);

/* func_text.c */
function_run function_addprefix;
function_run function_addsuffix;
function_run function_basename;
function_run function_dir;
function_run function_filter;
function_run function_filter_out;
function_run function_findstring;
function_run function_firstword;
function_run function_join;
function_run function_lastword;
function_run function_notdir;
function_run function_patsubst;
function_run function_sort;
function_run function_strip;
function_run function_subst;
function_run function_suffix;
function_run function_word;
function_run function_wordlist;
function_run function_words;

/* func_file.c */
function_run function_abspath;
function_run function_file;
function_run function_realpath;
function_run function_shell;
function_run function_wildcard;

/* func_control.c */
function_run function_and;
function_run function_call;
function_run function_error;
function_run function_eval;
function_run function_flavor;
function_run function_foreach;
function_run function_if;
function_run function_info;
function_run function_intcmp;
function_run function_let;
function_run function_or;
function_run function_origin;
function_run function_value;
function_run function_warning;

#endif
