/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const int fatal_signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ };

static volatile sig_atomic_t came, is_deferred;
static int event_fd = -1;
static const char *volatile doomed[4];

static void
die_of(int signal_number)
{
	sigset_t this;
	signal(signal_number, SIG_DFL);
	sigemptyset(&this);
	sigaddset(&this, signal_number);
	raise(signal_number);
	sigprocmask(SIG_UNBLOCK, &this, NULL);
}

/* async-signal-safe */
static void
catch(int signal_number)
{
	const uint64_t one = 1;
	int saved = errno;
	if (!came)
		came = signal_number;
	if (is_deferred) {
		ssize_t put = write(event_fd, &one, sizeof one);
		(void)put;
		errno = saved;
		return;
	}
	for (size_t i = 0; i < COUNT(doomed); i++)
		if (doomed[i])
			unlink(doomed[i]);
	die_of(signal_number);
}

void
interrupt_catch(void)
{
	struct sigaction old, action = { .sa_handler = catch };
	event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	for (size_t i = 0; i < COUNT(fatal_signals); i++)
		if (!sigaction(fatal_signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(fatal_signals[i], &action, NULL);
}

void
interrupt_defer(bool is_wanted)
{
	is_deferred = is_wanted;
}

int
interrupt_signal(void)
{
	return came;
}

int
interrupt_fd(void)
{
	return event_fd;
}

void
interrupt_unlink(const char *path)
{
	for (size_t i = 0; i < COUNT(doomed); i++)
		if (!doomed[i]) {
			doomed[i] = path;
			return;
		}
}

void
interrupt_forget(const char *path)
{
	for (size_t i = 0; i < COUNT(doomed); i++)
		if (doomed[i] == path)
			doomed[i] = NULL;
}

void
interrupt_die(void)
{
	if (came)
		die_of(came);
}
