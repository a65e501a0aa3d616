/* SPDX-License-Identifier: MIT */
/*
 * Time without a tick: a counter that runs freely and an alarm, in an image of
 * one task. The test is the counter, and rings when the alarm is due.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "kernel.h"
#include "panic.h"
#include "port/trap.h"

#define SET FAKE_IO
#define CLEAR (FAKE_IO + 4u)
#define CONTROL (FAKE_IO + 8u)
#define LINE 7u
#define STRAY 8u
#define MOST 0x40000000u
#define TIMERS 100u

static const struct dma_op start[] = {DMA_WRITE(CONTROL, 0xa3), DMA_END};
static const struct alarm countdown = {start, SET, CLEAR, 1, MOST, LINE, false};
static const struct region home = {FAKE_MEMORY, 0x1000,
                                   REGION_READ | REGION_WRITE, 0};
static const uint32_t may_send;
static const struct task_desc tasks[1] = {{.name = "only",
                                           .regions = &home,
                                           .region_count = 1,
                                           .may_send = &may_send,
                                           .start = true}};
static uint8_t line_routes[FAKE_LINES];

const struct image image = {.task_count = 1,
                            .line_count = FAKE_LINES,
                            .time = {.per_us = 1, .alarm = &countdown},
                            .tasks = tasks,
                            .line_routes = line_routes};
struct task task_table[1];
struct task *const task_at[1] = {&task_table[0]};
struct channel channel_table[1];
uint8_t region_pins[1];
uint8_t handoff_holder[1];

static struct timer timers[TIMERS];

static int
set_up(void **state)
{
    (void)state;
    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset(task_table, 0, sizeof(task_table));
    memset(line_routes, NO_ROUTE, sizeof(line_routes));
    fake.clock = 0xfffff000u; /* it wraps soon */
    panic_init();
    task_init();
    kernel.current = &task_table[0];
    timer_start();
    return 0;
}

/* Effect: time passes to when the alarm is set to, and it rings. */
static void
ring(void)
{
    fake.clock += *fake_register(SET);
    (void)trap_irq(LINE);
}

static void
set_task_timer(uint64_t us)
{
    uint32_t *frame = task_table[0].context.frame;

    frame[0] = (uint32_t)us;
    frame[1] = (uint32_t)(us >> 32);
    frame[2] = 1;
    (void)timer_syscall_set(&task_table[0]);
}

static void
boot_starts_counter_and_alarm(void **state)
{
    (void)state;
    assert_int_equal(*fake_register(CONTROL), 0xa3);
    assert_true(fake.enabled[LINE]);
    assert_true(timer_now() == 0);
    assert_int_equal(*fake_register(SET), PANIC_GOOD_US);
}

static void
alarm_is_set_to_the_nearest_deadline(void **state)
{
    (void)state;
    set_task_timer(5000);
    assert_int_equal(*fake_register(SET), 5000);
    fake.clock += 1000;
    set_task_timer(3000);
    assert_int_equal(*fake_register(SET), 2000);
    fake.clock += 1999;
    (void)trap_irq(LINE); /* it rings for no reason: not before it is due */
    assert_int_equal(task_table[0].pending, 0);
    assert_int_equal(*fake_register(SET), 1);
    ring();
    assert_int_equal(task_table[0].pending, 1);
    assert_true(timer_now() == 3000);
    assert_int_equal(*fake_register(CLEAR), 1);
}

static void
further_deadline_leaves_the_alarm(void **state)
{
    size_t writes;

    (void)state;
    set_task_timer(100);
    writes = fake_writes(SET);
    timer_init(&timers[0], TIMER_TASK, 0);
    timer_set(&timers[0], 5000);
    assert_int_equal(fake_writes(SET), writes);
}

/* Six rounds of the counter pass; each is seen by an alarm of its own. */
static void
time_goes_on_over_rounds_of_the_counter(void **state)
{
    uint64_t before = 0;

    (void)state;
    for (uint32_t i = 0; i < 24; i++) {
        ring();
        assert_true(timer_now() > before);
        assert_true(timer_now() - before <= MOST);
        before = timer_now();
    }
    assert_true(before > 22ull * MOST);
    assert_true(task_table[0].cpu == before);
}

static void
deadlines_beyond_a_round_come_in_time(void **state)
{
    uint64_t due = 3ull * UINT32_MAX + 77;

    (void)state;
    set_task_timer(due);
    while (timer_now() < due) {
        assert_int_equal(task_table[0].pending, 0);
        ring();
    }
    assert_true(timer_now() == due);
    assert_int_equal(task_table[0].pending, 1);
}

/* One alarm looks at a bounded number of them and rings again. */
static void
many_deadlines_at_once_are_cut(void **state)
{
    uint32_t set = TIMERS;
    uint32_t rings = 0;

    (void)state;
    for (uint32_t i = 0; i < TIMERS; i++) {
        timer_init(&timers[i], TIMER_TASK, 0);
        timer_set(&timers[i], 1000);
    }
    fake.clock += 1100;
    while (set != 0) {
        uint32_t left = 0;

        (void)trap_irq(LINE);
        for (uint32_t i = 0; i < TIMERS; i++) {
            left += timer_is_set(&timers[i]) ? 1u : 0u;
        }
        assert_true(set - left <= 16);
        if (left != 0) {
            assert_int_equal(*fake_register(SET), 1);
        }
        set = left;
        rings++;
    }
    assert_true(rings >= TIMERS / 16 && rings < TIMERS);
}

static void
other_lines_are_not_the_alarm(void **state)
{
    (void)state;
    (void)trap_irq(STRAY);
    assert_int_equal(kernel.stray_count, 1);
    (void)trap_irq(LINE);
    assert_int_equal(kernel.stray_count, 1);
    assert_true(fake.enabled[LINE]);
}

static void
cpu_time_is_charged_up_to_now(void **state)
{
    (void)state;
    fake.clock += 0x2000; /* over the end of the round */
    (void)timer_syscall_time(&task_table[0]);
    assert_int_equal(task_table[0].context.frame[0], 0x2000);
    assert_int_equal(task_table[0].context.frame[4], 0x2000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(boot_starts_counter_and_alarm, set_up),
        cmocka_unit_test_setup(alarm_is_set_to_the_nearest_deadline, set_up),
        cmocka_unit_test_setup(further_deadline_leaves_the_alarm, set_up),
        cmocka_unit_test_setup(time_goes_on_over_rounds_of_the_counter, set_up),
        cmocka_unit_test_setup(deadlines_beyond_a_round_come_in_time, set_up),
        cmocka_unit_test_setup(many_deadlines_at_once_are_cut, set_up),
        cmocka_unit_test_setup(other_lines_are_not_the_alarm, set_up),
        cmocka_unit_test_setup(cpu_time_is_charged_up_to_now, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
