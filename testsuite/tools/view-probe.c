/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view-probe DIRECTORY
 *
 * Does what programs do with files, in a new directory, and prints a line for each finding.  The lines are the same on the
 * disk and in a view: view-faithful.sh compares them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static void
say(const char *what, long result)
{
	printf("%s: %s\n", what, result < 0 ? strerrorname_np(errno) : "ok");
}

static void
say_number(const char *what, long number)
{
	printf("%s: %ld\n", what, number);
}

static void
put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (write(fd, text, strlen(text)) < 0)
		say(path, -1);
	close(fd);
}

static void
say_content(const char *path)
{
	char text[256] = "";
	int fd = open(path, O_RDONLY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (len < 0)
		say(path, -1);
	else
		printf("%s = '%.*s'\n", path, (int)len, text);
	if (fd >= 0)
		close(fd);
}

static void
say_stat(const char *path)
{
	struct stat st;
	if (lstat(path, &st)) {
		say(path, -1);
		return;
	}
	printf("%s: mode %o links %ld size %ld mine %d\n", path, (unsigned)st.st_mode, (long)st.st_nlink,
	       S_ISDIR(st.st_mode) ? 0L : (long)st.st_size, st.st_uid == geteuid());
}

static void
probe_open(void)
{
	put("f", "hello");
	say("exclusive on what is there", open("f", O_WRONLY | O_CREAT | O_EXCL, 0666));
	say("directory for writing", open(".", O_WRONLY));
	say("file as directory", open("f", O_RDONLY | O_DIRECTORY));
	say("below a file", open("f/x", O_RDONLY));
	say("absent", open("absent", O_RDONLY));
	say("absent directory", open("absent/x", O_WRONLY | O_CREAT, 0666));
	symlink("f", "l");
	say("no follow", open("l", O_RDONLY | O_NOFOLLOW));
	symlink("loop", "loop");
	say("loop", open("loop", O_RDONLY));
	symlink("made", "dangling");
	put("dangling", "through");
	say_content("made");
	char name[300];
	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	say("long name", open(name, O_WRONLY | O_CREAT, 0666));
	name[255] = '\0';
	say("longest name", open(name, O_WRONLY | O_CREAT, 0666));
	say("trailing slash", open("f/", O_RDONLY));
	say("empty name", open("", O_RDONLY));
	say_stat(".");
	say_stat(".//.");
}

static void
probe_write(void)
{
	int a = open("append", O_WRONLY | O_CREAT | O_APPEND, 0666), b = open("append", O_WRONLY | O_APPEND);
	write(a, "one ", 4), write(b, "two ", 4), write(a, "three", 5);
	close(a), close(b);
	say_content("append");
	int rw = open("rw", O_RDWR | O_CREAT, 0600);
	write(rw, "0123456789", 10);
	pwrite(rw, "XX", 2, 4);
	lseek(rw, 0, SEEK_SET);
	char text[16] = "";
	say_number("read back", read(rw, text, sizeof text));
	puts(text);
	say("write by a reader", write(open("rw", O_RDONLY), "x", 1));
	say("truncate", ftruncate(rw, 3));
	say_stat("rw");
	say("extend", truncate("rw", 20));
	say_stat("rw");
	int again = open("rw", O_WRONLY | O_TRUNC);
	say_stat("rw");
	write(again, "new", 3);
	say_number("size behind the back", lseek(rw, 0, SEEK_END));
	close(again), close(rw);
	int locked = open("ro", O_WRONLY | O_CREAT, 0444);
	say("write to a new read-only file", write(locked, "x", 1));
	close(locked);
	say_content("ro");
}

static void
probe_unlinked(void)
{
	char text[8] = "";
	int fd = open("gone", O_RDWR | O_CREAT, 0666);
	write(fd, "abc", 3);
	unlink("gone");
	say_stat("gone");
	struct stat st;
	say("fstat", fstat(fd, &st));
	say_number("links", (long)st.st_nlink);
	say("grow", ftruncate(fd, 6));
	say("fchmod", fchmod(fd, 0640));
	pwrite(fd, "def", 3, 3);
	pread(fd, text, 6, 0);
	puts(text);
	close(fd);
	put("target", "old");
	fd = open("target", O_RDONLY);
	put("source", "new");
	say("rename over an open file", rename("source", "target"));
	read(fd, text, 3);
	printf("%.3s\n", text);
	close(fd);
	say_content("target");
	mkdir("cwd", 0777);
	int here = open(".", O_RDONLY);
	chdir("cwd");
	rmdir("../cwd");
	say("in a removed directory", open("x", O_WRONLY | O_CREAT, 0666));
	fchdir(here);
	close(here);
}

static void
probe_mapping(void)
{
	int fd = open("map", O_RDWR | O_CREAT, 0666);
	ftruncate(fd, 8192);
	char *shared = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	strcpy(shared, "mapped");
	strcpy(shared + 5000, "behind");
	say_content("map");
	char text[8] = "";
	pread(fd, text, 6, 5000);
	puts(text);
	pwrite(fd, "M", 1, 0);
	puts(shared);
	say("msync", msync(shared, 8192, MS_SYNC));
	munmap(shared, 8192);
	char *private = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	private[0] = '!';
	puts(private);
	pread(fd, text, 6, 0);
	puts(text);
	munmap(private, 8192);
	close(fd);
}

static void
probe_sparse(void)
{
	int fd = open("sparse", O_RDWR | O_CREAT, 0666);
	ftruncate(fd, 1 << 20);
	pwrite(fd, "data", 4, 1 << 19);
	say_number("data", lseek(fd, 0, SEEK_DATA));
	say_number("hole", lseek(fd, 1 << 19, SEEK_HOLE));
	struct stat st;
	fstat(fd, &st);
	say_number("sparse", st.st_blocks * 512 < 1 << 19);
	say("punch", fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 1 << 19, 4096));
	say("allocate", fallocate(fd, 0, 0, 4096));
	put("from", "copied by range");
	int from = open("from", O_RDONLY), to = open("to", O_WRONLY | O_CREAT, 0666);
	say_number("copy range", copy_file_range(from, NULL, to, NULL, 100, 0));
	close(from), close(to), close(fd);
	say_content("to");
	say("temporary without a name", open(".", O_TMPFILE | O_RDWR, 0600) >= 0 || errno == EOPNOTSUPP ? 0 : -1);
}

static void
probe_names(void)
{
	put("n", "name");
	say("link", link("n", "n2"));
	say_stat("n");
	put("n2", "both");
	say_content("n");
	say("link over", link("n", "n2"));
	say("same inode", rename("n", "n2"));
	say_stat("n2");
	say("no replace", renameat2(AT_FDCWD, "n2", AT_FDCWD, "f", RENAME_NOREPLACE));
	mkdir("d", 0777), mkdir("d/e", 0777), put("d/e/x", "deep");
	say("exchange", renameat2(AT_FDCWD, "n2", AT_FDCWD, "d", RENAME_EXCHANGE));
	say_stat("d");
	say_content("n2/e/x");
	say("into itself", rename("n2", "n2/e/y"));
	say("rename directory", rename("n2", "moved"));
	say_content("moved/e/x");
	say_content("n2/e/x");
	say("not empty", rmdir("moved"));
	say("unlink directory", unlink("moved"));
	say("rmdir file", rmdir("d"));
	mkdir("empty", 0777);
	say("directory over empty one", rename("moved", "empty"));
	say_content("empty/e/x");
	say("file over directory", rename("d", "empty"));
	say("link to directory", link("empty", "hard"));
	symlink("empty", "soft");
	say("hard link to a link", linkat(AT_FDCWD, "soft", AT_FDCWD, "soft2", 0));
	say_stat("soft2");
	char target[32] = "";
	say_number("target", readlink("soft2", target, sizeof target));
	puts(target);
	say("remove current", rmdir("."));
}

static void
probe_attributes(void)
{
	put("a", "attributes");
	const struct timespec times[2] = { { 1000000000, 123456789 }, { 1100000000, 987654321 } };
	struct stat st;
	say("times", utimensat(AT_FDCWD, "a", times, 0));
	stat("a", &st);
	printf("%ld.%09ld %ld.%09ld\n", (long)st.st_atim.tv_sec, st.st_atim.tv_nsec, (long)st.st_mtim.tv_sec,
	       st.st_mtim.tv_nsec);
	symlink("a", "al");
	say("times of a link", utimensat(AT_FDCWD, "al", times, AT_SYMLINK_NOFOLLOW));
	lstat("al", &st);
	say_number("link time", (long)st.st_mtim.tv_sec);
	say("chmod", chmod("a", 04751));
	say_stat("a");
	say("chown to me", chown("a", geteuid(), getegid()));
	say_stat("a");
	say("access", access("a", R_OK | W_OK | X_OK));
	umask(027);
	close(open("masked", O_WRONLY | O_CREAT, 0777));
	mkdir("maskedd", 02777);
	mkfifo("fifo", 0666);
	say_stat("masked"), say_stat("maskedd"), say_stat("fifo");
	umask(022);
	mkdir("setgid", 0777), chmod("setgid", 02777);
	mkdir("setgid/below", 0777);
	say_stat("setgid/below");
	say("set xattr", setxattr("a", "user.test", "value", 5, 0));
	char value[32] = "";
	say_number("get xattr", getxattr("a", "user.test", value, sizeof value));
	puts(value);
	say_number("no xattr", getxattr("a", "user.none", value, sizeof value));
	say("remove xattr", removexattr("a", "user.test"));
	int fd = open("readonly", O_WRONLY | O_CREAT, 0000);
	close(fd);
	say("no permission", geteuid() ? open("readonly", O_RDONLY) : 0);
	say("no permission to look", geteuid() ? access("readonly", R_OK) : 0);
	mkdir("closed", 0000);
	say("closed directory", geteuid() ? open("closed/x", O_WRONLY | O_CREAT, 0666) : 0);
	struct statvfs vfs;
	say("statvfs", statvfs(".", &vfs));
	say_number("name max", (long)vfs.f_namemax);
}

static void
probe_suid(void)
{
	put("suid", "x");
	chmod("suid", 06755);
	int fd = open("suid", O_WRONLY | O_APPEND);
	write(fd, "y", 1);
	close(fd);
	say_stat("suid");
}

/* the size is not told: a parent waits for its child before it goes on */
static int
in_child(int (*probe)(void))
{
	int status;
	fflush(stdout);
	pid_t pid = fork();
	if (!pid)
		_exit(probe());
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static int
try_flock(void)
{
	return flock(open("lock", O_RDWR), LOCK_EX | LOCK_NB) ? errno == EWOULDBLOCK : 0;
}

static int
try_fcntl(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	return fcntl(open("lock", O_RDWR), F_SETLK, &lock) ? errno == EAGAIN || errno == EACCES : 0;
}

static int
write_fifo(void)
{
	return write(open("pipe", O_WRONLY), "through the pipe", 16) == 16;
}

static int
use_socket(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	return !connect(fd, (struct sockaddr *)&address, sizeof address);
}

static void
probe_between_processes(void)
{
	put("lock", "");
	int fd = open("lock", O_RDWR);
	say("flock", flock(fd, LOCK_EX));
	say_number("flock keeps out", in_child(try_flock));
	say("unlock", flock(fd, LOCK_UN));
	say_number("flock lets in", in_child(try_flock));
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	say("fcntl", fcntl(fd, F_SETLK, &lock));
	say_number("fcntl keeps out", in_child(try_fcntl));
	close(fd);
	say_number("fcntl lets in", in_child(try_fcntl));
	mkfifo("pipe", 0600);
	int pipe_end = open("pipe", O_RDWR);
	say_number("fifo", in_child(write_fifo));
	char text[32] = "";
	read(pipe_end, text, sizeof text - 1);
	puts(text);
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0);
	say("bind", bind(server, (struct sockaddr *)&address, sizeof address));
	say("listen", listen(server, 1));
	say_number("connect", in_child(use_socket));
	say_stat("socket");
}

static void
probe_directory(void)
{
	enum { NAMES = 1500 };
	char name[64];
	int count = 0, wrong = 0;
	struct stat st;
	mkdir("large", 0777);
	for (int i = 0; i < NAMES; i++) {
		snprintf(name, sizeof name, "large/a-name-that-takes-some-room-%d", i);
		close(open(name, O_WRONLY | O_CREAT, 0666));
	}
	DIR *directory = opendir("large");
	for (struct dirent *entry; (entry = readdir(directory));) {
		if (entry->d_name[0] == '.')
			continue;
		count++;
		wrong += fstatat(dirfd(directory), entry->d_name, &st, 0) || st.st_ino != entry->d_ino ||
		         entry->d_type != DT_REG;
		if (count % 3 == 0)
			unlinkat(dirfd(directory), entry->d_name, 0);
	}
	say_number("names", count);
	say_number("wrong numbers", wrong);
	rewinddir(directory);
	count = 0;
	for (struct dirent *entry; (entry = readdir(directory));)
		count += entry->d_name[0] != '.';
	say_number("names left", count);
	closedir(directory);
	char *path = getcwd(NULL, 0);
	struct stat by_path;
	stat(path, &by_path), stat(".", &st);
	say_number("current directory", by_path.st_ino == st.st_ino && by_path.st_dev == st.st_dev);
	stat("/", &st), stat("/..", &by_path);
	say_number("root is its own parent", by_path.st_ino == st.st_ino && by_path.st_dev == st.st_dev);
	free(path);
}

int
main(int argc, char **argv)
{
	if (argc != 2 || mkdir(argv[1], 0777) || chdir(argv[1]))
		return 1;
	umask(022);
	probe_open();
	probe_write();
	probe_unlinked();
	probe_mapping();
	probe_sparse();
	probe_names();
	probe_attributes();
	probe_suid();
	probe_between_processes();
	probe_directory();
	return 0;
}
