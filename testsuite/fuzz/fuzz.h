/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.h - the entry that every fuzzer defines, called by a fuzzing engine or by replay.c with one input. */
#ifndef TESTSUITE_FUZZ_FUZZ_H
#define TESTSUITE_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* returns 0 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
