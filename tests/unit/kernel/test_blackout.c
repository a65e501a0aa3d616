/* SPDX-License-Identifier: MIT */
/* The longest entry, over the wrap of a counter that a tick resets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../kernel/blackout.c"
#include "fake_arch.h"

#define PERIOD 1000u

const struct image image = {.time = {.per_us = 1, .period = PERIOD}};
struct kernel kernel;

static void
entry(uint32_t from, uint32_t to)
{
    struct task task;

    fake.clock = from;
    blackout_enter();
    fake.clock = to;
    assert_ptr_equal(blackout_exit(&task), &task);
}

static void
longest_entry_is_kept(void **state)
{
    (void)state;
    entry(10, 17);
    assert_int_equal(kernel.blackout, 7);
    entry(20, 25);
    assert_int_equal(kernel.blackout, 7);
    entry(PERIOD - 10, 30);
    assert_int_equal(kernel.blackout, 40);
    entry(500, 540);
    assert_int_equal(kernel.blackout, 40);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(longest_entry_is_kept)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
