/* SPDX-License-Identifier: MIT */
/* Mode stream: halves that follow each other, and how it ends. */
#include "toy_dma.h"

#include "stream.h"

#define HALF 64u

static void
start(void)
{
    assert_int_equal(arm(STREAM, driver->id, 1, 0, 2 * HALF), SLUICE_RC_OK);
}

/* The engine comes to the end of a half, and interrupts. */
static void
half_ends(void)
{
    *fake_register(LEFT(STREAM)) = 0;
    *fake_register(STATUS(STREAM)) = DONE;
    dma_irq(STREAM);
}

static void
expect_position(uint32_t offset, uint32_t laps, uint32_t lost)
{
    driver->context.frame[0] = STREAM;
    assert_ptr_equal(stream_syscall_position(driver), driver);
    assert_int_equal(driver->context.frame[0], channel_table[STREAM].arm);
    assert_int_equal(driver->context.frame[1], offset);
    assert_int_equal(driver->context.frame[2], laps);
    assert_int_equal(driver->context.frame[3], lost);
}

static void
expect_over(uint32_t status)
{
    assert_int_equal(channel_table[STREAM].state, SLUICE_DMA_IDLE);
    assert_int_equal(channel_table[STREAM].status, status);
    assert_int_equal(*fake_register(DST(STREAM)), SINK);
    assert_false(timer_is_set(&channel_table[STREAM].timer));
    expect_no_pins();
}

static void
halves_follow_each_other_under_one_pin(void **state)
{
    (void)state;
    start();
    for (uint32_t i = 1; i < 7; i++) {
        half_ends();
        assert_int_equal(channel_table[STREAM].state, SLUICE_DMA_ARMED);
        assert_int_equal(*fake_register(DST(STREAM)), OWN_BASE + i % 2 * HALF);
        assert_int_equal(*fake_register(LEFT(STREAM)), HALF);
        assert_int_equal(*fake_register(GO(STREAM)), 1);
        assert_int_equal(driver->pending, BIT(STREAM));
        assert_int_equal(region_pins[OWN], 1);
        assert_int_equal(driver->own_pins, 1);
        driver->pending = 0;
        expect_position(i % 2 * HALF, i / 2, 0);
    }
    assert_int_equal(channel_table[STREAM].arm, 1);
}

static void
stream_has_no_deadline(void **state)
{
    (void)state;
    start();
    for (uint32_t i = 0; i < 50; i++) {
        timer_tick();
    }
    assert_int_equal(channel_table[STREAM].state, SLUICE_DMA_ARMED);
}

static void
position_tells_what_has_moved(void **state)
{
    (void)state;
    start();
    half_ends();
    *fake_register(LEFT(STREAM)) = 24;
    expect_position(HALF + 40, 0, 0);
    *fake_register(LEFT(STREAM)) = 5000; /* more than it was asked */
    expect_position(HALF, 0, 0);
    /* Its end, before the interrupt: the same lap still */
    *fake_register(LEFT(STREAM)) = 0;
    *fake_register(STATUS(STREAM)) = DONE;
    expect_position(2 * HALF, 0, 0);
    dma_irq(STREAM);
    expect_position(0, 1, 1);
}

static void
half_that_nobody_took_is_counted(void **state)
{
    (void)state;
    start();
    half_ends();
    half_ends(); /* the engine begins the first anew: nobody heard of it */
    half_ends();
    expect_position(HALF, 1, 2);
    driver->pending = 0;
    half_ends();
    expect_position(0, 2, 2);
}

static void
stop_ends_it_and_keeps_the_position(void **state)
{
    (void)state;
    start();
    half_ends();
    *fake_register(LEFT(STREAM)) = 16;
    driver->context.frame[0] = STREAM;
    (void)dma_syscall_stop(driver);
    expect_over(SLUICE_DMA_CANCELLED);
    expect_position(HALF + 48, 0, 0);
    start();
    expect_position(0, 0, 0);
}

/* The half was over when the stop came: the next one is stopped. */
static void
stop_at_the_end_of_a_half_ends_it(void **state)
{
    (void)state;
    start();
    *fake_register(LEFT(STREAM)) = 0;
    *fake_register(STATUS(STREAM)) = DONE;
    driver->context.frame[0] = STREAM;
    (void)dma_syscall_stop(driver);
    expect_over(SLUICE_DMA_CANCELLED);
}

static void
error_ends_it(void **state)
{
    (void)state;
    start();
    *fake_register(LEFT(STREAM)) = 8;
    *fake_register(STATUS(STREAM)) = ERROR;
    dma_irq(STREAM);
    expect_over(SLUICE_DMA_ERROR);
}

static void
end_of_the_owner_ends_it(void **state)
{
    (void)state;
    start();
    *fake_register(LEFT(STREAM)) = 0;
    *fake_register(STATUS(STREAM)) = DONE;
    assert_int_equal(task_restart(driver, true), SLUICE_RC_OK);
    expect_over(SLUICE_DMA_CANCELLED);
    assert_int_equal(driver->pending, 0);
}

/* It said done and drained when its owner went: it is not armed for the next.
 */
static void
half_that_drains_is_the_last_of_its_owner(void **state)
{
    (void)state;
    start();
    *fake_register(STATUS(STREAM)) = BUSY | DONE;
    dma_irq(STREAM);
    assert_int_equal(channel_table[STREAM].state, SLUICE_DMA_DRAINING);
    expect_position(0, 0, 0);
    assert_int_equal(task_restart(driver, true), SLUICE_RC_PINNED);
    *fake_register(LEFT(STREAM)) = 0;
    *fake_register(STATUS(STREAM)) = 0;
    timer_tick();
    timer_tick();
    assert_int_equal(channel_table[STREAM].state, SLUICE_DMA_IDLE);
    expect_no_pins();
    assert_int_equal(driver->life, TASK_ALIVE);
}

static void
half_that_cannot_be_armed_ends_it(void **state)
{
    (void)state;
    start();
    fake.fault_at = GO(STREAM);
    *fake_register(LEFT(STREAM)) = 0;
    *fake_register(STATUS(STREAM)) = DONE;
    dma_irq(STREAM);
    assert_int_equal(channel_table[STREAM].state, SLUICE_DMA_DRAINING);
    assert_int_equal(region_pins[OWN], 1);
    fake.fault_at = 0;
    timer_tick();
    timer_tick();
    expect_over(SLUICE_DMA_ERROR);
}

static void
refusals(void **state)
{
    (void)state;
    assert_int_equal(arm(STREAM, driver->id, 1, 0, 2), SLUICE_RC_REACH);
    (void)arm(STREAM, driver->id, 1, 0, 127); /* no two equal halves */
    assert_int_equal(driver->fault_kind, SLUICE_FAULT_USAGE);
    assert_int_equal(driver->fault.detail, SLUICE_USAGE_DMA);
}

static void
position_is_of_the_owners_streams_only(void **state)
{
    static const uint32_t wrong[] = {FIRST, CHANNELS};

    for (uint32_t i = 0; i < 2; i++) {
        (void)prepare(state);
        driver->context.frame[0] = wrong[i];
        (void)stream_syscall_position(driver);
        assert_int_equal(driver->fault_kind, SLUICE_FAULT_USAGE);
        assert_int_equal(driver->fault.detail, SLUICE_USAGE_CHANNEL);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(halves_follow_each_other_under_one_pin, prepare),
        cmocka_unit_test_setup(stream_has_no_deadline, prepare),
        cmocka_unit_test_setup(position_tells_what_has_moved, prepare),
        cmocka_unit_test_setup(half_that_nobody_took_is_counted, prepare),
        cmocka_unit_test_setup(stop_ends_it_and_keeps_the_position, prepare),
        cmocka_unit_test_setup(stop_at_the_end_of_a_half_ends_it, prepare),
        cmocka_unit_test_setup(error_ends_it, prepare),
        cmocka_unit_test_setup(end_of_the_owner_ends_it, prepare),
        cmocka_unit_test_setup(half_that_drains_is_the_last_of_its_owner,
                               prepare),
        cmocka_unit_test_setup(half_that_cannot_be_armed_ends_it, prepare),
        cmocka_unit_test_setup(refusals, prepare),
        cmocka_unit_test_setup(position_is_of_the_owners_streams_only, prepare),
    };

    return cmocka_run_group_tests_name("dma_stream", tests, NULL, NULL);
}
