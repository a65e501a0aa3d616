/* SPDX-License-Identifier: MIT */
/* Boot: who runs first, and engines that an earlier life left running. */
#include "script.h"

#include "panic.h"

static void
most_important_task_runs_first(void **state)
{
    (void)state;
    sim_boot();
    as(SUPERVISOR);
    for (uint32_t i = 0; i < TASKS; i++) {
        assert_int_equal(sim_task(i)->life, TASK_ALIVE);
        assert_int_equal(sim_id(i), i | 1u << SLUICE_ID_GENERATION_SHIFT);
    }
}

static void
tasks_run_in_order_until_idle(void **state)
{
    (void)state;
    script_start();
    serve(0);
    as(CLIENT_B);
    serve(0);
    as(LOW);
    serve(0);
    as(NO_TASK);
    sim_ticks(3);
    as(NO_TASK);
    wake_supervisor();
}

/* Effect: channel 0 of controller 0 runs, aimed at a task's home. */
static void
start_old_transfer(struct pl081 *model)
{
    pl081_write(model, 0x030, 1, DMA_WIDTH_32);
    pl081_write(model, 0x100, FIRMWARE, DMA_WIDTH_32);
    pl081_write(model, 0x104, HOME(CLIENT_A), DMA_WIDTH_32);
    pl081_write(model, 0x10c, 0x8c480000u | 64, DMA_WIDTH_32);
    pl081_write(model, 0x110, 0xc001, DMA_WIDTH_32);
    assert_true(pl081_beat(model));
}

static void
old_transfer_is_stopped(void **state)
{
    (void)state;
    sim_power_on();
    start_old_transfer(&sim.dma[0]);
    sim_start();
    assert_false(pl081_is_live(&sim.dma[0], 0));
    assert_int_equal(sim.dma[0].channels[0].source, SINK);
    assert_int_equal(sim.dma[0].channels[0].destination, SINK);
    assert_int_equal(sim.dma[0].channels[0].control & 0xfffu, 0);
    sim_snapshot();
    sim_beats(1000);
    assert_int_equal(sim_difference(0, 0), 0);
}

static void
old_transfer_that_comes_to_rest_late_is_waited_for(void **state)
{
    (void)state;
    sim_power_on();
    sim.dma[0].beats_per_access = 1;
    sim.dma[0].channels[0].faults.late_beats = 40;
    start_old_transfer(&sim.dma[0]);
    sim_start();
    assert_false(pl081_is_live(&sim.dma[0], 0));
    as(SUPERVISOR);
}

static void
old_transfer_that_never_stops_resets_the_system(void **state)
{
    (void)state;
    sim_power_on();
    sim.dma[0].channels[0].faults.stalls = true;
    pl081_write(&sim.dma[0], 0x030, 1, DMA_WIDTH_32);
    pl081_write(&sim.dma[0], 0x10c, 0x8c480000u | 64, DMA_WIDTH_32);
    pl081_write(&sim.dma[0], 0x110, 0xc001, DMA_WIDTH_32);
    sim.expects_reset = true;
    sim_start();
    assert_true(sim.reset_seen);
    assert_int_equal(panic_record.why, SLUICE_PANIC_BOOT_BUSY);
    assert_int_equal(panic_record.fault.detail, 0);
}

static void
supervisors_fault_resets_the_system(void **state)
{
    (void)state;
    sim_boot();
    as(SUPERVISOR);
    sim.expects_reset = true;
    sim_fault(SLUICE_FAULT_MEMORY, 0x1234);
    assert_true(sim.reset_seen);
    assert_int_equal(panic_record.why, SLUICE_PANIC_SUPERVISOR);
    assert_int_equal(panic_record.fault.address, 0x1234);
    assert_int_equal(panic_record.count, 1);
    assert_int_equal(host.halts, 0);
}

static void
resets_in_a_row_end_in_a_halt(void **state)
{
    struct panic_record kept;

    (void)state;
    sim_boot();
    for (uint32_t i = 0; i < PANIC_IN_A_ROW; i++) {
        assert_int_equal(host.halts, 0);
        sim.expects_reset = true;
        sim_fault(SLUICE_FAULT_BUS, 0);
        assert_true(sim.reset_seen);
        if (i + 1 < PANIC_IN_A_ROW) {
            kept = panic_record;
            sim_power_on();
            panic_record = kept; /* memory that survives a reset */
            sim_start();
        }
    }
    assert_int_equal(host.halts, 1);
    assert_int_equal(panic_record.count, PANIC_IN_A_ROW);
}

static void
undeclared_interrupt_is_masked_and_recorded(void **state)
{
    (void)state;
    script_start();
    host.lines[LINE_STRAY].enabled = true;
    sim_irq(LINE_STRAY);
    as(CLIENT_A);
    assert_int_equal(kernel.stray_count, 1);
    assert_int_equal(kernel.stray_line, LINE_STRAY);
    assert_false(host.lines[LINE_STRAY].enabled);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_important_task_runs_first),
        cmocka_unit_test(tasks_run_in_order_until_idle),
        cmocka_unit_test(old_transfer_is_stopped),
        cmocka_unit_test(old_transfer_that_comes_to_rest_late_is_waited_for),
        cmocka_unit_test(old_transfer_that_never_stops_resets_the_system),
        cmocka_unit_test(supervisors_fault_resets_the_system),
        cmocka_unit_test(resets_in_a_row_end_in_a_halt),
        cmocka_unit_test(undeclared_interrupt_is_masked_and_recorded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
