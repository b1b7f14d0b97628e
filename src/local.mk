# SPDX-License-Identifier: GPL-3.0-or-later
# One convenience library a layer, bottom first; each may include and link only what stands above it in this file.
sys_sources = \
	src/sys/spawn.c src/sys/spawn.h
trace_sources = \
	src/trace/listing.c \
	src/trace/snapshot.c src/trace/snapshot.h \
	src/trace/trace.c src/trace/trace.h \
	src/trace/snapshot.c src/trace/snapshot.h src/trace/listing.c
view_sources = \
	src/view/view.h
build_sources = \
	src/build/command.c src/build/command.h \
	src/build/environment.c src/build/environment.h \
	src/build/recipe_line.c src/build/recipe_line.h \
	src/build/world.c src/build/world.h
cli_sources = \
	src/cli/message.c src/cli/message.h

EXTRA_DIST += $(view_sources)

noinst_LTLIBRARIES += libsys.la
libsys_la_SOURCES = $(sys_sources)

noinst_LTLIBRARIES += libtrace.la
libtrace_la_SOURCES = $(trace_sources)
libtrace_la_CPPFLAGS = $(AM_CPPFLAGS) $(XXHASH_CFLAGS)
libtrace_la_LIBADD = $(XXHASH_LIBS)

noinst_LTLIBRARIES += libbuild.la
libbuild_la_SOURCES = $(build_sources)

noinst_LTLIBRARIES += libcli.la
libcli_la_SOURCES = $(cli_sources)
