/* SPDX-License-Identifier: MIT */
/* What nobody may do with memory while an engine may touch it. */
#include "script.h"

#define FULL CHUNK_SIZE
#define BEATS(bytes) (2u * ((bytes) / 4u))

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply_to_a_pinned_lender_faults_the_replier),
        cmocka_unit_test(
            reply_receive_and_reply_fault_to_a_pinned_lender_fault_too),
        cmocka_unit_test(borrow_of_pinned_bytes_faults_the_borrower),
        cmocka_unit_test(two_engines_do_not_share_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
