/* SPDX-License-Identifier: MIT */
/* The kernel's watchdog, in an image that has one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "kernel.h"
#include "panic.h"

#define PERIOD 100u
#define TICKS 50u /* of the watchdog's period */

const struct image image = {.time = {.per_us = 1, .period = PERIOD},
                            .watchdog_us = TICKS * PERIOD};
struct task task_table[1];
struct task *const task_at[1] = {&task_table[0]};
struct channel channel_table[1];
uint8_t region_pins[1];
uint8_t handoff_holder[1];

static int
set_up(void **state)
{
    (void)state;
    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset(&panic_record, 0xa5, sizeof(panic_record));
    kernel.current = &kernel.idle;
    panic_init();
    timer_start();
    return 0;
}

static void
tick(uint32_t count)
{
    while (count-- != 0) {
        timer_tick();
    }
}

static void
not_fed_in_time_resets_the_system_with_a_record(void **state)
{
    (void)state;
    tick(TICKS - 1);
    assert_int_equal(fake.resets, 0);
    tick(1);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_WATCHDOG);
    assert_int_equal(panic_record.count, 1);
    panic_init();
    assert_int_equal(panic_record.count, 1); /* the checksum holds */
}

static void
fed_in_time_it_waits_for_its_whole_period_again(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 10; i++) {
        tick(TICKS - 1);
        timer_feed_watchdog();
    }
    assert_int_equal(fake.resets, 0);
    tick(TICKS);
    assert_int_equal(fake.resets, 1);
}

static void
in_a_row_it_ends_in_a_halt(void **state)
{
    (void)state;
    for (uint32_t i = 1; i < PANIC_IN_A_ROW; i++) {
        timer_feed_watchdog();
        tick(TICKS);
        assert_int_equal(fake.resets, i);
        assert_int_equal(fake.halts, 0);
    }
    timer_feed_watchdog();
    tick(TICKS);
    assert_int_equal(fake.resets, PANIC_IN_A_ROW - 1);
    assert_int_equal(fake.halts, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(not_fed_in_time_resets_the_system_with_a_record,
                               set_up),
        cmocka_unit_test_setup(fed_in_time_it_waits_for_its_whole_period_again,
                               set_up),
        cmocka_unit_test_setup(in_a_row_it_ends_in_a_halt, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
