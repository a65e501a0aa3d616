/* SPDX-License-Identifier: MIT */
/* Arming that is refused: who is to blame, or which code it gives. */
#include "script.h"

#define FULL CHUNK_SIZE

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
    {{CHANNEL_COPY, MYSELF, DRIVER_REGION_CHUNK, 0, 0, 0, 4}, SLUICE_USAGE_DMA},
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
                     sim_task(DRIVER)->fault_kind,
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_bad_arm_fault_the_owner),
        cmocka_unit_test(second_arm_faults_the_owner_and_stops_the_first),
        cmocka_unit_test(leases_that_do_not_suit_give_a_code),
        cmocka_unit_test(memory_out_of_reach_gives_a_code),
        cmocka_unit_test(leases_that_lie_fault_the_lender),
        cmocka_unit_test(stale_and_idle_lenders),
        cmocka_unit_test(device_only_bytes_stay_with_the_hardware),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
