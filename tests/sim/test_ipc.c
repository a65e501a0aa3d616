/* SPDX-License-Identifier: MIT */
/* Messages and notifications. */
#include "script.h"

static const uint8_t *
bytes(uint32_t address)
{
    return sim_memory(address);
}

static void
send_to_a_waiting_receiver(void **state)
{
    (void)state;
    script_start_alone();
    sim_fill(MESSAGE(CLIENT_A), 40, 5);
    send(sim_id(DRIVER), 0x1234, 40, 0);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_FROM), sim_id(CLIENT_A));
    assert_int_equal(sim_result(DRIVER, GOT_OP), 0x1234);
    assert_int_equal(sim_result(DRIVER, GOT_LENGTH), 40);
    assert_int_equal(sim_result(DRIVER, GOT_COPIED), 40);
    assert_int_equal(sim_result(DRIVER, GOT_ROOM), PART_SIZE);
    assert_int_equal(sim_result(DRIVER, GOT_LEASES), 0);
    assert_int_equal(sim_result(DRIVER, GOT_RC), SLUICE_RC_OK);
    assert_true(sim_is_filled(BUFFER(DRIVER), 40, 5));
    sim_fill(MESSAGE(DRIVER), 12, 6);
    reply(sim_id(CLIENT_A), 77, 12);
    as(DRIVER);
    serve(DRIVER_MASK);
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, 0), 77);
    assert_int_equal(sim_result(CLIENT_A, 1), 12);
    assert_true(sim_is_filled(REPLY(CLIENT_A), 12, 6));
}

static void
reply_receive_wakes_the_client_at_once(void **state)
{
    (void)state;
    script_start_alone();
    for (uint32_t i = 0; i < 5; i++) {
        send(sim_id(DRIVER), i, 4, 0);
        as(DRIVER);
        reply_receive(sim_id(CLIENT_A), i, 0, DRIVER_MASK);
        as(CLIENT_A);
        assert_int_equal(sim_result(CLIENT_A, 0), i);
    }
}

static void
reply_receive_takes_the_next_sender(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 1, 4, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_RECEIVE, BUFFER(DRIVER), PART_SIZE, 0,
             sim_id(CLIENT_A)); /* closed: CLIENT_B has to wait */
    as(CLIENT_B);
    send(sim_id(DRIVER), 2, 4, 0);
    as(LOW);
    kill_task(CLIENT_A);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_RC), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(DRIVER, GOT_FROM), sim_id(CLIENT_A));
    reply_receive(SLUICE_ID_NOBODY, 0, 0, DRIVER_MASK);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_FROM), sim_id(CLIENT_B));
    assert_int_equal(sim_result(DRIVER, GOT_OP), 2);
}

/* Effect: DRIVER waits for its interrupt only; A, B and LOW are in its queue. */
static void
fill_queue(void)
{
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, SLUICE_IRQ_ENABLE);
    receive(DRIVER_IRQ, SLUICE_ID_KERNEL);
    as(CLIENT_B);
    serve(0);
    as(LOW);
    send(sim_id(DRIVER), 30, 8, 0);
    as(NO_TASK);
    restart_task(CLIENT_A, true);
    as(CLIENT_A);
    send(sim_id(DRIVER), 10, 8, 0);
    restart_task(CLIENT_B, true);
    as(CLIENT_B);
    send(sim_id(DRIVER), 20, 8, 0);
    as(NO_TASK);
}

static void
wake_driver(void)
{
    sim_irq(LINE_DRIVER);
    as(DRIVER);
}

static void
senders_are_served_by_importance_then_order(void **state)
{
    (void)state;
    fill_queue();
    wake_driver();
    serve(0);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 10);
    serve(0);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 20);
    serve(0);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 30);
    as(DRIVER);
}

/* The first in the queue has given its memory away: it alone is to blame. */
static void
sender_with_bad_memory_is_passed_over(void **state)
{
    (void)state;
    fill_queue();
    wake_driver();
    /* It held that memory when it sent: as if a region had moved since */
    sim_task(CLIENT_A)->context.frame[2] = HOME(SUPERVISOR);
    serve(0);
    expect_fault(CLIENT_A, SLUICE_FAULT_MEMORY, 1);
    as(SUPERVISOR);
    supervisor_sleeps();
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 20);
    serve(0);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 30);
}

/* Message and buffer are the same shared bytes: the receiver's fault. */
static void
overlap_blames_the_receiver_and_frees_the_sender(void **state)
{
    (void)state;
    script_start_alone();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY_RECEIVE, sim_id(CLIENT_A), 0, 0, 0, WINDOW, 64,
             DRIVER_MASK);
    as(CLIENT_A);
    SIM_CALL(SLUICE_SYS_SEND, sim_id(DRIVER), 1, WINDOW + 8, 64,
             REPLY(CLIENT_A), 16, 0);
    as(SUPERVISOR);
    expect_fault(DRIVER, SLUICE_FAULT_MEMORY, 1);
    supervisor_sleeps();
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_A, 2), sim_id(DRIVER));
    serve(0);
    as(NO_TASK);
}

static void
overlap_found_by_the_receive_blames_the_receiver(void **state)
{
    (void)state;
    fill_queue();
    wake_driver();
    sim_task(CLIENT_A)->context.frame[2] = WINDOW;
    SIM_CALL(SLUICE_SYS_RECEIVE, WINDOW, 64, 0, SLUICE_ID_NOBODY);
    expect_fault(DRIVER, SLUICE_FAULT_MEMORY, 1);
    for (uint32_t i = CLIENT_A; i <= LOW; i++) {
        assert_int_equal(sim_result(i, 0), SLUICE_RC_DEAD);
        assert_int_equal(sim_result(i, 2), sim_id(DRIVER));
    }
    as(SUPERVISOR);
    supervisor_sleeps();
    as(CLIENT_A);
}

static void
truncation_is_visible(void **state)
{
    (void)state;
    script_start_alone();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY_RECEIVE, sim_id(CLIENT_A), 0, 0, 0,
             BUFFER(DRIVER), 10, 0);
    as(CLIENT_A);
    memset(sim_memory(BUFFER(DRIVER)), 0xee, 16);
    sim_fill(MESSAGE(CLIENT_A), 30, 1);
    send(sim_id(DRIVER), 0, 30, 0);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_LENGTH), 30);
    assert_int_equal(sim_result(DRIVER, GOT_COPIED), 10);
    assert_true(sim_is_filled(BUFFER(DRIVER), 10, 1));
    assert_int_equal(bytes(BUFFER(DRIVER))[10], 0xee);
}

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
    {{TO_DRIVER, 0, M, MESSAGE_MAX + 1, R, 4}, SLUICE_FAULT_USAGE,
     SLUICE_USAGE_LENGTH},
    {{TO_DRIVER, 0, M, 0xffffffff, R, 4}, SLUICE_FAULT_USAGE,
     SLUICE_USAGE_LENGTH},
    {{TO_DRIVER, 256u << 16, M, 4, R, 4, LEASES(CLIENT_A)}, SLUICE_FAULT_USAGE,
     SLUICE_USAGE_SLICE},
    {{TO_DRIVER, 1u << 16, M, 4, R, 4, LEASES(CLIENT_A) + 1},
     SLUICE_FAULT_USAGE, SLUICE_USAGE_SLICE},
    {{TO_DRIVER, 1u << 16, M, 4, R, 4, HOME(DRIVER)}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, HOME(DRIVER), 4, R, 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, HOME(CLIENT_A) - 1, 4, R, 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, HOME(CLIENT_A) + HOME_SIZE - 3, 4, R, 4},
     SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, M, 4, TEXT(CLIENT_A), 4}, SLUICE_FAULT_MEMORY, 1},
    {{TO_DRIVER, 0, M, 4, HOME(CLIENT_A) + HOME_SIZE - 3, 4},
     SLUICE_FAULT_MEMORY, 1},
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
                     sim_task(CLIENT_A)->fault.kind,
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
stale_id_gives_dead_and_the_new_id(void **state)
{
    uint32_t old;

    (void)state;
    script_start();
    old = sim_id(DRIVER);
    restart_task(DRIVER, true);
    as(DRIVER);
    serve(DRIVER_MASK);
    as(CLIENT_A);
    send(old, 0, 0, 0);
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_A, 2), sim_id(DRIVER));
    SIM_CALL(SLUICE_SYS_REFRESH, old);
    assert_int_equal(sim_result(CLIENT_A, 0), sim_id(DRIVER));
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REFRESH, 0xfe);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK);
}

static void
send_to_the_new_id_waits_for_the_restart(void **state)
{
    (void)state;
    script_start();
    kill_task(DRIVER);
    as(CLIENT_A);
    send(sim_id(DRIVER), 9, 0, 0);
    as(CLIENT_B);
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_OK);
    as(DRIVER);
    serve(DRIVER_MASK);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 9);
}

static void
retired_peer_is_dead_for_ever(void **state)
{
    (void)state;
    script_start();
    wake_supervisor();
    kernel_call(SLUICE_KCALL_RETIRE, DRIVER, 0);
    supervisor_sleeps();
    as(CLIENT_A);
    send(sim_id(DRIVER), 9, 0, 0);
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_DEAD);
    assert_int_equal(sim_task(DRIVER)->life, TASK_RETIRED);
}

/* Replies. */

static void
stale_and_wrong_replies_are_ignored(void **state)
{
    uint32_t old;

    (void)state;
    script_start();
    old = sim_id(CLIENT_A);
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    reply(sim_id(CLIENT_B), 0, 0); /* does not wait on me */
    as(DRIVER);
    restart_task(CLIENT_A, true);
    reply(old, 0, 0);
    as(DRIVER);
    assert_int_equal(sim_task(DRIVER)->life, TASK_ALIVE);
    serve(0);
    as(CLIENT_B); /* it was ready before the new CLIENT_A */
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

static void
reply_fault_faults_the_client(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY_FAULT, sim_id(CLIENT_A), SLUICE_REASON_SIZE);
    expect_fault(CLIENT_A, SLUICE_FAULT_SERVER, SLUICE_REASON_SIZE);
    assert_int_equal(sim_task(CLIENT_A)->fault.by, sim_id(DRIVER));
    supervisor_sleeps();
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_REPLY_FAULT, sim_id(CLIENT_B), SLUICE_REASON_MAX + 1);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_REASON);
}

/* Closed receive. */

static void
closed_receive_takes_that_peer_only(void **state)
{
    (void)state;
    fill_queue();
    wake_driver();
    receive(0, sim_id(LOW));
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 30);
    receive(0, sim_id(CLIENT_B));
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 20);
    serve(0);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 10);
}

static void
closed_receive_waits_for_that_peer_only(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    receive(0, sim_id(LOW));
    as(CLIENT_B);
    send(sim_id(DRIVER), 2, 0, 0);
    as(LOW);
    send(sim_id(DRIVER), 3, 0, 0);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 3);
    reply_receive(SLUICE_ID_NOBODY, 0, 0, 0);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), 2);
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
closed_receive_from_a_stale_id_is_dead(void **state)
{
    uint32_t old;

    (void)state;
    script_start();
    old = sim_id(LOW);
    restart_task(LOW, true);
    receive(0, old);
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, GOT_RC), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_A, GOT_FROM), sim_id(LOW));
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

/* Slices may span adjacent regions, and may be empty anywhere. */
static void
slices_span_adjacent_regions(void **state)
{
    (void)state;
    script_start();
    serve(0);
    as(CLIENT_B);
    sim_fill(CHUNK_B2 - 8, 16, 50);
    SIM_CALL(SLUICE_SYS_SEND, sim_id(DRIVER), 1, CHUNK_B2 - 8, 16,
             0xfffffff0u, 0, 0);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_COPIED), 16);
    assert_true(sim_is_filled(BUFFER(DRIVER), 16, 50));
}

/* Notifications. */

static void
posts_stick_until_received(void **state)
{
    (void)state;
    script_start_alone();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_POST, sim_id(CLIENT_A), CLIENT_A_TOLD);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    reply_receive(sim_id(CLIENT_A), 0, 0, 0);
    as(CLIENT_A);
    serve(2);
    as(NO_TASK); /* another bit: it waits */
    restart_task(CLIENT_A, true);
    assert_int_equal(sim_task(CLIENT_A)->pending, 0);
}

static void
post_wakes_a_more_important_receiver_at_once(void **state)
{
    (void)state;
    script_start();
    serve(0);
    serve(0);
    as(LOW);
    SIM_CALL(SLUICE_SYS_POST, sim_id(SUPERVISOR), SUPERVISOR_TOLD);
    as(SUPERVISOR);
    assert_int_equal(sim_result(SUPERVISOR, GOT_OP), SUPERVISOR_TOLD);
    assert_int_equal(sim_result(SUPERVISOR, GOT_FROM), SLUICE_ID_KERNEL);
    supervisor_sleeps();
    as(LOW);
    assert_int_equal(sim_result(LOW, 0), SLUICE_RC_OK);
}

static void
bits_come_before_messages(void **state)
{
    (void)state;
    fill_queue();
    wake_driver();
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, SLUICE_IRQ_ENABLE);
    sim_irq(LINE_DRIVER);
    as(DRIVER);
    assert_int_equal(sim_task(DRIVER)->pending, DRIVER_IRQ);
    serve(0); /* not in this mask */
    assert_int_equal(sim_result(DRIVER, GOT_OP), 10);
    serve(DRIVER_IRQ);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_FROM), SLUICE_ID_KERNEL);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_IRQ);
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

static void
post_to_a_stale_id_is_dead(void **state)
{
    uint32_t old;

    (void)state;
    script_start();
    old = sim_id(CLIENT_A);
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    restart_task(CLIENT_A, true);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_POST, old, CLIENT_A_TOLD);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(DRIVER, 1), sim_id(CLIENT_A));
    assert_int_equal(sim_task(CLIENT_A)->pending, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(send_to_a_waiting_receiver),
        cmocka_unit_test(reply_receive_wakes_the_client_at_once),
        cmocka_unit_test(reply_receive_takes_the_next_sender),
        cmocka_unit_test(senders_are_served_by_importance_then_order),
        cmocka_unit_test(sender_with_bad_memory_is_passed_over),
        cmocka_unit_test(overlap_blames_the_receiver_and_frees_the_sender),
        cmocka_unit_test(overlap_found_by_the_receive_blames_the_receiver),
        cmocka_unit_test(truncation_is_visible),
        cmocka_unit_test(bad_sends_fault_the_sender),
        cmocka_unit_test(no_such_call_faults),
        cmocka_unit_test(stale_id_gives_dead_and_the_new_id),
        cmocka_unit_test(send_to_the_new_id_waits_for_the_restart),
        cmocka_unit_test(retired_peer_is_dead_for_ever),
        cmocka_unit_test(stale_and_wrong_replies_are_ignored),
        cmocka_unit_test(bad_replies_fault_the_replier),
        cmocka_unit_test(bad_receive_half_commits_no_reply),
        cmocka_unit_test(reply_fault_faults_the_client),
        cmocka_unit_test(closed_receive_takes_that_peer_only),
        cmocka_unit_test(closed_receive_waits_for_that_peer_only),
        cmocka_unit_test(closed_receive_is_refused_without_the_peers_right),
        cmocka_unit_test(closed_receive_from_a_stale_id_is_dead),
        cmocka_unit_test(bad_receive_buffers_fault),
        cmocka_unit_test(slices_span_adjacent_regions),
        cmocka_unit_test(posts_stick_until_received),
        cmocka_unit_test(post_wakes_a_more_important_receiver_at_once),
        cmocka_unit_test(bits_come_before_messages),
        cmocka_unit_test(posts_without_right_fault),
        cmocka_unit_test(post_to_a_stale_id_is_dead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
