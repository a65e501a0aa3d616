/* SPDX-License-Identifier: MIT */
/* Faults, restarts, interrupts, time; the protection words. */
#include "script.h"

static void
fault_releases_peers_with_the_new_id(void **state)
{
    uint32_t old;

    (void)state;
    script_start();
    old = sim_id(DRIVER);
    send(sim_id(DRIVER), 0, 0, 0); /* A waits for a reply */
    as(DRIVER);
    receive(0, sim_id(LOW)); /* closed */
    as(CLIENT_B);
    send(sim_id(DRIVER), 0, 0, 0); /* B waits to be received */
    as(LOW);
    kill_task(DRIVER);
    assert_int_equal(sim_id(DRIVER), old + (1u << SLUICE_ID_GENERATION_SHIFT));
    as(CLIENT_B); /* its equal, and first in the ring */
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_A, 2), sim_id(DRIVER));
    assert_int_equal(sim_result(CLIENT_B, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_B, 2), sim_id(DRIVER));
    assert_int_not_equal(script_told & SLUICE_NOTIFY_FAULT, 0);
}

static void
generation_advances_once_by_fault_and_restart(void **state)
{
    uint32_t old;

    (void)state;
    script_start();
    old = sim_id(LOW);
    kill_task(LOW);
    assert_int_equal(restart_task(LOW, true), SLUICE_RC_OK);
    assert_int_equal(sim_id(LOW), old + (1u << SLUICE_ID_GENERATION_SHIFT));
    assert_int_equal(restart_task(LOW, true), SLUICE_RC_OK);
    assert_int_equal(sim_id(LOW), old + (2u << SLUICE_ID_GENERATION_SHIFT));
}

static void
used_up_generations_retire_the_task(void **state)
{
    (void)state;
    script_start();
    sim_task(LOW)->id =
        SLUICE_ID_GENERATION_MAX << SLUICE_ID_GENERATION_SHIFT | LOW;
    restart_task(LOW, true);
    assert_int_equal(sim_task(LOW)->life, TASK_RETIRED);
}

static void
second_fault_keeps_the_first_record(void **state)
{
    (void)state;
    script_start();
    sim_fault(SLUICE_FAULT_DIVIDE, 0x100);
    as(SUPERVISOR);
    kernel_call(SLUICE_KCALL_FAULT, CLIENT_A, 0);
    as(SUPERVISOR);
    expect_fault(CLIENT_A, SLUICE_FAULT_DIVIDE, 0);
    assert_int_equal(sim_task(CLIENT_A)->fault.address, 0x100);
}

static void
restart_gives_a_fresh_context(void **state)
{
    (void)state;
    script_start();
    sim_fault(SLUICE_FAULT_DIVIDE, 0x100);
    supervisor_sleeps();
    restart_task(CLIENT_A, true);
    for (uint32_t i = 0; i < FRAME_WORDS; i++) {
        assert_int_equal(sim_result(CLIENT_A, i), 0);
    }
    assert_int_equal(sim_task(CLIENT_A)->pending, 0);
    assert_int_equal(task_lives_over(sim_task(CLIENT_A)), 1);
    as(CLIENT_B); /* it was ready first */
}

static void
restart_without_run_stays_stopped(void **state)
{
    (void)state;
    script_start();
    assert_int_equal(restart_task(CLIENT_A, false), SLUICE_RC_OK);
    as(CLIENT_B);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_STOPPED);
    assert_int_equal(restart_task(CLIENT_A, true), SLUICE_RC_OK);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
}

/* Each state that a task can be in when it is killed. */
static void
killed_in_every_state(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        script_start();
        if (i == 1) {
            serve(1);
        } else if (i == 2) {
            send(sim_id(DRIVER), 0, 0, 0);
            as(DRIVER);
        } else if (i == 3) {
            receive(0, sim_id(LOW));
        } else if (i == 4) {
            SIM_CALL(SLUICE_SYS_TIMER, 500000, 0, 1);
        } else if (i == 5) {
            kill_task(DRIVER);
            as(CLIENT_A);
            send(sim_id(DRIVER), 0, 0, 0);
        }
        kill_task(CLIENT_A);
        expect_fault(CLIENT_A, SLUICE_FAULT_INJECTED, 0);
        assert_int_equal(restart_task(CLIENT_A, true), SLUICE_RC_OK);
        assert_int_equal(sim_task(CLIENT_A)->wait, WAIT_NONE);
    }
}

/* Protection. */

static void
task_touches_its_own_and_nothing_else(void **state)
{
    static const uint32_t strays[] = {
        HOME(CLIENT_A) - 1,
        HOME(CLIENT_A) + HOME_SIZE,
        HOME(CLIENT_B),
        CHUNK_A - 1,
        CHUNK_A + CHUNK_SIZE,
        CHUNK_DRIVER,
        SINK,
        FIRMWARE,
        0x50110100,
    };
    uint8_t value;

    (void)state;
    script_start();
    assert_true(sim_store(HOME(CLIENT_A), 1));
    assert_true(sim_store(HOME(CLIENT_A) + HOME_SIZE - 1, 1));
    assert_true(sim_store(CHUNK_A, 1));
    assert_true(sim_store(WINDOW + WINDOW_SIZE - 1, 1));
    assert_true(sim_load(TEXT(CLIENT_A), &value));
    as(CLIENT_A);
    for (size_t i = 0; i < sizeof(strays) / sizeof(strays[0]); i++) {
        script_start();
        assert_false(sim_store(strays[i], 1));
        expect_fault(CLIENT_A, SLUICE_FAULT_MEMORY, 0);
        assert_int_equal(sim_task(CLIENT_A)->fault.address, strays[i]);
    }
    script_start();
    assert_false(sim_store(TEXT(CLIENT_A), 1));
    expect_fault(CLIENT_A, SLUICE_FAULT_MEMORY, 0);
}

/* Interrupts. */

static void
interrupt_is_posted_once_and_masked(void **state)
{
    (void)state;
    script_start();
    sim_irq(LINE_DRIVER);
    as(CLIENT_A); /* not enabled yet */
    host.lines[LINE_DRIVER].pending = false;
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, SLUICE_IRQ_ENABLE | SLUICE_IRQ_CLEAR);
    serve(DRIVER_MASK);
    as(CLIENT_B);
    sim_irq(LINE_DRIVER);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_IRQ);
    sim_irq(LINE_DRIVER);
    assert_int_equal(sim_task(DRIVER)->pending, 0);
    SIM_CALL(SLUICE_SYS_IRQ_STATUS, DRIVER_IRQ);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_IRQ_IS_PENDING);
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, SLUICE_IRQ_ENABLE);
    SIM_CALL(SLUICE_SYS_IRQ_STATUS, DRIVER_IRQ);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_IRQ_IS_POSTED);
}

static void
interrupts_die_with_their_task(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, SLUICE_IRQ_ENABLE);
    kill_task(DRIVER);
    assert_false(host.lines[LINE_DRIVER].enabled);
    sim_irq(LINE_DRIVER);
    assert_int_equal(sim_task(DRIVER)->pending, 0);
    host.lines[LINE_DRIVER].pending = false;
}

static void
others_interrupt_bits_fault(void **state)
{
    static const uint32_t rows[][2] = {
        {SUPERVISOR_POKE, SLUICE_IRQ_ENABLE},
        {0, SLUICE_IRQ_ENABLE},
        {0xffffffff, SLUICE_IRQ_ENABLE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        script_start();
        SIM_CALL(SLUICE_SYS_IRQ, rows[i][0], rows[i][1]);
        expect_fault(CLIENT_A, SLUICE_FAULT_USAGE, SLUICE_USAGE_IRQ);
    }
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, 4);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_IRQ);
}

static void
soft_interrupt_reaches_its_task(void **state)
{
    (void)state;
    script_start();
    send(sim_id(DRIVER), 0, 0, 0);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, SLUICE_IRQ_ENABLE);
    serve(DRIVER_IRQ);
    wake_supervisor();
    kernel_call(SLUICE_KCALL_SOFT_IRQ, DRIVER, DRIVER_IRQ);
    supervisor_sleeps();
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_IRQ);
}

/* Time. */

static void
deadlines_fire_in_order(void **state)
{
    (void)state;
    script_start();
    SIM_CALL(SLUICE_SYS_TIMER, 3000, 0, 1);
    serve(1);
    as(CLIENT_B);
    SIM_CALL(SLUICE_SYS_TIMER, 2000, 0, 2);
    serve(2);
    as(LOW);
    SIM_CALL(SLUICE_SYS_TIMER, 0, 1, 4); /* far away */
    serve(4);
    as(NO_TASK);
    sim_tick();
    as(NO_TASK);
    sim_tick();
    as(CLIENT_B);
    assert_int_equal(sim_result(CLIENT_B, GOT_OP), 2);
    serve(0);
    sim_tick();
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, GOT_OP), 1);
}

static void
past_deadline_posts_now_and_never_is_never(void **state)
{
    (void)state;
    script_start();
    sim_ticks(2);
    SIM_CALL(SLUICE_SYS_TIMER, 1, 0, 8);
    as(CLIENT_A);
    assert_int_equal(sim_task(CLIENT_A)->pending, 8);
    SIM_CALL(SLUICE_SYS_TIMER, 5000, 0, 16);
    SIM_CALL(SLUICE_SYS_TIMER, 0xffffffff, 0xffffffff, 16);
    sim_ticks(10);
    assert_int_equal(sim_task(CLIENT_A)->pending, 8);
    SIM_CALL(SLUICE_SYS_TIMER, 0xfffffffe, 0xffffffff, 16);
    assert_int_equal(sim_task(CLIENT_A)->pending, 8);
}

static void
time_and_cpu_time_advance(void **state)
{
    uint32_t before;

    (void)state;
    script_start();
    sim_ticks(4);
    SIM_CALL(SLUICE_SYS_TIME, 0);
    before = sim_result(CLIENT_A, 0);
    assert_in_range(before, 4000, 4100);
    assert_int_equal(sim_result(CLIENT_A, 2), 0xffffffff);
    assert_in_range(sim_result(CLIENT_A, 4), 3900, 4100);
    serve(0);
    as(CLIENT_B);
    sim_ticks(4);
    SIM_CALL(SLUICE_SYS_TIME, 0);
    assert_in_range(sim_result(CLIENT_B, 0), 8000, 8100);
    assert_in_range(sim_result(CLIENT_B, 4), 3900, 4100);
}

static void
deadline_dies_with_its_task(void **state)
{
    (void)state;
    script_start();
    SIM_CALL(SLUICE_SYS_TIMER, 3000, 0, 1);
    restart_task(CLIENT_A, true);
    sim_ticks(5);
    assert_int_equal(sim_task(CLIENT_A)->pending, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fault_releases_peers_with_the_new_id),
        cmocka_unit_test(generation_advances_once_by_fault_and_restart),
        cmocka_unit_test(used_up_generations_retire_the_task),
        cmocka_unit_test(second_fault_keeps_the_first_record),
        cmocka_unit_test(restart_gives_a_fresh_context),
        cmocka_unit_test(restart_without_run_stays_stopped),
        cmocka_unit_test(killed_in_every_state),
        cmocka_unit_test(task_touches_its_own_and_nothing_else),
        cmocka_unit_test(interrupt_is_posted_once_and_masked),
        cmocka_unit_test(interrupts_die_with_their_task),
        cmocka_unit_test(others_interrupt_bits_fault),
        cmocka_unit_test(soft_interrupt_reaches_its_task),
        cmocka_unit_test(deadlines_fire_in_order),
        cmocka_unit_test(past_deadline_posts_now_and_never_is_never),
        cmocka_unit_test(time_and_cpu_time_advance),
        cmocka_unit_test(deadline_dies_with_its_task),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
