# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests.

check_PROGRAMS += testsuite/unit/check_parser_expand
testsuite_unit_check_parser_expand_SOURCES = \
	testsuite/unit/check_parser_expand.c \
	testsuite/unit/fake_host.c testsuite/unit/fake_host.h
testsuite_unit_check_parser_expand_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_parser_expand_LDADD = libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_parser_read
testsuite_unit_check_parser_read_SOURCES = \
	testsuite/unit/check_parser_read.c \
	testsuite/unit/fake_host.c testsuite/unit/fake_host.h
testsuite_unit_check_parser_read_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_parser_read_LDADD = libmakefile.la $(CHECK_LIBS)

# Fuzzers replay their corpus in `make check`; with a fuzzing engine they are linked by hand:
#   clang -fsanitize=fuzzer,address ... testsuite/fuzz/fuzz_expand.c
check_PROGRAMS += testsuite/fuzz/replay_expand
testsuite_fuzz_replay_expand_SOURCES = \
	testsuite/fuzz/fuzz.h testsuite/fuzz/fuzz_expand.c \
	testsuite/fuzz/replay.c
testsuite_fuzz_replay_expand_LDADD = libmakefile.la

check_PROGRAMS += testsuite/fuzz/replay_read
testsuite_fuzz_replay_read_SOURCES = \
	testsuite/fuzz/fuzz.h testsuite/fuzz/fuzz_read.c \
	testsuite/fuzz/replay.c
testsuite_fuzz_replay_read_LDADD = libmakefile.la
AM_TESTS_ENVIRONMENT = CORPUS_DIR='$(abs_srcdir)/testsuite/fuzz/corpus'; export CORPUS_DIR; srcdir='$(srcdir)'; export srcdir;
EXTRA_DIST += testsuite/fuzz/corpus

check_PROGRAMS += testsuite/unit/check_command
testsuite_unit_check_command_SOURCES = testsuite/unit/check_command.c
testsuite_unit_check_command_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_command_LDADD = libbuild.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_jobserver
testsuite_unit_check_jobserver_SOURCES = testsuite/unit/check_jobserver.c
testsuite_unit_check_jobserver_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_jobserver_LDADD = libbuild.la libsys.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_message
testsuite_unit_check_message_SOURCES = testsuite/unit/check_message.c
testsuite_unit_check_message_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_message_LDADD = libcli.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_options
testsuite_unit_check_options_SOURCES = testsuite/unit/check_options.c
testsuite_unit_check_options_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_options_LDADD = libcli.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_recipe_line
testsuite_unit_check_recipe_line_SOURCES = testsuite/unit/check_recipe_line.c
testsuite_unit_check_recipe_line_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_recipe_line_LDADD = libbuild.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_spawn
testsuite_unit_check_spawn_SOURCES = testsuite/unit/check_spawn.c
testsuite_unit_check_spawn_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_spawn_LDADD = libsys.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_statement
testsuite_unit_check_statement_SOURCES = testsuite/unit/check_statement.c
testsuite_unit_check_statement_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_statement_LDADD = libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_world
testsuite_unit_check_world_SOURCES = testsuite/unit/check_world.c
testsuite_unit_check_world_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_world_LDADD = libbuild.la libsys.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_trace
testsuite_unit_check_trace_SOURCES = \
	testsuite/unit/check_trace.c \
	testsuite/unit/fake_world.c testsuite/unit/fake_world.h
testsuite_unit_check_trace_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_trace_LDADD = libtrace.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/unit/check_store
testsuite_unit_check_store_SOURCES = testsuite/unit/check_store.c
testsuite_unit_check_store_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_store_LDADD = libstore.la libtrace.la libmakefile.la $(CHECK_LIBS)

check_PROGRAMS += testsuite/fuzz/replay_trace
testsuite_fuzz_replay_trace_SOURCES = \
	testsuite/fuzz/fuzz.h testsuite/fuzz/fuzz_trace.c \
	testsuite/fuzz/replay.c
testsuite_fuzz_replay_trace_LDADD = libstore.la libtrace.la libmakefile.la

check_PROGRAMS += testsuite/unit/check_verdict
testsuite_unit_check_verdict_SOURCES = \
	testsuite/unit/check_verdict.c \
	testsuite/unit/fake_world.c testsuite/unit/fake_world.h
testsuite_unit_check_verdict_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_verdict_LDADD = \
	libcli.la libbuild.la libtrace.la libmakefile.la $(CHECK_LIBS)

# what the linker cannot see: headers of a layer above
TESTS += testsuite/lint/layers testsuite/lint/manual
EXTRA_DIST += testsuite/lint/layers testsuite/lint/manual

check_PROGRAMS += testsuite/unit/check_view
testsuite_unit_check_view_SOURCES = testsuite/unit/check_view.c
testsuite_unit_check_view_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
testsuite_unit_check_view_LDADD = libview.la libtrace.la libsys.la libmakefile.la $(CHECK_LIBS)

# views from outside; view-run is also the tool to look at a trace with
EXTRA_PROGRAMS = testsuite/tools/view-run testsuite/tools/view-probe
check_DATA = $(EXTRA_PROGRAMS)
CLEANFILES += $(EXTRA_PROGRAMS)
testsuite_tools_view_run_SOURCES = testsuite/tools/view-run.c
testsuite_tools_view_run_LDADD = libview.la libtrace.la libsys.la libmakefile.la
testsuite_tools_view_probe_SOURCES = testsuite/tools/view-probe.c
testsuite_tools_view_probe_CFLAGS = $(AM_CFLAGS) -Wno-unused-result
VIEW_TESTS = testsuite/tmake/view-faithful.sh testsuite/tmake/view-kill.sh testsuite/tmake/view-strace.sh
TESTS += $(VIEW_TESTS)
EXTRA_DIST += $(VIEW_TESTS)

# tmake from outside: behaviour, as root and as an ordinary user
TMAKE_TESTS = \
	testsuite/tmake/bad-input.sh \
	testsuite/tmake/changes.sh \
	testsuite/tmake/environment.sh \
	testsuite/tmake/full-disk.sh \
	testsuite/tmake/idioms.sh \
	testsuite/tmake/killed.sh \
	testsuite/tmake/no-fuse.sh \
	testsuite/tmake/outputs.sh \
	testsuite/tmake/traced.sh \
	testsuite/tmake/undeclared.sh \
	testsuite/tmake/why.sh
TESTS += $(TMAKE_TESTS)
EXTRA_DIST += $(TMAKE_TESTS) testsuite/tmake/prelude.sh testsuite/tmake/as-user testsuite/bench/run
