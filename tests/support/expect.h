/* SPDX-License-Identifier: MIT */
/*
 * What simulations assert. The words are cmocka's, so that a test reads as any
 * other; what a failure leads to is up to the runner: cmocka's, a fuzzer's, or
 * one that plays a test with a task struck, where the story may well go wrong
 * but no invariant may.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Where a failure goes; does not return. At first: the process aborts. */
extern void (*expect_failed)(const char *file, int line);

/* Set with the first invariant that does not hold; a story that goes wrong
 * does not set it. */
extern bool expect_broken;

/* Set: failures of a story are not printed. */
extern bool expect_quiet;

/* Effect: the story fails, with this text. */
_Noreturn void expect_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Effect: an invariant does not hold: printed always. */
_Noreturn void expect_break(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define EXPECT_BROKEN(...) expect_break(__FILE__, __LINE__, __VA_ARGS__)

#undef assert_true
#undef assert_false
#undef assert_int_equal
#undef assert_int_not_equal
#undef assert_ptr_equal
#undef assert_ptr_not_equal
#undef assert_in_range
#undef assert_memory_equal
#undef fail_msg

#define assert_true(is)                                                        \
    ((is) ? (void)0 : expect_fail(__FILE__, __LINE__, "not so: %s", #is))
#define assert_false(is)                                                       \
    (!(is) ? (void)0 : expect_fail(__FILE__, __LINE__, "so: %s", #is))
#define EXPECT_COMPARE(a, op, b)                                               \
    ((a)op(b) ? (void)0                                                        \
              : expect_fail(__FILE__, __LINE__, "%s is %#llx, %s is %#llx",    \
                            #a, (unsigned long long)(uintptr_t)(a), #b,        \
                            (unsigned long long)(uintptr_t)(b)))
#define assert_int_equal(a, b)                                                 \
    EXPECT_COMPARE((unsigned long long)(a), ==, (unsigned long long)(b))
#define assert_int_not_equal(a, b)                                             \
    EXPECT_COMPARE((unsigned long long)(a), !=, (unsigned long long)(b))
#define assert_ptr_equal(a, b) EXPECT_COMPARE(a, ==, b)
#define assert_ptr_not_equal(a, b) EXPECT_COMPARE(a, !=, b)
#define assert_in_range(value, low, high)                                      \
    assert_true((unsigned long long)(value) - (unsigned long long)(low) <=     \
                (unsigned long long)(high) - (unsigned long long)(low))
#define assert_memory_equal(a, b, size) assert_true(memcmp(a, b, size) == 0)
#define fail_msg(...) expect_fail(__FILE__, __LINE__, __VA_ARGS__)
