# SPDX-License-Identifier: GPL-3.0-or-later
# One convenience library a layer, bottom first; each may include and link only what stands above it in this file.
sys_sources = \
	src/sys/channel.c src/sys/channel.h \
	src/sys/fs.c src/sys/fs.h \
	src/sys/guard.c src/sys/guard.h \
	src/sys/loop.c src/sys/loop.h \
	src/sys/namespace.c src/sys/namespace.h \
	src/sys/path.c src/sys/path.h \
	src/sys/process.c src/sys/process.h \
	src/sys/spawn.c src/sys/spawn.h
trace_sources = \
	src/trace/listing.c \
	src/trace/snapshot.c src/trace/snapshot.h \
	src/trace/trace.c src/trace/trace.h
graph_sources = \
	src/graph/archive.c src/graph/archive.h \
	src/graph/automatic.c src/graph/automatic.h \
	src/graph/file.c src/graph/file.h \
	src/graph/implicit.c src/graph/implicit.h \
	src/graph/vpath.c src/graph/vpath.h
store_sources = \
	src/store/blob.c src/store/blob.h \
	src/store/bytes.h \
	src/store/db.c src/store/db.h \
	src/store/dictionary.c src/store/dictionary.h \
	src/store/pack.c src/store/pack.h \
	src/store/statements.def \
	src/store/store.c src/store/store.h \
	src/store/trace_store.c src/store/trace_store.h
view_sources = \
	src/view/fuse.c \
	src/view/inode.c src/view/inode.h \
	src/view/linger.c \
	src/view/ops.h \
	src/view/ops_read.c \
	src/view/ops_write.c \
	src/view/recorder.c src/view/recorder.h \
	src/view/server.c src/view/server.h \
	src/view/slot.c \
	src/view/view.c src/view/view.h
build_sources = \
	src/build/ambient.c src/build/ambient.h \
	src/build/client.c src/build/client.h \
	src/build/command.c src/build/command.h \
	src/build/environment.c src/build/environment.h \
	src/build/jobs.c src/build/jobs.h \
	src/build/jobserver.c src/build/jobserver.h \
	src/build/load.c src/build/load.h \
	src/build/output.c src/build/output.h \
	src/build/recipe_line.c src/build/recipe_line.h \
	src/build/root.c src/build/root.h \
	src/build/session.c src/build/session.h \
	src/build/shuffle.c src/build/shuffle.h \
	src/build/step_facts.c src/build/step_facts.h \
	src/build/temporary.c src/build/temporary.h \
	src/build/tool_environment.c src/build/tool_environment.h \
	src/build/tracer.c src/build/tracer.h \
	src/build/update.c src/build/update.h \
	src/build/verdict.c src/build/verdict.h \
	src/build/versions.c src/build/versions.h \
	src/build/visits.c src/build/visits.h \
	src/build/wire.c src/build/wire.h \
	src/build/world.c src/build/world.h
cli_sources = \
	src/cli/data_base.c src/cli/data_base.h \
	src/cli/debugging.c src/cli/debugging.h \
	src/cli/explanation.c src/cli/explanation.h \
	src/cli/interrupt.c src/cli/interrupt.h \
	src/cli/invocation.c src/cli/invocation.h \
	src/cli/line_diff.c src/cli/line_diff.h \
	src/cli/makeflags.c src/cli/makeflags.h \
	src/cli/message.c src/cli/message.h \
	src/cli/option_table.c src/cli/option_table.h \
	src/cli/options.c src/cli/options.h \
	src/cli/plugin.c src/cli/plugin.h \
	src/cli/reading.c src/cli/reading.h \
	src/cli/remake.c src/cli/remake.h \
	src/cli/slots.c src/cli/slots.h \
	src/cli/sync.c src/cli/sync.h \
	src/cli/tracing.c src/cli/tracing.h \
	src/cli/usage.c src/cli/usage.h \
	src/cli/variables.c src/cli/variables.h \
	src/cli/version.c src/cli/version.h \
	src/cli/why.c src/cli/why.h

noinst_LTLIBRARIES += libsys.la
libsys_la_SOURCES = $(sys_sources)

noinst_LTLIBRARIES += libtrace.la
libtrace_la_SOURCES = $(trace_sources)
libtrace_la_CPPFLAGS = $(AM_CPPFLAGS) $(XXHASH_CFLAGS)
libtrace_la_LIBADD = $(XXHASH_LIBS)

noinst_LTLIBRARIES += libgraph.la
libgraph_la_SOURCES = $(graph_sources)

# the schema as C string literals, a line each
src/store/schema.inc: src/store/schema.sql
	$(AM_V_GEN)$(MKDIR_P) src/store && \
		sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $(srcdir)/src/store/schema.sql > $@-new && mv $@-new $@
src/store/store.c: src/store/schema.inc
CLEANFILES += src/store/schema.inc
EXTRA_DIST += src/store/schema.sql

noinst_LTLIBRARIES += libstore.la
libstore_la_SOURCES = $(store_sources)
libstore_la_CPPFLAGS = $(AM_CPPFLAGS) -Isrc $(SQLITE_CFLAGS) $(XXHASH_CFLAGS) $(ZSTD_CFLAGS)
libstore_la_LIBADD = $(SQLITE_LIBS) $(XXHASH_LIBS) $(ZSTD_LIBS)

noinst_LTLIBRARIES += libview.la
libview_la_SOURCES = $(view_sources)
libview_la_CPPFLAGS = $(AM_CPPFLAGS) $(FUSE_CFLAGS) -DFUSE_USE_VERSION=314
libview_la_LIBADD = $(FUSE_LIBS)

noinst_LTLIBRARIES += libbuild.la
libbuild_la_SOURCES = $(build_sources)

noinst_LTLIBRARIES += libcli.la
libcli_la_SOURCES = $(cli_sources)
libcli_la_CPPFLAGS = $(AM_CPPFLAGS) -DHOST_TRIPLET='"$(host)"'

bin_PROGRAMS += src/tmake
src_tmake_SOURCES = src/cli/main.c
# loaded objects call back into us (gnumake.h)
src_tmake_LDFLAGS = $(AM_LDFLAGS) -rdynamic
src_tmake_LDADD = libcli.la libbuild.la libview.la libstore.la libgraph.la libtrace.la libsys.la libmakefile.la
