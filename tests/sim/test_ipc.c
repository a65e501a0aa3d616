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

/* Effect: DRIVER waits for its interrupt only; A, B and LOW are in its queue.
 */
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
    serve(0);
    as(CLIENT_A);
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    reply(old, 0, 0); /* its next incarnation waits, not that one */
    as(DRIVER);
    assert_int_equal(WAIT_KIND(sim_task(CLIENT_A)->wait), WAIT_REPLY);
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

/* Slices may span adjacent regions, and may be empty anywhere. */
static void
slices_span_adjacent_regions(void **state)
{
    (void)state;
    script_start();
    serve(0);
    as(CLIENT_B);
    sim_fill(CHUNK_B2 - 8, 16, 50);
    SIM_CALL(SLUICE_SYS_SEND, sim_id(DRIVER), 1, CHUNK_B2 - 8, 16, 0xfffffff0u,
             0, 0);
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
        cmocka_unit_test(stale_id_gives_dead_and_the_new_id),
        cmocka_unit_test(send_to_the_new_id_waits_for_the_restart),
        cmocka_unit_test(retired_peer_is_dead_for_ever),
        cmocka_unit_test(stale_and_wrong_replies_are_ignored),
        cmocka_unit_test(reply_fault_faults_the_client),
        cmocka_unit_test(closed_receive_takes_that_peer_only),
        cmocka_unit_test(closed_receive_waits_for_that_peer_only),
        cmocka_unit_test(closed_receive_from_a_stale_id_is_dead),
        cmocka_unit_test(slices_span_adjacent_regions),
        cmocka_unit_test(posts_stick_until_received),
        cmocka_unit_test(post_wakes_a_more_important_receiver_at_once),
        cmocka_unit_test(bits_come_before_messages),
        cmocka_unit_test(post_to_a_stale_id_is_dead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
