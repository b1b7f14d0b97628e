/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "parser/base/buf.h"

const char *
temporary_folder(void)
{
	static const char *const names[] = { "MAKE_TMPDIR", "TMPDIR" };
	for (int i = 0; i < 2; i++) {
		const char *folder = getenv(names[i]);
		if (folder && *folder)
			return folder;
	}
	return "/tmp";
}

int
temporary_file(char **path)
{
	struct buf name = BUF_INIT;
	buf_addf(&name, "%s/GmXXXXXX", temporary_folder());
	int fd = mkostemp(name.data, O_CLOEXEC);
	if (fd < 0)
		fd = -errno;
	else if (!path)
		unlink(name.data);
	if (path)
		*path = buf_steal(&name, NULL);
	buf_release(&name);
	return fd;
}
