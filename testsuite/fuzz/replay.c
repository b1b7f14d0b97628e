/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * replay.c - runs a fuzzer's entry once for every file of its corpus, without a fuzzing engine.
 *
 *	CORPUS_DIR=testsuite/fuzz/corpus ./replay_expand     # replays $CORPUS_DIR/expand
 *
 * Fails where the corpus is missing or empty; a crash or a sanitizer's report fails by itself.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "parser/base/bug.h"
#include "testsuite/fuzz/fuzz.h"

static bool
replay_file(const char *path)
{
	struct stat st;
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	if (fstat(fileno(file), &st) || !S_ISREG(st.st_mode)) {
		fclose(file);
		return false;
	}
	uint8_t *data = xmalloc((size_t)st.st_size + 1);
	size_t size = fread(data, 1, (size_t)st.st_size, file);
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return true;
}

static int
replay_directory(const char *directory)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;
	int count = 0;
	while (dir && (entry = readdir(dir))) {
		char *path;
		if (asprintf(&path, "%s/%s", directory, entry->d_name) < 0)
			BUG("out of memory");
		count += replay_file(path);
		free(path);
	}
	if (dir)
		closedir(dir);
	return count;
}

int
main(int argc, char **argv)
{
	const char *name = strstr(argv[0], "replay_"), *root = getenv("CORPUS_DIR");
	char *directory;
	if (argc > 1)
		return replay_directory(argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
	if (!name || !root) {
		fprintf(stderr, "usage: CORPUS_DIR=DIR %s, or %s DIR\n", argv[0], argv[0]);
		return 2;
	}
	if (asprintf(&directory, "%s/%s", root, name + strlen("replay_")) < 0)
		BUG("out of memory");
	int count = replay_directory(directory);
	printf("%s: %d inputs replayed\n", directory, count);
	free(directory);
	return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
