/* SPDX-License-Identifier: MIT */
/* How transfers end: by themselves, late, with a task, or up the ladder. */
#include "toy_dma.h"

static void
toy_ends(uint32_t channel, uint32_t left, uint32_t status)
{
    *fake_register(LEFT(channel)) = left;
    *fake_register(STATUS(channel)) = status;
}

static void
expect_idle(uint32_t channel)
{
    assert_int_equal(channel_table[channel].state, SLUICE_DMA_IDLE);
    assert_false(timer_is_set(&channel_table[channel].timer));
    assert_int_equal(*fake_register(SRC(channel)), SINK);
    assert_int_equal(*fake_register(DST(channel)), SINK);
    assert_int_equal(*fake_register(LEFT(channel)), 0);
}

static void
expect_end(uint32_t channel, uint32_t status, uint32_t residue)
{
    expect_idle(channel);
    driver->context.frame[0] = channel;
    assert_ptr_equal(dma_syscall_result(driver), driver);
    assert_int_equal(driver->context.frame[0], channel_table[channel].arm);
    assert_int_equal(driver->context.frame[1], SLUICE_DMA_IDLE);
    assert_int_equal(driver->context.frame[2], status);
    assert_int_equal(driver->context.frame[3], residue);
    assert_int_equal(driver->context.frame[4], status == SLUICE_DMA_RESET
                                                   ? SLUICE_RESIDUE_UNKNOWN
                                                   : bindings[channel].residue);
    assert_int_equal(driver->pending & BIT(channel), BIT(channel));
}

static void
tick(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        timer_tick();
    }
}

/* Ends. */

static void
interrupt_closes_what_is_idle(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    fake.pending[LINE_OTHER] = true;
    toy_ends(FIRST, 0, DONE);
    dma_irq(FIRST);
    expect_end(FIRST, SLUICE_DMA_OK, 0);
    expect_no_pins();
    assert_false(fake.pending[LINE_OTHER]); /* nor an old one for later */
}

static void
line_that_speaks_for_another_is_kept(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 64, 64), SLUICE_RC_OK);
    fake.pending[LINE] = true;
    toy_ends(FIRST, 0, DONE);
    dma_irq(FIRST);
    dma_irq(SECOND); /* busy: a hint that is false */
    assert_true(fake.pending[LINE]);
    assert_int_equal(channel_table[SECOND].state, SLUICE_DMA_ARMED);
    assert_int_equal(client->lent_pins, 1);
}

static void
residue_and_errors_are_honest(void **state)
{
    static const struct {
        uint32_t channel, left, flags, status, residue;
    } rows[] = {
        {FIRST, 0, DONE | ERROR, SLUICE_DMA_ERROR, 0},
        {FIRST, 24, ERROR, SLUICE_DMA_ERROR, 24},
        {FIRST, 24, DONE, SLUICE_DMA_ERROR, 24},   /* not all was moved */
        {FIRST, 5000, DONE, SLUICE_DMA_ERROR, 64}, /* more than was asked */
        {SECOND, 24, DONE, SLUICE_DMA_OK, 24},     /* worth nothing: unknown */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        (void)prepare(state);
        assert_int_equal(arm(rows[i].channel, client->id, 0, 0, 64),
                         SLUICE_RC_OK);
        toy_ends(rows[i].channel, rows[i].left, rows[i].flags);
        dma_irq(rows[i].channel);
        expect_end(rows[i].channel, rows[i].status, rows[i].residue);
    }
}

static void
error_while_busy_is_stopped(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 32, BUSY | ERROR);
    dma_irq(FIRST);
    expect_end(FIRST, SLUICE_DMA_ERROR, 32);
}

static void
deadline_stops_and_says_late(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    tick(4);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_ARMED);
    tick(1);
    expect_end(FIRST, SLUICE_DMA_LATE, 64);
    expect_no_pins();
}

static void
finished_in_time_is_not_late(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 0, DONE);
    tick(5); /* its interrupt was lost */
    expect_end(FIRST, SLUICE_DMA_OK, 0);
}

static void
stop_begins_once(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    for (int i = 0; i < 2; i++) {
        driver->context.frame[0] = FIRST;
        (void)dma_syscall_stop(driver);
        assert_int_equal(driver->context.frame[0], SLUICE_RC_OK);
        assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    }
    assert_int_equal(driver->pending, 0);
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_BUSY);
    toy_ends(FIRST, 8, 0);
    tick(2);
    expect_end(FIRST, SLUICE_DMA_CANCELLED, 8);
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver); /* nothing is armed: nothing to do */
    assert_int_equal(driver->context.frame[0], SLUICE_RC_OK);
}

static void
old_end_does_not_speak_for_a_new_arm(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 0, DONE);
    dma_irq(FIRST);
    assert_int_equal(driver->pending, BIT(FIRST));
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(driver->pending, 0);
    assert_int_equal(channel_table[FIRST].arm, 2);
    dma_irq(FIRST); /* a stray one */
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_ARMED);
}

/* The end of a task. */

static void
owner_that_ends_is_told_nothing(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(task_restart(driver, true), SLUICE_RC_OK);
    expect_idle(FIRST);
    expect_no_pins();
    assert_int_equal(driver->pending, 0);
    assert_int_equal(channel_table[FIRST].status, SLUICE_DMA_CANCELLED);
    assert_int_equal(client->context.frame[0], SLUICE_RC_DEAD);
}

static void
restart_of_the_owner_waits_for_the_drain(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    assert_int_equal(task_restart(driver, true), SLUICE_RC_PINNED);
    assert_true(client->parked);
    toy_ends(FIRST, 8, 0);
    tick(2);
    expect_no_pins();
    assert_false(client->parked);
    assert_int_equal(driver->life, TASK_ALIVE);
    assert_int_equal(driver->pending, 0);
}

static void
restart_of_the_lender_waits_for_the_drain(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, driver->id, 1, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    assert_int_equal(task_restart(client, true), SLUICE_RC_PINNED);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    assert_int_equal(channel_table[SECOND].state, SLUICE_DMA_ARMED);
    tick(2);
    assert_int_not_equal(client->life, TASK_ALIVE);
    toy_ends(FIRST, 8, 0);
    tick(1);
    assert_int_equal(client->life, TASK_ALIVE);
    expect_end(FIRST, SLUICE_DMA_CANCELLED, 8);
}

/* The ladder. */

static void
drain_limit_resets_the_domain(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, driver->id, 1, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(ALONE, client->id, 0, 64, 16), SLUICE_RC_OK);
    stubborn = true;
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    tick(3);
    assert_int_equal(fake_writes(RESET), 0);
    tick(1);
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(fake_writes(SETUP), 2); /* anew, once */
    expect_end(FIRST, SLUICE_DMA_RESET, 64);
    expect_end(SECOND, SLUICE_DMA_RESET, 64); /* a casualty */
    assert_int_equal(channel_table[ALONE].state, SLUICE_DMA_ARMED);
    assert_int_equal(fake.resets, 0);
}

static void
reset_that_does_not_help_resets_the_system(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    unresettable = true;
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    tick(4);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_DRAIN);
    assert_int_equal(client->lent_pins, 1);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_RESETTING);
}

static void
no_reset_means_the_system(void **state)
{
    (void)state;
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
    stubborn = true;
    driver->context.frame[0] = ALONE;
    (void)dma_syscall_stop(driver);
    tick(4);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.fault.detail, ALONE);
    assert_int_equal(client->lent_pins, 2);
}

/* Each register of each table, in turn: nothing is handed back on a fault. */
static void
bus_fault_while_armed_resets(void **state)
{
    static const uint32_t registers[] = {SRC(ALONE),    DST(ALONE),
                                         LEFT(ALONE),   GO(ALONE),
                                         STATUS(ALONE), CLEAR(ALONE)};

    for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
        (void)prepare(state);
        assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
        fake.fault_at = registers[i];
        driver->context.frame[0] = ALONE;
        (void)dma_syscall_stop(driver);
        assert_int_equal(fake.resets, 1);
        assert_int_equal(client->lent_pins, 2);
        assert_int_equal(channel_table[ALONE].state, SLUICE_DMA_RESETTING);
    }
}

static void
bus_fault_in_arm_resets(void **state)
{
    (void)state;
    fake.fault_at = DST(FIRST);
    (void)arm(FIRST, client->id, 0, 0, 16);
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(fake.resets, 1); /* its FINI faults as well */
    assert_int_equal(client->lent_pins, 1);
}

static void
bus_fault_while_idle_breaks_the_channel(void **state)
{
    (void)state;
    fake.fault_at = STATUS(FIRST);
    dma_irq(FIRST);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_BROKEN);
    fake.fault_at = 0;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_BROKEN);
    expect_no_pins();
}

/* A stop that lasts: the rest waits for the interrupt that waits. */
static void
all_are_marked_before_the_first_is_stopped(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 64, 64), SLUICE_RC_OK);
    fake.waits = true;
    task_end(client);
    expect_end(FIRST, SLUICE_DMA_CANCELLED, 64);
    assert_true(channel_table[SECOND].stopping);
    assert_int_equal(fake_writes(GO(SECOND)), 1); /* its START */
    assert_int_equal(client->lent_pins, 1);
    assert_true(kernel.stops_due);
    fake.waits = false;
    dma_stop_marked();
    expect_end(SECOND, SLUICE_DMA_CANCELLED, 64);
    assert_false(kernel.stops_due);
    expect_no_pins();
}

/* An interrupt of the task that ends will not come: nothing waits for it. */
static void
line_of_the_dead_puts_no_stop_off(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 64, 64), SLUICE_RC_OK);
    fake.enabled[LINE_DRIVER] = true;
    fake.waits_at = LINE_DRIVER;
    task_end(driver);
    assert_false(fake.enabled[LINE_DRIVER]);
    assert_false(kernel.stops_due);
    expect_idle(SECOND);
    expect_no_pins();
}

/* The exception that waits may be an echo of the fault, and no interrupt. */
static void
echo_of_a_fault_goes_on_with_the_stops(void **state)
{
    static const struct fault echo = {SLUICE_FAULT_BUS, 0, 0, 0,
                                      SLUICE_ID_NOBODY};

    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 64, 64), SLUICE_RC_OK);
    fake.waits = true;
    task_end(client);
    assert_true(kernel.stops_due);
    fake.waits = false;
    assert_ptr_equal(trap_fault(client, &echo), driver);
    assert_false(kernel.stops_due);
    expect_end(SECOND, SLUICE_DMA_CANCELLED, 64);
    expect_no_pins();
}

/* "Done" gave it time; an error while it drains takes that back. */
static void
error_after_done_is_stopped_at_once(void **state)
{
    (void)state;
    stubborn = true;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 0, BUSY | DONE);
    dma_irq(FIRST);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    assert_int_equal(fake_writes(GO(FIRST)), 1); /* its START, and no STOP */
    toy_ends(FIRST, 0, BUSY | ERROR);
    dma_irq(FIRST);
    assert_int_equal(fake_writes(GO(FIRST)), 2);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    stubborn = false;
    toy_ends(FIRST, 0, 0);
    tick(1);
    expect_end(FIRST, SLUICE_DMA_ERROR, 0);
}

/* An engine that said "done" and stays busy is stopped at the first poll. */
static void
done_but_busy_is_stopped_at_the_first_poll(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 0, BUSY | DONE);
    dma_irq(FIRST);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    tick(1);
    assert_int_equal(fake_writes(GO(FIRST)), 2);
    expect_end(FIRST, SLUICE_DMA_OK, 0); /* all was moved, exactly */
}

static uint32_t remembering;

static uint32_t
remembers(uint32_t address, uint32_t stored)
{
    return address == remembering && (stored == SINK || stored == 0)
               ? FIRMWARE_BASE
               : stored;
}

/* After a reset the registers have to show it: each address, and the count. */
static void
reset_that_leaves_an_address_resets_the_system(void **state)
{
    static const uint32_t registers[] = {SRC(FIRST), DST(FIRST), LEFT(FIRST)};

    for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
        (void)prepare(state);
        assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
        stubborn = true;
        driver->context.frame[0] = FIRST;
        (void)dma_syscall_stop(driver);
        remembering = registers[i];
        fake.on_read = remembers;
        tick(4);
        assert_int_equal(fake_writes(RESET), 1);
        assert_int_equal(fake.resets, 1);
        assert_int_equal(client->lent_pins, 1);
    }
}

/* What broke at boot is no member of its domain: the others go on. */
static void
reset_passes_a_broken_member_over(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    channel_table[SECOND].state = SLUICE_DMA_BROKEN;
    *fake_register(STATUS(SECOND)) = BUSY;
    stubborn = true;
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    tick(4);
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(fake.resets, 0);
    expect_end(FIRST, SLUICE_DMA_RESET, 64);
    assert_int_equal(channel_table[SECOND].state, SLUICE_DMA_BROKEN);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(interrupt_closes_what_is_idle, prepare),
        cmocka_unit_test_setup(line_that_speaks_for_another_is_kept, prepare),
        cmocka_unit_test_setup(residue_and_errors_are_honest, prepare),
        cmocka_unit_test_setup(error_while_busy_is_stopped, prepare),
        cmocka_unit_test_setup(deadline_stops_and_says_late, prepare),
        cmocka_unit_test_setup(finished_in_time_is_not_late, prepare),
        cmocka_unit_test_setup(stop_begins_once, prepare),
        cmocka_unit_test_setup(old_end_does_not_speak_for_a_new_arm, prepare),
        cmocka_unit_test_setup(owner_that_ends_is_told_nothing, prepare),
        cmocka_unit_test_setup(restart_of_the_owner_waits_for_the_drain,
                               prepare),
        cmocka_unit_test_setup(restart_of_the_lender_waits_for_the_drain,
                               prepare),
        cmocka_unit_test_setup(drain_limit_resets_the_domain, prepare),
        cmocka_unit_test_setup(reset_that_does_not_help_resets_the_system,
                               prepare),
        cmocka_unit_test_setup(no_reset_means_the_system, prepare),
        cmocka_unit_test_setup(bus_fault_while_armed_resets, prepare),
        cmocka_unit_test_setup(bus_fault_in_arm_resets, prepare),
        cmocka_unit_test_setup(all_are_marked_before_the_first_is_stopped,
                               prepare),
        cmocka_unit_test_setup(line_of_the_dead_puts_no_stop_off, prepare),
        cmocka_unit_test_setup(echo_of_a_fault_goes_on_with_the_stops, prepare),
        cmocka_unit_test_setup(error_after_done_is_stopped_at_once, prepare),
        cmocka_unit_test_setup(done_but_busy_is_stopped_at_the_first_poll,
                               prepare),
        cmocka_unit_test_setup(reset_that_leaves_an_address_resets_the_system,
                               prepare),
        cmocka_unit_test_setup(reset_passes_a_broken_member_over, prepare),
        cmocka_unit_test_setup(bus_fault_while_idle_breaks_the_channel,
                               prepare),
    };

    return cmocka_run_group_tests_name("dma_end", tests, NULL, NULL);
}
