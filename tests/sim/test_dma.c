/* SPDX-License-Identifier: MIT */
/* Transfers: what arming accepts, how a transfer ends, what it tells. */
#include "script.h"

#include "panic.h"

#define FULL CHUNK_SIZE
/* Bus accesses of a transfer by words: one to read, one to write. */
#define BEATS(bytes) (2u * ((bytes) / 4u))

static void
expect_result(uint32_t arm, uint32_t state, uint32_t status, uint32_t residue)
{
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_DMA_RESULT, CHANNEL_READ);
    assert_int_equal(sim_result(DRIVER, 0), arm);
    assert_int_equal(sim_result(DRIVER, 1), state);
    assert_int_equal(sim_result(DRIVER, 2), status);
    assert_int_equal(sim_result(DRIVER, 3), residue);
}

static void
lease_is_filled_and_the_owner_told(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    serve(DRIVER_READ);
    as(CLIENT_B);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 1);
    sim_beats(BEATS(FULL) - 1);
    as(CLIENT_B);
    sim_beats(1);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_FROM), SLUICE_ID_KERNEL);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_READ);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
    assert_true(sim_is_filled(CHUNK_A, FULL, 1));
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 0);
    reply(sim_id(CLIENT_A), 0, 0);
    serve(DRIVER_MASK);
    as(CLIENT_B);
    sim_beats(1000);
    assert_false(pl081_is_live(&sim.dma[0], 0));
}

static void
every_length_and_alignment_moves_those_bytes_only(void **state)
{
    static const uint32_t lengths[] = {1, 2, 3, 4, 5, 7, 16, 17, 255, 256};

    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        for (uint32_t at = 0; at < 4; at++) {
            ask_driver(CHUNK_A + 0x100 + at, lengths[i], SLUICE_LEASE_WRITE);
            SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_READ, sim_id(CLIENT_A), 0, 0,
                     SLUICE_DMA_NO_FAR, 0, lengths[i]);
            assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
            sim_beats(2 * lengths[i]);
            expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
            assert_true(sim_is_filled(CHUNK_A + 0x100 + at, lengths[i], 1));
            /* The driver's receive left a trace in its own home only */
            assert_int_equal(sim_difference(CHUNK_A + 0x100 + at, lengths[i]),
                             0);
        }
    }
}

static void
arm_receive_is_one_call(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    SIM_CALL(SLUICE_SYS_DMA_ARM_RECEIVE,
             CHANNEL_READ | 0u << 8 | SLUICE_DMA_NO_FAR << 16, sim_id(CLIENT_A),
             0, 0, 64, BUFFER(DRIVER), PART_SIZE);
    as(CLIENT_B);
    sim_beats(BEATS(64));
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_READ);
    assert_true(sim_is_filled(CHUNK_A, 64, 1));
}

/* An engine that is done before the call is: nobody waits. */
static void
arm_receive_returns_at_once_when_done(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 4, SLUICE_LEASE_WRITE);
    sim.dma[0].beats_per_access = 2;
    SIM_CALL(SLUICE_SYS_DMA_ARM_RECEIVE,
             CHANNEL_READ | 0u << 8 | SLUICE_DMA_NO_FAR << 16, sim_id(CLIENT_A),
             0, 0, 4, BUFFER(DRIVER), PART_SIZE);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_READ);
    assert_int_equal(sim_result(DRIVER, GOT_RC), SLUICE_RC_OK);
}

static void
own_region_delays_nobody(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_READ, sim_id(DRIVER),
             DRIVER_REGION_CHUNK, 16, SLUICE_DMA_NO_FAR, 0, 64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    reply(sim_id(CLIENT_A), 0, 0);
    assert_int_equal(sim_task(DRIVER)->life, TASK_ALIVE);
    sim_beats(BEATS(64));
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
    assert_true(sim_is_filled(CHUNK_DRIVER + 16, 64, 1));
}

static void
copy_goes_between_two_leases_of_one_lender(void **state)
{
    (void)state;
    script_start();
    sim_fill(CHUNK_A2, FULL, 9);
    lend(CLIENT_A, 0, CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    lend(CLIENT_A, 1, CHUNK_A2, FULL, SLUICE_LEASE_READ);
    send(sim_id(DRIVER), 1, 0, 2);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_COPY, sim_id(CLIENT_A), 0, 8, 1, 4,
             128);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 2);
    sim_snapshot();
    sim_beats(BEATS(128));
    assert_int_equal(sim_difference(CHUNK_A + 8, 128), 0);
    assert_memory_equal(sim_memory(CHUNK_A + 8), sim_memory(CHUNK_A2 + 4), 128);
    serve(DRIVER_MASK);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_COPY);
}

/* Stops, errors, deadlines. */

static void
stop_tells_what_was_not_moved(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(16); /* eight words: two fills of the FIFO, two drains */
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_CANCELLED, FULL - 32);
    assert_true(sim_is_filled(CHUNK_A, 32, 1));
    serve(DRIVER_MASK);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_READ);
    assert_int_equal(sim_difference(CHUNK_A, 32), 0);
}

static void
stop_of_an_idle_channel_does_nothing(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_PACED);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_CHANNEL);
}

static void
bus_error_is_told(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    sim.dma[0].channels[0].faults.error_at = 14;
    arm_read(sim_id(CLIENT_A), FULL);
    serve(DRIVER_MASK);
    as(CLIENT_B);
    sim_beats(14);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_DMA_RESULT, CHANNEL_READ);
    assert_int_equal(sim_result(DRIVER, 1), SLUICE_DMA_IDLE);
    assert_int_equal(sim_result(DRIVER, 2), SLUICE_DMA_ERROR);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 0);
}

static void
error_flag_is_believed_though_all_was_moved(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    sim.holds_interrupts = true;
    arm_read(sim_id(CLIENT_A), 64);
    sim_beats(BEATS(64));
    sim.dma[0].raw_error |= 1;
    sim_interrupts();
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_ERROR, 0);
}

/* An engine that goes to rest before its time has not served well. */
static void
silent_end_with_bytes_left_is_an_error(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), 64);
    sim_beats(16);
    pl081_write(&sim.dma[0], 0x110, 0, DMA_WIDTH_32);
    sim_irq(LINE_DONE0);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_ERROR, 32);
}

static void
deadline_stops_a_transfer_that_stalls_on_its_request(void **state)
{
    (void)state;
    script_start();
    lend(CLIENT_A, 0, CHUNK_A, FULL, SLUICE_LEASE_READ);
    send(sim_id(OTHER), 1, 0, 1);
    as(OTHER);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_PACED, sim_id(CLIENT_A), 0, 0,
             SLUICE_DMA_NO_FAR, 0, 64);
    assert_int_equal(sim_result(OTHER, 0), SLUICE_RC_OK);
    serve(OTHER_PACED);
    as(CLIENT_B);
    sim_beats(100);
    as(CLIENT_B);
    sim_ticks(DEADLINE_US / TICK_US + 1);
    as(OTHER);
    SIM_CALL(SLUICE_SYS_DMA_RESULT, CHANNEL_PACED);
    assert_int_equal(sim_result(OTHER, 1), SLUICE_DMA_IDLE);
    assert_int_equal(sim_result(OTHER, 2), SLUICE_DMA_LATE);
    assert_int_equal(sim_result(OTHER, 3), 64);
}

static void
lost_interrupt_is_found_at_the_deadline(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    sim.dma[0].channels[0].faults.loses_interrupts = true;
    arm_read(sim_id(CLIENT_A), 64);
    serve(DRIVER_MASK);
    sim_beats(BEATS(64) + 10);
    as(CLIENT_B);
    sim_ticks(DEADLINE_US / TICK_US + 1);
    as(DRIVER);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
}

static void
stray_interrupts_are_only_a_hint(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    sim_irq(LINE_DONE0);
    as(DRIVER);
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(8);
    sim_irq(LINE_DONE0);
    sim_irq(LINE_ERROR0);
    assert_int_equal(channel_table[CHANNEL_READ].state, SLUICE_DMA_ARMED);
    sim_beats(BEATS(FULL) - 8);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
    assert_true(sim_is_filled(CHUNK_A, FULL, 1));
}

/* A flag that says done while bytes still move: pins stay. */
static void
done_too_early_drains(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    sim.dma[0].channels[0].faults.done_early = 3;
    arm_read(sim_id(CLIENT_A), FULL);
    serve(DRIVER_MASK);
    sim_beats(BEATS(FULL) - 3);
    as(CLIENT_B);
    assert_int_equal(channel_table[CHANNEL_READ].state, SLUICE_DMA_DRAINING);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 1);
    sim_beats(3);
    sim_ticks(2);
    as(DRIVER);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
    assert_true(sim_is_filled(CHUNK_A, FULL, 1));
}

static void
wild_done_flag_ends_as_an_error(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    serve(DRIVER_MASK);
    sim_beats(8);
    pl081_stray(&sim.dma[0], 0);
    sim_beats(1);
    assert_int_equal(channel_table[CHANNEL_READ].state, SLUICE_DMA_DRAINING);
    sim_ticks(3);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_DMA_RESULT, CHANNEL_READ);
    assert_int_equal(sim_result(DRIVER, 1), SLUICE_DMA_IDLE);
    assert_int_equal(sim_result(DRIVER, 2), SLUICE_DMA_ERROR);
}

static void
draining_channel_is_busy(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    sim.dma[0].channels[0].faults.late_beats = 30;
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(8);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    as(DRIVER);
    assert_int_equal(channel_table[CHANNEL_READ].state, SLUICE_DMA_DRAINING);
    arm_read(sim_id(CLIENT_A), 64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_BUSY);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    sim_beats(30);
    sim_ticks(2);
    sim.dma[0].channels[0].faults.late_beats = 0;
    arm_read(sim_id(CLIENT_A), 64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
}

static void
engine_that_never_stops_resets_the_system(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(8);
    sim.dma[0].channels[0].faults.stalls = true;
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    sim_ticks(DRAIN_LIMIT - 1);
    assert_false(sim.reset_seen);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 1);
    sim.expects_reset = true;
    sim_ticks(3);
    assert_true(sim.reset_seen);
    assert_int_equal(panic_record.why, SLUICE_PANIC_DRAIN);
    assert_int_equal(panic_record.fault.detail, CHANNEL_READ);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 1);
}

/* Registers that bus-fault: no pin may drop on what they seemed to say. */
static void
bus_fault_in_a_table_hands_nothing_back(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(8);
    host.io_fault_at = 0x5011001c; /* EnbldChns reads 0: idle, it seems */
    sim.expects_reset = true;
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    assert_true(sim.reset_seen);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 1);
}

/* The controller un-halted from outside, after everything was scrubbed. */
static void
late_enable_from_outside_moves_nothing(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(18);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    sim_snapshot();
    pl081_write(&sim.dma[0], 0x110, 0xc001, DMA_WIDTH_32);
    sim_beats(1000);
    assert_int_equal(sim_difference(0, 0), 0);
}

/* Effect: a linked item in memory that would fill a task's home. */
static void
plant_item(uint32_t at)
{
    uint32_t *item = sim_words(at);

    item[0] = FIRMWARE;
    item[1] = HOME(CLIENT_B);
    item[2] = 0;
    item[3] = 0x8c480000u | 16;
}

/* A pointer that was left in the register is not followed: neither by a
 * transfer, nor by an enable that comes from outside after its end. */
static void
linked_items_are_never_followed(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    plant_item(CHUNK_B);
    sim_snapshot();
    sim.dma[0].channels[0].item = CHUNK_B;
    arm_read(sim_id(CLIENT_A), 64);
    sim.holds_interrupts = true;
    sim_beats(BEATS(64) + 100);
    assert_int_equal(sim_difference(CHUNK_A, 64), 0);
    sim.dma[0].channels[0].item = CHUNK_B;
    sim_interrupts();
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
    pl081_write(&sim.dma[0], 0x110, 0xc001, DMA_WIDTH_32);
    for (uint32_t i = 0; i < 100; i++) {
        pl081_beat(&sim.dma[0]);
    }
    assert_int_equal(sim_difference(CHUNK_A, 64), 0);
}

/* The interrupt of a transfer that was closed without it says nothing later. */
static void
pending_interrupt_ends_with_its_transfer(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    sim.holds_interrupts = true;
    arm_read(sim_id(CLIENT_A), 64);
    sim_beats(BEATS(64));
    assert_true(host.lines[LINE_DONE0].pending);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    expect_result(1, SLUICE_DMA_IDLE, SLUICE_DMA_OK, 0);
    assert_false(host.lines[LINE_DONE0].pending);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lease_is_filled_and_the_owner_told),
        cmocka_unit_test(every_length_and_alignment_moves_those_bytes_only),
        cmocka_unit_test(arm_receive_is_one_call),
        cmocka_unit_test(arm_receive_returns_at_once_when_done),
        cmocka_unit_test(own_region_delays_nobody),
        cmocka_unit_test(copy_goes_between_two_leases_of_one_lender),
        cmocka_unit_test(stop_tells_what_was_not_moved),
        cmocka_unit_test(stop_of_an_idle_channel_does_nothing),
        cmocka_unit_test(bus_error_is_told),
        cmocka_unit_test(error_flag_is_believed_though_all_was_moved),
        cmocka_unit_test(silent_end_with_bytes_left_is_an_error),
        cmocka_unit_test(deadline_stops_a_transfer_that_stalls_on_its_request),
        cmocka_unit_test(lost_interrupt_is_found_at_the_deadline),
        cmocka_unit_test(stray_interrupts_are_only_a_hint),
        cmocka_unit_test(done_too_early_drains),
        cmocka_unit_test(wild_done_flag_ends_as_an_error),
        cmocka_unit_test(draining_channel_is_busy),
        cmocka_unit_test(engine_that_never_stops_resets_the_system),
        cmocka_unit_test(bus_fault_in_a_table_hands_nothing_back),
        cmocka_unit_test(late_enable_from_outside_moves_nothing),
        cmocka_unit_test(linked_items_are_never_followed),
        cmocka_unit_test(pending_interrupt_ends_with_its_transfer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
