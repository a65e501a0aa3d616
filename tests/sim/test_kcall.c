/* SPDX-License-Identifier: MIT */
/* Kernel calls. */
#include "script.h"

#include "panic.h"

static struct kcall_status
status_of(uint32_t index)
{
    struct kcall_status status;

    kernel_call(SLUICE_KCALL_STATUS, index, 0);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(SUPERVISOR, 1), sizeof(status));
    memcpy(&status, sim_memory(ANSWER(SUPERVISOR)), sizeof(status));
    return status;
}

static void
status_tells_each_state(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    receive(0, sim_id(LOW));
    as(CLIENT_B);
    send(sim_id(DRIVER), 0, 0, 0);
    as(LOW);
    wake_supervisor();
    assert_int_equal(status_of(SUPERVISOR).state, SLUICE_STATE_READY);
    assert_int_equal(status_of(LOW).state, SLUICE_STATE_READY);
    assert_int_equal(status_of(DRIVER).state, SLUICE_STATE_RECEIVING);
    assert_int_equal(status_of(DRIVER).peer, sim_id(LOW));
    assert_int_equal(status_of(OTHER).peer, SLUICE_ID_NOBODY);
    assert_int_equal(status_of(CLIENT_A).state, SLUICE_STATE_REPLY);
    assert_int_equal(status_of(CLIENT_A).peer, sim_id(DRIVER));
    assert_int_equal(status_of(CLIENT_B).state, SLUICE_STATE_SENDING);
    kernel_call(SLUICE_KCALL_FAULT, LOW, 0);
    assert_int_equal(status_of(LOW).state, SLUICE_STATE_FAULTED);
    assert_int_equal(status_of(LOW).fault.kind, SLUICE_FAULT_INJECTED);
    kernel_call(SLUICE_KCALL_NEXT_FAULTED, 1, 0);
    assert_int_equal(*sim_words(ANSWER(SUPERVISOR)), LOW);
    kernel_call(SLUICE_KCALL_RESTART, LOW, 0);
    assert_int_equal(status_of(LOW).state, SLUICE_STATE_STOPPED);
    kernel_call(SLUICE_KCALL_NEXT_FAULTED, 1, 0);
    assert_int_equal(*sim_words(ANSWER(SUPERVISOR)), 0);
    kernel_call(SLUICE_KCALL_RETIRE, LOW, 0);
    assert_int_equal(status_of(LOW).state, SLUICE_STATE_RETIRED);
}

static void
image_id_and_panic_text(void **state)
{
    static const char text[] = "out of order";

    (void)state;
    script_start();
    memcpy(sim_memory(SCRATCH(CLIENT_A)), text, sizeof(text));
    SIM_CALL(SLUICE_SYS_PANIC, SCRATCH(CLIENT_A), sizeof(text));
    as(SUPERVISOR);
    expect_fault(CLIENT_A, SLUICE_FAULT_PANIC, sizeof(text));
    kernel_call(SLUICE_KCALL_PANIC_TEXT, CLIENT_A, 0);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_memory_equal(sim_memory(ANSWER(SUPERVISOR)), text, sizeof(text));
    kernel_call(SLUICE_KCALL_IMAGE_ID, 0, 0);
    assert_memory_equal(sim_memory(ANSWER(SUPERVISOR)), &image.id, 8);
}

static void
panic_text_of_others_memory_is_not_read(void **state)
{
    (void)state;
    script_start();
    SIM_CALL(SLUICE_SYS_PANIC, HOME(OTHER), 16);
    as(SUPERVISOR);
    kernel_call(SLUICE_KCALL_PANIC_TEXT, CLIENT_A, 0);
    as(SUPERVISOR);
    assert_int_not_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(SUPERVISOR, 1), 0);
}

/* What does not fit stays away; a room that is not the caller's faults it. */
static void
panic_text_is_cut_to_the_room(void **state)
{
    static const char text[] = "out of order";

    (void)state;
    script_start();
    memcpy(sim_memory(SCRATCH(CLIENT_A)), text, sizeof(text));
    SIM_CALL(SLUICE_SYS_PANIC, SCRATCH(CLIENT_A), sizeof(text));
    as(SUPERVISOR);
    memset(sim_memory(ANSWER(SUPERVISOR)), 0x55, 16);
    sim_words(REQUEST(SUPERVISOR))[0] = CLIENT_A;
    sim_words(REQUEST(SUPERVISOR))[1] = 0;
    SIM_CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, SLUICE_KCALL_PANIC_TEXT,
             REQUEST(SUPERVISOR), 8, ANSWER(SUPERVISOR), 4);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(SUPERVISOR, 1), 4);
    assert_memory_equal(sim_memory(ANSWER(SUPERVISOR)), "out \x55", 5);
}

/* Who may call for a fault or an end calls for another's, not the supervisor's.
 */
static void
nobody_ends_itself_or_the_supervisor(void **state)
{
    static const uint32_t calls[] = {SLUICE_KCALL_FAULT, SLUICE_KCALL_RETIRE};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        script_start();
        kill_task(CLIENT_A);
        restart_task(OTHER, true);
        as(OTHER);
        kernel_call(calls[i / 2], i % 2 == 0 ? OTHER : SUPERVISOR, 0);
        expect_fault(OTHER, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK);
    }
}

static void
kernel_calls_need_their_privilege(void **state)
{
    (void)state;
    script_start();
    serve(0);
    serve(0);
    as(LOW);
    kernel_call(SLUICE_KCALL_STATUS, OTHER, 0);
    as(LOW);
    assert_int_equal(sim_result(LOW, 0), SLUICE_RC_OK);
    kernel_call(SLUICE_KCALL_RESTART, OTHER, 1);
    expect_fault(LOW, SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT);
    assert_int_equal(task_lives_over(sim_task(OTHER)), 0);
}

static void
bad_kernel_calls_fault_the_caller(void **state)
{
    static const struct {
        uint32_t operation, length, index, room, detail;
    } rows[] = {
        {0, 8, OTHER, 64, SLUICE_USAGE_KERNEL_CALL},
        {SLUICE_KCALL_MAX + 1, 8, OTHER, 64, SLUICE_USAGE_KERNEL_CALL},
        {0xffff, 8, OTHER, 64, SLUICE_USAGE_KERNEL_CALL},
        {SLUICE_KCALL_STATUS, 7, OTHER, 64, SLUICE_USAGE_KERNEL_CALL},
        {SLUICE_KCALL_STATUS, 12, OTHER, 64, SLUICE_USAGE_KERNEL_CALL},
        {SLUICE_KCALL_STATUS, 8, TASKS, 64, SLUICE_USAGE_TASK},
        {SLUICE_KCALL_STATUS, 8, OTHER, 8, SLUICE_USAGE_KERNEL_CALL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        script_start();
        serve(0);
        serve(0);
        as(LOW);
        sim_words(REQUEST(LOW))[0] = rows[i].index;
        sim_words(REQUEST(LOW))[1] = 0;
        SIM_CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, rows[i].operation,
                 REQUEST(LOW), rows[i].length, ANSWER(LOW), rows[i].room);
        expect_fault(LOW, SLUICE_FAULT_USAGE, rows[i].detail);
    }
    script_start();
    serve(0);
    serve(0);
    as(LOW);
    SIM_CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, SLUICE_KCALL_STATUS,
             HOME(OTHER), 8, ANSWER(LOW), 64);
    expect_fault(LOW, SLUICE_FAULT_MEMORY, 1);
    supervisor_sleeps();
    restart_task(LOW, true);
    as(LOW);
    sim_words(REQUEST(LOW))[0] = OTHER;
    SIM_CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, SLUICE_KCALL_STATUS,
             REQUEST(LOW), 8, TEXT(LOW), 64);
    expect_fault(LOW, SLUICE_FAULT_MEMORY, 1);
}

static void
supervisor_cannot_be_restarted(void **state)
{
    (void)state;
    sim_boot();
    as(SUPERVISOR);
    sim.expects_reset = true;
    kernel_call(SLUICE_KCALL_RESTART, SUPERVISOR, 1);
    assert_true(sim.reset_seen); /* it faulted, and so did the system */
    assert_int_equal(panic_record.why, SLUICE_PANIC_SUPERVISOR);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_tells_each_state),
        cmocka_unit_test(image_id_and_panic_text),
        cmocka_unit_test(panic_text_of_others_memory_is_not_read),
        cmocka_unit_test(panic_text_is_cut_to_the_room),
        cmocka_unit_test(nobody_ends_itself_or_the_supervisor),
        cmocka_unit_test(kernel_calls_need_their_privilege),
        cmocka_unit_test(bad_kernel_calls_fault_the_caller),
        cmocka_unit_test(supervisor_cannot_be_restarted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
