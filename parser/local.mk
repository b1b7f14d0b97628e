# SPDX-License-Identifier: GPL-3.0-or-later
# The makefile language: libmakefile.  Links to nothing of src/.
parser_sources = \
	parser/assignment.c parser/assignment.h \
	parser/base/arena.c parser/base/arena.h \
	parser/base/buf.c parser/base/buf.h \
	parser/base/bug.c parser/base/bug.h \
	parser/base/map.c parser/base/map.h \
	parser/base/name.c parser/base/name.h \
	parser/base/vec.h \
	parser/builtin.c parser/builtin.h \
	parser/conditional.c parser/conditional.h \
	parser/dump.c parser/dump.h \
	parser/environment.c \
	parser/eval.c parser/evaluation.h \
	parser/expand.c parser/expand.h parser/expansion.h \
	parser/expr.c parser/expr.h \
	parser/file_list.c parser/file_list.h \
	parser/finish.c \
	parser/frame.c \
	parser/func.h \
	parser/func_control.c \
	parser/func_file.c \
	parser/func_filter.c \
	parser/func_text.c \
	parser/function.c parser/function.h \
	parser/glob.c parser/glob.h \
	parser/host.h \
	parser/include.c \
	parser/load.c \
	parser/loc.h \
	parser/makefile.c parser/makefile.h \
	parser/pattern.c parser/pattern.h \
	parser/quote.c parser/quote.h \
	parser/directive.h \
	parser/reader.c parser/reader.h \
	parser/rule.c parser/rule.h \
	parser/rule_line.c \
	parser/rule_record.c \
	parser/special.c parser/special.h \
	parser/statement.c parser/statement.h \
	parser/target_scope.c parser/target_scope.h \
	parser/variable.c parser/variable.h \
	parser/words.c parser/words.h
# gperf's tables are made in the build tree and are no part of the distribution
parser_tables = parser/directive_table.c parser/function_table.c parser/special_table.c
EXTRA_DIST += parser/directive.gperf parser/function.gperf parser/special.gperf
CLEANFILES += $(parser_tables)

parser/directive_table.c: parser/directive.gperf
	$(AM_V_GEN)$(MKDIR_P) parser && $(GPERF) --output-file=$@ $(srcdir)/parser/directive.gperf
parser/function_table.c: parser/function.gperf
	$(AM_V_GEN)$(MKDIR_P) parser && $(GPERF) --output-file=$@ $(srcdir)/parser/function.gperf
parser/special_table.c: parser/special.gperf
	$(AM_V_GEN)$(MKDIR_P) parser && $(GPERF) --output-file=$@ $(srcdir)/parser/special.gperf

noinst_LTLIBRARIES += libmakefile.la
libmakefile_la_SOURCES = $(parser_sources)
nodist_libmakefile_la_SOURCES = $(parser_tables)
