/* SPDX-License-Identifier: MIT */
/* An alarm that compares with the counter, where the counter counts down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "kernel.h"
#include "panic.h"

#define SET FAKE_IO
#define CLEAR (FAKE_IO + 4u)
#define CONTROL (FAKE_IO + 8u)
#define LINE 7u
#define MOST 0x40000000u

static const struct dma_op start[] = {DMA_WRITE(CONTROL, 0xa3), DMA_END};
static const struct alarm compare = {start, SET, CLEAR, 1, MOST, LINE, true};
static const struct region home = {FAKE_MEMORY, 0x1000,
                                   REGION_READ | REGION_WRITE, 0};
static const uint32_t may_send;
static const struct task_desc tasks[1] = {{.name = "only",
                                           .regions = &home,
                                           .region_count = 1,
                                           .may_send = &may_send,
                                           .start = true}};
static uint8_t line_routes[FAKE_LINES];

const struct image image = {
    .task_count = 1,
    .line_count = FAKE_LINES,
    .time = {.per_us = 1, .counts_down = true, .alarm = &compare},
    .tasks = tasks,
    .line_routes = line_routes};
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
    memset(line_routes, NO_ROUTE, sizeof(line_routes));
    fake.clock = 0xfffff000u; /* it wraps soon */
    panic_init();
    task_init();
    kernel.current = &task_table[0];
    timer_start();
    return 0;
}

/* The register has the counter's value at `us`: it counts down. */
static void
alarm_has_the_counters_value(void **state)
{
    (void)state;
    timer_set(&task_table[0].timer, 0x2000);
    assert_int_equal(*fake_register(SET), (uint32_t) ~(0xfffff000u + 0x2000u));
    assert_false(fake.pending[LINE]);
}

/* The counter passes the value while it is written: the line is pended. */
static void
pass_time(uint32_t address, uint32_t value)
{
    (void)value;
    fake.clock += address == SET ? 100u : 0;
}

static void
alarm_that_was_passed_meanwhile_rings(void **state)
{
    (void)state;
    fake.on_write = pass_time;
    timer_set(&task_table[0].timer, 50);
    assert_true(fake.pending[LINE]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(alarm_has_the_counters_value, set_up),
        cmocka_unit_test_setup(alarm_that_was_passed_meanwhile_rings, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
