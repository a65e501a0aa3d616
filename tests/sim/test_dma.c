/* SPDX-License-Identifier: MIT */
/* Transfers: what arming accepts, how a transfer ends, what it tells. */
#include "script.h"

#include "panic.h"

#define FULL CHUNK_SIZE
/* Bus accesses of a transfer by words: one to read, one to write. */
#define BEATS(bytes) (2u * ((bytes) / 4u))

/* Effect: CLIENT_A lends [base, base + length) to DRIVER, which runs. */
static void
ask_driver(uint32_t base, uint32_t length, uint32_t attributes)
{
    script_start();
    sim_fill(FIRMWARE, FIRMWARE_SIZE, 1);
    lend(CLIENT_A, 0, base, length, attributes);
    send(sim_id(DRIVER), 1, 0, 1);
    as(DRIVER);
    sim_snapshot();
}

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
            assert_int_equal(
                sim_difference(CHUNK_A + 0x100 + at, lengths[i]), 0);
        }
    }
}

static void
arm_receive_is_one_call(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    SIM_CALL(SLUICE_SYS_DMA_ARM_RECEIVE,
             CHANNEL_READ | 0u << 8 | SLUICE_DMA_NO_FAR << 16,
             sim_id(CLIENT_A), 0, 0, 64, BUFFER(DRIVER), PART_SIZE);
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
             CHANNEL_READ | 0u << 8 | SLUICE_DMA_NO_FAR << 16,
             sim_id(CLIENT_A), 0, 0, 4, BUFFER(DRIVER), PART_SIZE);
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

/* Refusals: the owner is to blame. */

struct arm_words {
    uint32_t words[7];
    uint32_t usage;
};

#define LENDER 0xffffffffu /* stands for the lender's id in words[1] */
#define MYSELF 0xfffffffeu

static const struct arm_words bad_arms[] = {
    {{CHANNEL_PACED, LENDER, 0, 0, 255, 0, 4}, SLUICE_USAGE_CHANNEL},
    {{CHANNELS, LENDER, 0, 0, 255, 0, 4}, SLUICE_USAGE_CHANNEL},
    {{0xffffffff, LENDER, 0, 0, 255, 0, 4}, SLUICE_USAGE_CHANNEL},
    {{CHANNEL_READ, LENDER, 0, 0, 255, 0, 0}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, LENDER, 0, 0, 255, 0, FULL + 4}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, LENDER, 0, 0, 255, 0, 0xffffffff}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, LENDER, 0, 0, 0, 0, 4}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, LENDER, 1, 0, 255, 0, 4}, SLUICE_USAGE_LEASE},
    {{CHANNEL_READ, LENDER, 0xffffffff, 0, 255, 0, 4}, SLUICE_USAGE_LEASE},
    {{CHANNEL_READ, LENDER, 0, 0x101, 255, 0, 4}, SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, LENDER, 0, 0x100, 255, 0, 4}, SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, LENDER, 0, 0xfd, 255, 0, 4}, SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, LENDER, 0, 0xfffffffc, 255, 0, 8}, SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, LENDER, 0, 0, 255, FIRMWARE_SIZE, 4}, SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, LENDER, 0, 0, 255, 0xfffffffc, 8}, SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, 0x40000003, 0, 0, 255, 0, 4}, SLUICE_USAGE_TASK},
    {{CHANNEL_READ, 0xfd, 0, 0, 255, 0, 4}, SLUICE_USAGE_TASK},
    {{CHANNEL_READ, MYSELF, DRIVER_REGION_HOME, 0, 255, 0, 4},
     SLUICE_USAGE_DMA},
    {{CHANNEL_READ, MYSELF, 1, 0, 255, 0, 4}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, MYSELF, DRIVER_REGION_WINDOW, 0, 255, 0, 4},
     SLUICE_USAGE_DMA},
    {{CHANNEL_READ, MYSELF, 4, 0, 255, 0, 4}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, MYSELF, 0xffffffff, 0, 255, 0, 4}, SLUICE_USAGE_DMA},
    {{CHANNEL_READ, MYSELF, DRIVER_REGION_CHUNK, FULL, 255, 0, 4},
     SLUICE_USAGE_OFFSET},
    {{CHANNEL_READ, MYSELF, DRIVER_REGION_CHUNK, 0xfffffffc, 255, 0, 8},
     SLUICE_USAGE_OFFSET},
    {{CHANNEL_COPY, MYSELF, DRIVER_REGION_CHUNK, 0, 0, 0, 4},
     SLUICE_USAGE_DMA},
};

static void
words_of_a_bad_arm_fault_the_owner(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad_arms) / sizeof(bad_arms[0]); i++) {
        uint32_t words[7];

        ask_driver(CHUNK_A, 0x100, SLUICE_LEASE_WRITE);
        memcpy(words, bad_arms[i].words, sizeof(words));
        if (words[1] == LENDER) {
            words[1] = sim_id(CLIENT_A);
        } else if (words[1] == MYSELF) {
            words[1] = sim_id(DRIVER);
        }
        sim_call(SLUICE_SYS_DMA_ARM, words);
        as(SUPERVISOR);
        if (sim_task(DRIVER)->fault.detail != bad_arms[i].usage) {
            fail_msg("row %u: fault %u detail %u", (unsigned)i,
                     sim_task(DRIVER)->fault.kind,
                     sim_task(DRIVER)->fault.detail);
        }
        expect_fault(DRIVER, SLUICE_FAULT_USAGE, bad_arms[i].usage);
        assert_false(pl081_is_live(&sim.dma[0], 0));
        assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
        assert_int_equal(sim_result(CLIENT_A, 2), sim_id(DRIVER));
    }
}

static void
second_arm_faults_the_owner_and_stops_the_first(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    arm_read(sim_id(CLIENT_A), FULL);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_CHANNEL);
    assert_false(pl081_is_live(&sim.dma[0], 0));
}

/* Leases that do not suit: a code, and nobody faults. */

static void
expect_code(uint32_t base, uint32_t length, uint32_t attributes, uint32_t code)
{
    ask_driver(base, length, attributes);
    arm_read(sim_id(CLIENT_A), length);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), code);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 0);
    assert_false(pl081_is_live(&sim.dma[0], 0));
}

static void
leases_that_do_not_suit_give_a_code(void **state)
{
    (void)state;
    expect_code(CHUNK_A, 64, SLUICE_LEASE_READ, SLUICE_RC_DEFECT);
    expect_code(CHUNK_A, 64, 0, SLUICE_RC_DEFECT);
    expect_code(SCRATCH(CLIENT_A), 64, SLUICE_LEASE_WRITE, SLUICE_RC_REACH);
    expect_code(WINDOW, 64, SLUICE_LEASE_WRITE, SLUICE_RC_REACH);
}

static void
memory_out_of_reach_gives_a_code(void **state)
{
    (void)state;
    script_start();
    serve(0);
    as(CLIENT_B);
    lend(CLIENT_B, 0, CHUNK_B2, 64, SLUICE_LEASE_WRITE);
    lend(CLIENT_B, 1, CHUNK_B2 - 32, 64, SLUICE_LEASE_WRITE);
    lend(CLIENT_B, 2, CHUNK_B2 - 64, 64, SLUICE_LEASE_WRITE);
    send(sim_id(DRIVER), 1, 0, 3);
    as(DRIVER);
    for (uint32_t i = 0; i < 3; i++) {
        SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_READ, sim_id(CLIENT_B), i, 0,
                 SLUICE_DMA_NO_FAR, 0, 64);
        as(DRIVER);
        assert_int_equal(sim_result(DRIVER, 0),
                         i < 2 ? SLUICE_RC_REACH : SLUICE_RC_OK);
    }
}

/* Leases that are lies: the lender faults, the owner gets DEFECT. */

static void
expect_lie(uint32_t base, uint32_t length, uint32_t attributes)
{
    ask_driver(base, length, attributes);
    arm_read(sim_id(CLIENT_A), length < FULL ? length : FULL);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
    as(SUPERVISOR);
    supervisor_sleeps();
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_DEFECT);
    assert_false(pl081_is_live(&sim.dma[0], 0));
}

static void
leases_that_lie_fault_the_lender(void **state)
{
    (void)state;
    expect_lie(CHUNK_B, 64, SLUICE_LEASE_WRITE);
    expect_lie(CHUNK_A + FULL - 32, 64, SLUICE_LEASE_WRITE);
    expect_lie(CHUNK_A - 32, 64, SLUICE_LEASE_WRITE);
    expect_lie(HOME(SUPERVISOR), 64, SLUICE_LEASE_WRITE);
    expect_lie(TEXT(CLIENT_A), 64, SLUICE_LEASE_WRITE);
    expect_lie(SINK, 64, SLUICE_LEASE_WRITE);
    expect_lie(0x30000000, 64, SLUICE_LEASE_WRITE);
    expect_lie(0x50110000, 64, SLUICE_LEASE_WRITE);
    expect_lie(0xfffffff0, 64, SLUICE_LEASE_WRITE);
    expect_lie(CHUNK_A, 64, SLUICE_LEASE_WRITE | 8u);
}

static void
stale_and_idle_lenders(void **state)
{
    uint32_t old;

    (void)state;
    ask_driver(CHUNK_A, 64, SLUICE_LEASE_WRITE);
    old = sim_id(CLIENT_A);
    arm_read(sim_id(CLIENT_B), 64); /* it does not wait on me */
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_DEFECT);
    restart_task(CLIENT_A, true);
    as(DRIVER);
    arm_read(old, 64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_DEAD);
    arm_read(sim_id(CLIENT_A), 64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_DEFECT);
}

static void
device_only_bytes_stay_with_the_hardware(void **state)
{
    (void)state;
    script_start();
    lend(CLIENT_A, 0, CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    lend(CLIENT_A, 1, CHUNK_A2, FULL,
         SLUICE_LEASE_READ | SLUICE_LEASE_DEVICE_ONLY);
    send(sim_id(DRIVER), 1, 0, 2);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_COPY, sim_id(CLIENT_A), 0, 0, 1, 0,
             64);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_DEFECT);
    lend(CLIENT_A, 0, CHUNK_A, FULL,
         SLUICE_LEASE_WRITE | SLUICE_LEASE_DEVICE_ONLY);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_COPY, sim_id(CLIENT_A), 0, 0, 1, 0,
             64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
}

/* While memory is pinned. */

static void
reply_to_a_pinned_lender_faults_the_replier(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    sim_beats(10);
    reply(sim_id(CLIENT_A), 0, 0);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_PINNED);
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 0);
}

static void
reply_receive_and_reply_fault_to_a_pinned_lender_fault_too(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    reply_receive(sim_id(CLIENT_A), 0, 0, DRIVER_MASK);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_PINNED);
    ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    arm_read(sim_id(CLIENT_A), FULL);
    SIM_CALL(SLUICE_SYS_REPLY_FAULT, sim_id(CLIENT_A), SLUICE_REASON_SIZE);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_PINNED);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
}

static void
borrow_of_pinned_bytes_faults_the_borrower(void **state)
{
    (void)state;
    for (uint32_t write = 0; write < 2; write++) {
        ask_driver(CHUNK_A, FULL, SLUICE_LEASE_WRITE | SLUICE_LEASE_READ);
        arm_read(sim_id(CLIENT_A), 64);
        /* Beside the pin: allowed */
        SIM_CALL(write ? SLUICE_SYS_BORROW_WRITE : SLUICE_SYS_BORROW_READ,
                 sim_id(CLIENT_A), 0, 64, SCRATCH(DRIVER), 16);
        as(DRIVER);
        assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
        assert_int_equal(sim_result(DRIVER, 1), 16);
        SIM_CALL(write ? SLUICE_SYS_BORROW_WRITE : SLUICE_SYS_BORROW_READ,
                 sim_id(CLIENT_A), 0, 60, SCRATCH(DRIVER), 16);
        expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_PINNED);
    }
}

static void
two_engines_do_not_share_bytes(void **state)
{
    (void)state;
    script_start();
    lend(CLIENT_A, 0, CHUNK_A, FULL, SLUICE_LEASE_WRITE);
    lend(CLIENT_A, 1, CHUNK_A2, FULL, SLUICE_LEASE_READ);
    lend(CLIENT_A, 2, CHUNK_A, FULL, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
    send(sim_id(DRIVER), 1, 0, 3);
    as(DRIVER);
    arm_read(sim_id(CLIENT_A), 64);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_COPY, sim_id(CLIENT_A), 2, 60, 1, 0,
             64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_BUSY);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_COPY, sim_id(CLIENT_A), 2, 64, 1, 0,
             64);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    sim_beats(BEATS(64));
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
    assert_int_equal(panic_record.why, PANIC_DRAIN);
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
        cmocka_unit_test(words_of_a_bad_arm_fault_the_owner),
        cmocka_unit_test(second_arm_faults_the_owner_and_stops_the_first),
        cmocka_unit_test(leases_that_do_not_suit_give_a_code),
        cmocka_unit_test(memory_out_of_reach_gives_a_code),
        cmocka_unit_test(leases_that_lie_fault_the_lender),
        cmocka_unit_test(stale_and_idle_lenders),
        cmocka_unit_test(device_only_bytes_stay_with_the_hardware),
        cmocka_unit_test(reply_to_a_pinned_lender_faults_the_replier),
        cmocka_unit_test(
            reply_receive_and_reply_fault_to_a_pinned_lender_fault_too),
        cmocka_unit_test(borrow_of_pinned_bytes_faults_the_borrower),
        cmocka_unit_test(two_engines_do_not_share_bytes),
        cmocka_unit_test(stop_tells_what_was_not_moved),
        cmocka_unit_test(stop_of_an_idle_channel_does_nothing),
        cmocka_unit_test(bus_error_is_told),
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
