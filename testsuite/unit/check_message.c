/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_message.c - prefixes, places and streams of what tmake says. */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/message.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/loc.h"

static void
collect(void *arg, bool to_stderr, const char *text, size_t len)
{
	struct buf *said = arg;
	buf_adds(said, to_stderr ? "err " : "out ");
	buf_add(said, text, len);
}

START_TEST(says)
{
	struct names *names = names_new();
	struct loc loc = { .file = name_of(names, "sub/x.mk"), .line = 7, .offset = 2 };
	struct buf said = BUF_INIT;
	struct message message;
	message_init(&message, "/usr/bin/make", 0);
	message.write = collect;
	message.arg = &said;
	message_say(&message, MESSAGE_PLAIN, &loc, "cc -c x.c");
	message_say(&message, MESSAGE_INFO, &loc, "'all' is up to date.");
	message_say(&message, MESSAGE_WARNING, &loc, "warning: NUL character seen");
	message_say(&message, MESSAGE_ERROR, &loc, "missing separator.  Stop.");
	message.level = 2;
	message_sayf(&message, MESSAGE_ERROR, NULL, "[%s] Error %d", "x.mk:3: all", 1);
	message_say(&message, MESSAGE_WARNING, NULL, "warning: jobserver unavailable");
	ck_assert_str_eq(said.data, "out cc -c x.c\n"
	                            "out make: 'all' is up to date.\n"
	                            "err sub/x.mk:9: warning: NUL character seen\n"
	                            "err sub/x.mk:9: *** missing separator.  Stop.\n"
	                            "err make[2]: *** [x.mk:3: all] Error 1\n"
	                            "err make[2]: warning: jobserver unavailable\n");
	buf_release(&said);
	names_free(names);
}
END_TEST

START_TEST(notes_a_full_output)
{
	struct message message;
	message_init(&message, "tmake", 0);
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC), saved = dup(STDOUT_FILENO);
	ck_assert_int_ge(full, 0);
	dup2(full, STDOUT_FILENO);
	message_say(&message, MESSAGE_PLAIN, NULL, "lost");
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(full);
	ck_assert(message.write_failed);
	ck_assert_int_ne(message.write_error, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("message");
	TCase *tc = tcase_create("lines");
	tcase_add_test(tc, says);
	tcase_add_test(tc, notes_a_full_output);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
