/* SPDX-License-Identifier: MIT */
/* Engines that come to rest late: who waits for them, and until when. */
#include "scene.h"

/*
 * An engine that reports itself idle and goes on cannot be seen through by any
 * kernel: it is outside of what is promised. What remains is that it cannot do
 * harm outside of the range that was lent.
 */
static void
liar_harms_only_what_was_lent(void **state)
{
    static const struct engine liar = {
        "liar", {.late_beats = 12, .lies = true}, 0};

    (void)state;
    for (uint32_t beat = 1; beat < BEATS; beat++) {
        scene_set(&liar);
        sim.lies_allowed = true;
        sim_beats(beat);
        SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
        assert_false(scene_is_pinned());
        for (uint32_t i = 0; i < AFTER_BEATS; i++) {
            pl081_beat(&sim.dma[0]);
        }
        scene_check_canaries();
    }
}

/* The owner dies, its client is parked, and then more happens. */
static void
parked_client_wakes_exactly_at_the_unpin(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    scene_set(&late);
    sim_beats(3);
    sim_fault(SLUICE_FAULT_BUS, 0);
    supervisor_sleeps();
    as(CLIENT_B);
    assert_true(sim_task(CLIENT_A)->parked);
    serve(0);
    as(LOW);
    for (uint32_t i = 0; i < 20; i++) {
        sim_beats(1);
        as(LOW);
        assert_true(sim_task(CLIENT_A)->parked);
    }
    /* The engine is at rest now; nobody has looked yet */
    assert_true(scene_is_pinned());
    sim_tick();
    sim_tick();
    as(CLIENT_A);
    assert_false(scene_is_pinned());
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_A, 2), sim_id(DRIVER));
}

static void
parked_client_can_be_killed_and_restarted(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    scene_set(&late);
    sim_beats(3);
    sim_fault(SLUICE_FAULT_BUS, 0);
    supervisor_sleeps();
    assert_true(sim_task(CLIENT_A)->parked);
    kill_task(CLIENT_A);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
    assert_int_equal(restart_task(CLIENT_A, true), SLUICE_RC_PINNED);
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_PINNED);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
    scene_check_canaries();
    sim_beats(25);
    sim_ticks(2);
    as(SUPERVISOR);
    supervisor_sleeps();
    as(DRIVER);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
    assert_int_not_equal(script_told & SLUICE_NOTIFY_RESTARTED, 0);
}

/*
 * Effect: both channels of DRIVER write into CLIENT_A's memory, and come to
 * rest at different times: the first after 5 beats, the second after 40.
 */
static void
set_scene_of_two(void)
{
    static const struct engine late = {"late", {.late_beats = 5}, 0};

    scene_set(&late);
    lend(CLIENT_A, 0, CHUNK_A, LENGTH, SLUICE_LEASE_WRITE);
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
    sim_ticks(2);
    as(DRIVER);
    reply(sim_id(CLIENT_A), 0, 0);
    serve(0);
    as(CLIENT_B);
    serve(0);
    as(CLIENT_A);
    lend(CLIENT_A, 1, CHUNK_A2, CHUNK_SIZE, SLUICE_LEASE_READ);
    lend(CLIENT_A, 2, CHUNK_A + 0x200, LENGTH, SLUICE_LEASE_WRITE);
    send(sim_id(DRIVER), 1, 0, 3);
    as(DRIVER);
    arm_read(sim_id(CLIENT_A), LENGTH);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_COPY, sim_id(CLIENT_A), 2, 0, 1, 0,
             LENGTH);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    sim.dma[0].channels[1].faults.late_beats = 40;
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 3);
    sim_beats(2);
}

/* Effect: the first has come to rest and was looked at, the second not. */
static void
let_the_first_rest(void)
{
    sim.holds_interrupts = true;
    for (uint32_t i = 0; i < 6; i++) {
        sim_beats(1);
    }
    sim.holds_interrupts = false;
    sim_ticks(2);
    assert_int_equal(sim_task(CLIENT_A)->lent_pins, 2);
}

static void
restart_waits_for_the_last_of_several_pins(void **state)
{
    (void)state;
    set_scene_of_two();
    assert_int_equal(restart_task(CLIENT_A, true), SLUICE_RC_PINNED);
    let_the_first_rest();
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_STOPPED);
    sim_beats(40);
    sim_ticks(2);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
}

static void
parking_waits_for_the_last_of_several_pins(void **state)
{
    (void)state;
    set_scene_of_two();
    kill_task(DRIVER);
    let_the_first_rest();
    assert_true(sim_task(CLIENT_A)->parked);
    as(LOW);
    sim_beats(40);
    sim_ticks(2);
    as(CLIENT_A);
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
}

static void
owner_restart_waits_for_all_its_channels(void **state)
{
    (void)state;
    set_scene_of_two();
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_PINNED);
    let_the_first_rest();
    assert_int_equal(sim_task(DRIVER)->life, TASK_STOPPED);
    sim_beats(40);
    sim_ticks(2);
    assert_int_equal(sim_task(DRIVER)->life, TASK_ALIVE);
}

static void
status_shows_what_a_restart_waits_for(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};
    struct kcall_status status;

    (void)state;
    scene_set(&late);
    sim_beats(3);
    wake_supervisor();
    kernel_call(SLUICE_KCALL_RESTART, CLIENT_A, 1);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_PINNED);
    kernel_call(SLUICE_KCALL_STATUS, CLIENT_A, 0);
    memcpy(&status, sim_memory(ANSWER(SUPERVISOR)), sizeof(status));
    assert_int_equal(status.waiting, 1);
    assert_int_equal(status.pins, 1);
    assert_int_equal(status.state, SLUICE_STATE_STOPPED);
}

/* A retired owner or lender leaves nothing behind either. */
static void
retired_tasks_drop_their_pins_and_stay_away(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    for (uint32_t who = 0; who < 2; who++) {
        uint32_t index = who == 0 ? CLIENT_A : DRIVER;

        scene_set(&late);
        sim_beats(3);
        wake_supervisor();
        kernel_call(SLUICE_KCALL_RETIRE, index, 0);
        assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
        supervisor_sleeps();
        scene_settle();
        assert_int_equal(sim_task(index)->life, TASK_RETIRED);
        assert_int_equal(sim_task(index)->own_pins, 0);
        scene_check_canaries();
    }
}

/* The kernel's own pending bit for a dead owner is not told to the next. */
static void
next_owner_hears_nothing_of_an_old_transfer(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    scene_set(&late);
    sim_beats(3);
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_PINNED);
    sim_beats(30);
    sim_ticks(3);
    if (sim_running() == SUPERVISOR) {
        supervisor_sleeps();
    }
    as(DRIVER);
    assert_int_equal(sim_task(DRIVER)->pending, 0);
    serve(DRIVER_READ | DRIVER_COPY);
    assert_int_not_equal(sim_running(), DRIVER);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(liar_harms_only_what_was_lent),
        cmocka_unit_test(parked_client_wakes_exactly_at_the_unpin),
        cmocka_unit_test(parked_client_can_be_killed_and_restarted),
        cmocka_unit_test(restart_waits_for_the_last_of_several_pins),
        cmocka_unit_test(parking_waits_for_the_last_of_several_pins),
        cmocka_unit_test(owner_restart_waits_for_all_its_channels),
        cmocka_unit_test(status_shows_what_a_restart_waits_for),
        cmocka_unit_test(retired_tasks_drop_their_pins_and_stay_away),
        cmocka_unit_test(next_owner_hears_nothing_of_an_old_transfer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
