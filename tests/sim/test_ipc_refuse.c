/* SPDX-License-Identifier: MIT */
/* Misuse of messages and notifications: who does it faults. */
#include "script.h"

/* Refusals of a send: the sender faults. */

struct bad_send {
    uint32_t words[7];
    uint32_t kind;
    uint32_t detail;
};

#define TO_DRIVER 0xfffffff0u /* stands for the current id */
#define M MESSAGE(CLIENT_A)
#define R REPLY(CLIENT_A)

static const struct bad_send bad_sends[] = {
    {{0xfd}, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK},
    {{0x40000002}, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK},
    {{SLUICE_ID_NOBODY}, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK},
    {{0x104 /* CLIENT_B */}, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT},
    {{0x100 /* SUPERVISOR */}, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT},
    {{0x103 /* itself */}, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT},
    {{TO_DRIVER, 0, M, MESSAGE_MAX + 1, R, 4},
     SLUICE_FAULT_USAGE,
     SLUICE_USAGE_LENGTH},
    {{TO_DRIVER, 0, M, 0xffffffff, R, 4},
     SLUICE_FAULT_USAGE,
     SLUICE_USAGE_LENGTH},
    {{TO_DRIVER, 256u << 16, M, 4, R, 4, LEASES(CLIENT_A)},
     SLUICE_FAULT_USAGE,
     SLUICE_USAGE_SLICE},
    {{TO_DRIVER, 1u << 16, M, 4, R, 4, LEASES(CLIENT_A) + 1},
     SLUICE_FAULT_USAGE,
     SLUICE_USAGE_SLICE},
    {{TO_DRIVER, 1u << 16, M, 4, R, 4, HOME(DRIVER)}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, HOME(DRIVER), 4, R, 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, HOME(CLIENT_A) - 1, 4, R, 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, HOME(CLIENT_A) + HOME_SIZE - 3, 4, R, 4},
     SLUICE_FAULT_MEMORY,
     1},
    {{TO_DRIVER, 0, M, 4, TEXT(CLIENT_A), 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, M, 4, HOME(CLIENT_A) + HOME_SIZE - 3, 4},
     SLUICE_FAULT_MEMORY,
     1},
    {{TO_DRIVER, 0, M, 4, 0xfffffffe, 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, M, 4, R, 0xffffffff}, SLUICE_FAULT_MEMORY, 1},
};

static void
bad_sends_fault_the_sender(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad_sends) / sizeof(bad_sends[0]); i++) {
        uint32_t words[7];

        script_start();
        memcpy(words, bad_sends[i].words, sizeof(words));
        if (words[0] == TO_DRIVER) {
            words[0] = sim_id(DRIVER);
        }
        sim_call(SLUICE_SYS_SEND, words);
        if (sim_task(CLIENT_A)->life != TASK_FAULTED ||
            sim_task(CLIENT_A)->fault.detail != bad_sends[i].detail) {
            fail_msg("row %u: kind %u, detail %u", (unsigned)i,
                     sim_task(CLIENT_A)->fault_kind,
                     sim_task(CLIENT_A)->fault.detail);
        }
        expect_fault(CLIENT_A, bad_sends[i].kind, bad_sends[i].detail);
        assert_int_equal(WAIT_KIND(sim_task(DRIVER)->wait), WAIT_RECEIVE);
    }
}

static void
no_such_call_faults(void **state)
{
    (void)state;
    script_start();
    SIM_CALL(SLUICE_SYS_COUNT, 0);
    expect_fault(CLIENT_A, SLUICE_FAULT_USAGE, SLUICE_USAGE_SYSCALL);
    supervisor_sleeps();
    as(CLIENT_B);
    SIM_CALL(0xffffffffu, 0);
    expect_fault(CLIENT_B, SLUICE_FAULT_USAGE, SLUICE_USAGE_SYSCALL);
}

static void
bad_replies_fault_the_replier(void **state)
{
    static const uint32_t rows[][4] = {
        /* rc, base, length, usage or 0 for memory */
        {0, MESSAGE(DRIVER), PART_SIZE + 1, SLUICE_USAGE_REPLY},
        {0, HOME(CLIENT_A), 4, 0},
        {0, 0xfffffffe, 4, 0},
        {SLUICE_RC_DEAD, MESSAGE(DRIVER), 4, SLUICE_USAGE_REASON},
        {0xffffffff, MESSAGE(DRIVER), 4, SLUICE_USAGE_REASON},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (uint32_t both = 0; both < 2; both++) {
            script_start();
            send(sim_id(DRIVER), 0, 0, 0);
            as(DRIVER);
            SIM_CALL(both ? SLUICE_SYS_REPLY_RECEIVE : SLUICE_SYS_REPLY,
                     sim_id(CLIENT_A), rows[i][0], rows[i][1], rows[i][2],
                     BUFFER(DRIVER), PART_SIZE, 0);
            expect_fault(DRIVER,
                         rows[i][3] != 0 ? SLUICE_FAULT_USAGE
                                         : SLUICE_FAULT_MEMORY,
                         rows[i][3] != 0 ? rows[i][3] : 1);
            assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
        }
    }
}

/* A large room, as of two tasks that want the kernel to copy for long. */
static void
reply_over_the_message_maximum_faults(void **state)
{
    (void)state;
    script_start();
    SIM_CALL(SLUICE_SYS_SEND, sim_id(DRIVER), 0, MESSAGE(CLIENT_A), 4,
             HOME(CLIENT_A), HOME_SIZE, 0);
    as(DRIVER);
    reply(sim_id(CLIENT_A), 0, MESSAGE_MAX + 1);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_LENGTH);
}

/* The buffer is short, so that only the part that is its own would be read. */
static void
message_past_its_memory_faults_though_it_would_be_cut(void **state)
{
    (void)state;
    script_start_alone();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY_RECEIVE, sim_id(CLIENT_A), 0, 0, 0,
             BUFFER(DRIVER), 4, 0);
    as(CLIENT_A);
    SIM_CALL(SLUICE_SYS_SEND, sim_id(DRIVER), 0, HOME(CLIENT_A) + HOME_SIZE - 8,
             16, REPLY(CLIENT_A), 4, 0);
    expect_fault(CLIENT_A, SLUICE_FAULT_MEMORY, 1);
}

static void
bad_receive_half_commits_no_reply(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY_RECEIVE, sim_id(CLIENT_A), 5, MESSAGE(DRIVER), 4,
             HOME(CLIENT_A), 16, 0);
    expect_fault(DRIVER, SLUICE_FAULT_MEMORY, 1);
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
}

/* Found by random calls: the message was looked at only if it was wanted. */
static void
late_reply_with_a_message_not_mine_faults(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    reply(sim_id(CLIENT_B), 0, 4); /* it does not wait: ignored */
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY, sim_id(CLIENT_B), 0, HOME(CLIENT_A), 4);
    expect_fault(DRIVER, SLUICE_FAULT_MEMORY, 1);
}

static void
closed_receive_is_refused_without_the_peers_right(void **state)
{
    (void)state;
    script_start();
    receive(0, sim_id(DRIVER)); /* it may not send to CLIENT_A */
    expect_fault(CLIENT_A, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT);
    supervisor_sleeps();
    as(CLIENT_B);
    receive(0, 0xfe);
    expect_fault(CLIENT_B, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK);
}

static void
bad_receive_buffers_fault(void **state)
{
    static const struct slice rows[] = {
        {TEXT(CLIENT_A), 4},
        {HOME(DRIVER), 4},
        {HOME(CLIENT_A) + HOME_SIZE - 2, 4},
        {0xfffffffe, 4},
        {HOME(CLIENT_A), 0xffffffff},
        {0x50110000, 4},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        script_start();
        SIM_CALL(SLUICE_SYS_RECEIVE, rows[i].base, rows[i].length, 0,
                 SLUICE_ID_NOBODY);
        expect_fault(CLIENT_A, SLUICE_FAULT_MEMORY, 1);
        assert_int_equal(sim_task(CLIENT_A)->fault.address, rows[i].base);
    }
}

static void
posts_without_right_fault(void **state)
{
    (void)state;
    script_start();
    SIM_CALL(SLUICE_SYS_POST, sim_id(DRIVER), 1);
    expect_fault(CLIENT_A, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT);
    supervisor_sleeps();
    as(CLIENT_B);
    serve(0);
    as(LOW);
    /* The kernel feeds this bit: no task may */
    SIM_CALL(SLUICE_SYS_POST, sim_id(SUPERVISOR), SLUICE_NOTIFY_FAULT);
    expect_fault(LOW, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_sends_fault_the_sender),
        cmocka_unit_test(no_such_call_faults),
        cmocka_unit_test(bad_replies_fault_the_replier),
        cmocka_unit_test(reply_over_the_message_maximum_faults),
        cmocka_unit_test(message_past_its_memory_faults_though_it_would_be_cut),
        cmocka_unit_test(bad_receive_half_commits_no_reply),
        cmocka_unit_test(late_reply_with_a_message_not_mine_faults),
        cmocka_unit_test(closed_receive_is_refused_without_the_peers_right),
        cmocka_unit_test(bad_receive_buffers_fault),
        cmocka_unit_test(posts_without_right_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
