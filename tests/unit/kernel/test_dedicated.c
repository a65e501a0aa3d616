/* SPDX-License-Identifier: MIT */
/* Peripherals that master the bus: made to forget, or the system is reset. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dedicated.h"
#include "fake_arch.h"
#include "kernel.h"
#include "panic.h"

#define OWNER 1u
#define CONTROL(n) (FAKE_IO + 16u * (n))
#define RUN 1u

#define RESETTING 2u
#define RESET(n)                                                               \
    {                                                                          \
        DMA_WRITE(CONTROL(n), 0), DMA_POLL(CONTROL(n), RESETTING, 0, 1),       \
            DMA_END                                                            \
    }
static const struct dma_op resets[2][3] = {RESET(0), RESET(1)};
static const struct dma_op idles[2][2] = {
    {DMA_POLL(CONTROL(0), RUN, 0, 1), DMA_END},
    {DMA_POLL(CONTROL(1), RUN, 0, 1), DMA_END}};
static const struct dma_master masters[2] = {{resets[0], idles[0]},
                                             {resets[1], idles[1]}};
static const struct dedicated_desc dedicated[2] = {{&masters[0], OWNER},
                                                   {&masters[1], NO_TASK}};

const struct image image = {.dedicated = dedicated, .dedicated_count = 2};
struct task task_table[2];
struct task *const task_at[2] = {&task_table[0], &task_table[1]};
struct channel channel_table[1];
uint8_t region_pins[1];
uint8_t handoff_holder[1];

static uint32_t
stuck_runs_on(uint32_t address, uint32_t stored)
{
    (void)address;
    return stored | RUN;
}

static uint32_t
stuck_resets_on(uint32_t address, uint32_t stored)
{
    (void)address;
    return stored | RESETTING;
}

static int
set_up(void **state)
{
    (void)state;
    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset(&panic_record, 0xa5, sizeof(panic_record));
    panic_init();
    task_table[0].index = 0;
    task_table[OWNER].index = OWNER;
    *fake_register(CONTROL(0)) = RUN;
    *fake_register(CONTROL(1)) = RUN;
    return 0;
}

static void
each_is_reset_at_boot_owned_or_not(void **state)
{
    (void)state;
    dedicated_quiesce();
    assert_int_equal(*fake_register(CONTROL(0)), 0);
    assert_int_equal(*fake_register(CONTROL(1)), 0);
    assert_int_equal(fake.resets, 0);
}

static void
the_end_of_its_owner_resets_it_and_no_other(void **state)
{
    (void)state;
    dedicated_task_ended(&task_table[0]);
    assert_int_equal(*fake_register(CONTROL(0)), RUN);
    dedicated_task_ended(&task_table[OWNER]);
    assert_int_equal(*fake_register(CONTROL(0)), 0);
    assert_int_equal(*fake_register(CONTROL(1)), RUN);
    assert_int_equal(fake.resets, 0);
}

static void
one_that_runs_on_resets_the_system(void **state)
{
    (void)state;
    fake.on_read = stuck_runs_on;
    dedicated_task_ended(&task_table[OWNER]);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_DEDICATED);
    assert_int_equal(panic_record.fault.detail, 0);
}

static void
one_that_is_not_on_the_bus_resets_the_system(void **state)
{
    (void)state;
    fake.fault_at = CONTROL(0);
    dedicated_task_ended(&task_table[OWNER]);
    assert_int_equal(fake.resets, 1);
}

static void
one_whose_reset_does_not_end_resets_the_system(void **state)
{
    (void)state;
    fake.on_read = stuck_resets_on;
    dedicated_task_ended(&task_table[OWNER]);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_DEDICATED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_is_reset_at_boot_owned_or_not, set_up),
        cmocka_unit_test_setup(the_end_of_its_owner_resets_it_and_no_other,
                               set_up),
        cmocka_unit_test_setup(one_that_runs_on_resets_the_system, set_up),
        cmocka_unit_test_setup(one_whose_reset_does_not_end_resets_the_system,
                               set_up),
        cmocka_unit_test_setup(one_that_is_not_on_the_bus_resets_the_system,
                               set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
