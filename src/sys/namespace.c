/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "sys/fs.h"

static int
write_file(const char *path, const char *text)
{
	cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

/* the caller's ids stay what they are; all others show as nobody's */
static int
keep_ids(uid_t uid, gid_t gid)
{
	char text[64];
	snprintf(text, sizeof text, "%u %u 1\n", (unsigned)uid, (unsigned)uid);
	int err = write_file("/proc/self/uid_map", text);
	if (err)
		return err;
	err = write_file("/proc/self/setgroups", "deny");
	if (err && err != -ENOENT)
		return err;
	snprintf(text, sizeof text, "%u %u 1\n", (unsigned)gid, (unsigned)gid);
	return write_file("/proc/self/gid_map", text);
}

int
namespace_leave_host(bool *is_user)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int err = 0;
	*is_user = false;
	if (unshare(CLONE_NEWNS)) {
		if (errno != EPERM)
			return -errno;
		if (unshare(CLONE_NEWUSER | CLONE_NEWNS))
			return -errno;
		*is_user = true;
		err = keep_ids(uid, gid);
	}
	if (!err && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		err = -errno;
	return err;
}

int
namespace_open_own(void)
{
	int fd = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int
namespace_thread_begin(void)
{
	return unshare(CLONE_FS) ? -errno : 0;
}

int
namespace_pass_rights(void)
{
	static const unsigned rights[] = { CAP_SYS_ADMIN, CAP_SYS_CHROOT };
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	if (!geteuid())
		return 0;
	if (syscall(SYS_capget, &header, data))
		return -errno;
	for (int i = 0; i < 2; i++)
		data[CAP_TO_INDEX(rights[i])].inheritable |= CAP_TO_MASK(rights[i]);
	if (syscall(SYS_capset, &header, data))
		return -errno;
	for (int i = 0; i < 2; i++)
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, rights[i], 0, 0))
			return -errno;
	return 0;
}

static int
bind_one(const char *staging, const struct namespace_bind *bind)
{
	cleanup_buf struct buf to = BUF_INIT;
	buf_addf(&to, "%s%s", staging, bind->to);
	if (!mount(bind->from, to.data, NULL, MS_BIND | (bind->deep ? MS_REC : 0), NULL))
		return 0;
	return errno == ENOENT ? 0 : -errno;
}

/* pivot_root, not chroot: in a changed root a nested user namespace would be refused */
static int
enter_root(const char *staging)
{
	if (chdir(staging) || syscall(SYS_pivot_root, ".", "."))
		return -errno;
	return umount2(".", MNT_DETACH) ? -errno : 0;
}

static int
build(const struct namespace_plan *plan)
{
	if (mount(plan->root, plan->staging, NULL, MS_BIND, NULL))
		return -errno;
	for (size_t i = 0; i < plan->bind_count; i++) {
		int err = bind_one(plan->staging, &plan->binds[i]);
		if (err)
			return err;
	}
	int err = enter_root(plan->staging);
	return err ? err : namespace_open_own();
}

int
namespace_build(int base, const struct namespace_plan *plan)
{
	if (unshare(CLONE_NEWNS))
		return -errno;
	int fd = build(plan);
	if (setns(base, CLONE_NEWNS)) {
		int err = -errno;
		fs_close(&fd);
		return err;
	}
	return fd;
}

void
namespace_drop_rights(void)
{
	if (geteuid())
		prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}
