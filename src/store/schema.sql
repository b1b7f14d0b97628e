-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store's database.  Read with code that expects damage: whatever does not decode is as if it were not there.
-- A change that older code would misread raises STORE_VERSION in store.c; there is no migration, the store is a cache.

-- the number of the last build, ...
CREATE TABLE meta (
	name TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) WITHOUT ROWID;

-- Facts: what was seen at a path.  A page holds `count` of them, numbered from `first`; pack.h tells how.
CREATE TABLE fact_page (
	first INTEGER PRIMARY KEY,
	count INTEGER NOT NULL,
	data BLOB NOT NULL
);

-- texts that many traces have in common: environments, shells, names of makefiles
CREATE TABLE shared (
	id INTEGER PRIMARY KEY,
	data BLOB NOT NULL
);

CREATE TABLE trace (
	id INTEGER PRIMARY KEY,
	directory TEXT NOT NULL,
	target TEXT NOT NULL,
	data BLOB NOT NULL,
	UNIQUE (directory, target)
);

-- The processes of a trace, for --why and reports: compressed with a dictionary, as they resemble each other.
CREATE TABLE process (
	trace INTEGER PRIMARY KEY,
	dictionary INTEGER NOT NULL, -- 0: none
	data BLOB NOT NULL
);
CREATE TABLE dictionary (
	id INTEGER PRIMARY KEY,
	data BLOB NOT NULL
);

-- digests of files, so that nothing untouched is read again
CREATE TABLE file (
	device INTEGER,
	inode INTEGER,
	size INTEGER NOT NULL,
	mtime_ns INTEGER NOT NULL,
	ctime_ns INTEGER NOT NULL,
	stamp_ns INTEGER NOT NULL, -- mtime_ns before tmake touched it
	digest BLOB NOT NULL,
	PRIMARY KEY (device, inode)
) WITHOUT ROWID;
