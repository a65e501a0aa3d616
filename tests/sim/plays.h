/* SPDX-License-Identifier: MIT */
/*
 * The tests of a program, run once each, or "everywhere" (see plays.c): then
 * each again with each task struck at each point of it.
 */
#pragma once

#include <stddef.h>

struct CMUnitTest;

/* Returns: how many failed. */
int plays_run(const struct CMUnitTest *tests, size_t count);

#undef cmocka_run_group_tests
#define cmocka_run_group_tests(tests, setup, teardown)                         \
    plays_run(tests, sizeof(tests) / sizeof((tests)[0]))
