/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_jobserver.c - tokens by fifo and pipe, shared by two makes; the orders of --shuffle. */
#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "build/environment.h"
#include "build/jobserver.h"
#include "build/shuffle.h"
#include "parser/base/buf.h"

static const struct {
	const char *style;
	bool is_viewed;
} servers[] = { { NULL, false }, { "fifo", true }, { "pipe", false } };

START_TEST(shares_tokens)
{
	struct buf said = BUF_INIT;
	struct jobserver_config config = {
		.tokens = 2, .style = servers[_i].style, .folder = "/tmp",
		.is_viewed = servers[_i].is_viewed,
	};
	struct jobserver *server = jobserver_new(&config, &said);
	ck_assert_ptr_nonnull(server);
	struct jobserver *client = jobserver_join(jobserver_auth(server), &said);
	ck_assert_ptr_nonnull(client);
	ck_assert_uint_eq(said.len, 0);
	ck_assert(jobserver_try(server));
	ck_assert(jobserver_try(client));
	ck_assert(!jobserver_try(server));
	jobserver_release(server);
	ck_assert(jobserver_try(client));
	ck_assert(!jobserver_try(client));
	jobserver_release(client);
	jobserver_release(client);
	bool is_pipe = !jobserver_path(server);
	if (!is_pipe) { /* a pipe's ends are the same for both here */
		jobserver_free(client);
		ck_assert_int_eq(access(jobserver_path(server), F_OK), 0);
	}
	ck_assert(jobserver_try(server));
	jobserver_free(server);
	if (is_pipe)
		jobserver_free(client);
	buf_release(&said);
}
END_TEST

START_TEST(refuses)
{
	static const char *const bad[] = { "fifo:/nonexistent", "-2,-2", "999,998", "what" };
	struct buf said = BUF_INIT;
	struct jobserver_config config = { .style = "foo", .folder = "/tmp" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_ptr_null(jobserver_join(bad[i], &said));
	buf_clear(&said);
	ck_assert_ptr_null(jobserver_new(&config, &said));
	ck_assert_str_eq(said.data, "unknown jobserver auth style 'foo'");
	buf_release(&said);
}
END_TEST

START_TEST(falls_back_to_a_pipe)
{
	struct buf said = BUF_INIT;
	struct jobserver_config config = { .tokens = 1, .folder = "/nonexistent" };
	struct jobserver *server = jobserver_new(&config, &said);
	ck_assert_ptr_nonnull(server);
	ck_assert_ptr_null(jobserver_path(server));
	ck_assert_str_eq(jobserver_denial(server), " --jobserver-auth=-2,-2");
	ck_assert(said.len > 0);
	ck_assert(jobserver_try(server));
	jobserver_free(server);
	buf_release(&said);
}
END_TEST

START_TEST(denies_before_variables)
{
	struct environment environment = { 0 };
	vec_push(&environment, xstrdup("A=MAKEFLAGS= -- x"));
	vec_push(&environment, xstrdup("MAKEFLAGS= -j2 -- B=c"));
	vec_push(&environment, NULL);
	environment_add_flags(&environment, " --x");
	ck_assert_str_eq(environment.at[0], "A=MAKEFLAGS= -- x");
	ck_assert_str_eq(environment.at[1], "MAKEFLAGS= -j2 --x -- B=c");
	environment_release(&environment);
}
END_TEST

static const struct {
	const char *text;
	bool is_good;
	const char *name;
} modes[] = {
	{ "none", true, "" },         { "NONE", true, "" },
	{ "reverse", true, "reverse" }, { "identity", true, "identity" },
	{ "12345", true, "12345" },   { "0", true, "0" },
	{ "4294967295", true, "4294967295" },
	{ "4294967296", false, "" },  { "-1", false, "" },
	{ "1x", false, "" },          { "", false, "" },
};

START_TEST(reads_shuffles)
{
	struct shuffle shuffle;
	struct buf name = BUF_INIT;
	ck_assert_int_eq(shuffle_parse(&shuffle, modes[_i].text), modes[_i].is_good);
	if (modes[_i].is_good)
		shuffle_name(&shuffle, &name);
	ck_assert_str_eq(name.data, modes[_i].name);
	buf_release(&name);
}
END_TEST

START_TEST(shuffles)
{
	enum { COUNT = 20 };
	struct shuffle one, other;
	size_t a[COUNT], b[COUNT], seen[COUNT] = { 0 };
	ck_assert(shuffle_parse(&one, "7") && shuffle_parse(&other, "7"));
	for (size_t i = 0; i < COUNT; i++)
		a[i] = b[i] = i;
	shuffle_order(&one, a, COUNT);
	shuffle_order(&other, b, COUNT);
	ck_assert_mem_eq(a, b, sizeof a);
	for (size_t i = 0; i < COUNT; i++)
		seen[a[i]]++;
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_uint_eq(seen[i], 1);
	ck_assert(shuffle_parse(&one, "reverse"));
	for (size_t i = 0; i < COUNT; i++)
		a[i] = i;
	shuffle_order(&one, a, COUNT);
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_uint_eq(a[i], COUNT - 1 - i);
	shuffle_order(&one, a, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("jobserver");
	TCase *tcase = tcase_create("jobserver");
	tcase_add_loop_test(tcase, shares_tokens, 0, sizeof servers / sizeof servers[0]);
	tcase_add_test(tcase, refuses);
	tcase_add_test(tcase, falls_back_to_a_pipe);
	tcase_add_test(tcase, denies_before_variables);
	tcase_add_loop_test(tcase, reads_shuffles, 0, sizeof modes / sizeof modes[0]);
	tcase_add_test(tcase, shuffles);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
