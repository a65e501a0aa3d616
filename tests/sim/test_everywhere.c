/* SPDX-License-Identifier: MIT */
/*
 * Restart everywhere: a play in which all tasks take part, played again with
 * each task killed or restarted before each of its steps, and with two of them
 * struck at different steps. What then does not come to pass is left out; the
 * whole state is checked after each entry, and at the end everybody is sound.
 */
#include "script.h"

#define LENGTH 32u

struct step {
    uint32_t task; /* who acts, if it runs then */
    void (*act)(void);
};

static void
client_asks_for_read(void)
{
    uint32_t me = sim_running();
    uint32_t chunk = me == CLIENT_A ? CHUNK_A : CHUNK_B;

    lend(me, 0, chunk, LENGTH, SLUICE_LEASE_WRITE | SLUICE_LEASE_READ);
    lend(me, 1, SCRATCH(me), 16, SLUICE_LEASE_WRITE | SLUICE_LEASE_READ);
    send(sim_id(DRIVER), 1, 4, 2);
}

static void
client_asks_other(void)
{
    lend(CLIENT_A, 0, CHUNK_A2, LENGTH, SLUICE_LEASE_READ);
    send(sim_id(OTHER), 2, 4, 1);
}

static void
low_asks(void)
{
    send(sim_id(DRIVER), 3, 8, 0);
}

/* Whoever waits for the server's reply, or nobody. */
static uint32_t
client_of(uint32_t server)
{
    const struct link *head = &sim_task(server)->peers;

    for (struct link *at = head->next; at != head; at = at->next) {
        if (WAIT_KIND(task_of(at)->wait) == WAIT_REPLY) {
            return task_of(at)->id;
        }
    }
    return SLUICE_ID_NOBODY;
}

static void
driver_arms_and_waits(void)
{
    uint32_t lender = client_of(DRIVER);

    SIM_CALL(SLUICE_SYS_DMA_ARM_RECEIVE, CHANNEL_READ | SLUICE_DMA_NO_FAR << 16,
             lender, 0, 0, LENGTH, BUFFER(DRIVER), PART_SIZE);
}

static void
driver_borrows(void)
{
    uint32_t client = client_of(DRIVER);

    if (client != SLUICE_ID_NOBODY) {
        SIM_CALL(SLUICE_SYS_BORROW_WRITE, client, 1, 0, SCRATCH(DRIVER), 16);
    }
}

static void
driver_calls_other(void)
{
    send(sim_id(OTHER), 4, 4, 0);
}

static void
server_answers(void)
{
    uint32_t me = sim_running();

    reply_receive(client_of(me), 0, 4,
                  me == DRIVER ? DRIVER_MASK : OTHER_PACED);
}

static void
server_replies(void)
{
    reply(client_of(sim_running()), 0, 4);
}

static void
driver_waits_for_the_end(void)
{
    receive(DRIVER_READ, SLUICE_ID_KERNEL);
}

static void
server_waits(void)
{
    serve(sim_running() == DRIVER ? DRIVER_MASK : OTHER_PACED);
}

static void
other_arms(void)
{
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_PACED, client_of(OTHER), 0, 0,
             SLUICE_DMA_NO_FAR, 0, LENGTH);
}

static void
other_stops(void)
{
    SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_PACED);
}

static void
task_sets_timer_and_sleeps(void)
{
    SIM_CALL(SLUICE_SYS_TIMER, 2000, 0, 1);
    serve(1);
}

static void
engines_move(void)
{
    sim_beats(5);
}

static void
engines_finish(void)
{
    sim_beats(40);
}

/* Engines move while the time goes on. */
static void
ticks_pass(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        sim_beats(10);
        sim_tick();
    }
}

static void
time_passes(void)
{
    ticks_pass(2);
}

#define ANYBODY TASKS

static const struct step play[] = {
    {CLIENT_A, client_asks_for_read},
    {DRIVER, driver_borrows},
    {DRIVER, driver_arms_and_waits},
    {CLIENT_B, client_asks_for_read},
    {DRIVER, driver_waits_for_the_end},
    {ANYBODY, engines_move},
    {LOW, low_asks},
    {ANYBODY, engines_finish},
    {DRIVER, driver_calls_other},
    {OTHER, server_answers},
    {DRIVER, server_answers}, /* ... CLIENT_A, and takes LOW */
    {DRIVER, driver_arms_and_waits},
    {CLIENT_A, client_asks_other},
    {OTHER, other_arms},
    {OTHER, server_waits},
    {ANYBODY, engines_finish},
    {DRIVER, server_replies}, /* ... to CLIENT_B */
    {DRIVER, driver_calls_other},
    {OTHER, other_stops},
    {OTHER, server_answers},  /* ... CLIENT_A */
    {OTHER, server_answers},  /* ... DRIVER */
    {DRIVER, server_answers}, /* ... LOW */
    {CLIENT_B, task_sets_timer_and_sleeps},
    {CLIENT_A, task_sets_timer_and_sleeps},
    {LOW, task_sets_timer_and_sleeps},
    {ANYBODY, time_passes},
};
#define STEPS (sizeof(play) / sizeof(play[0]))

enum blow {
    BLOW_KILL, /* and restarted at the end only */
    BLOW_KILL_RESTART,
    BLOW_RESTART,
    BLOW_STOP,
    BLOWS,
};

struct strike {
    uint32_t step;
    uint32_t task;
    enum blow blow;
};

static void
strike_now(const struct strike *strike)
{
    switch (strike->blow) {
    case BLOW_KILL:
        kill_task(strike->task);
        break;
    case BLOW_KILL_RESTART:
        kill_task(strike->task);
        restart_task(strike->task, true);
        break;
    case BLOW_RESTART:
        restart_task(strike->task, true);
        break;
    default:
        restart_task(strike->task, false);
        break;
    }
}

static uint32_t acted; /* steps that were not left out */

static void
let_supervisor_sleep(void)
{
    if (sim_running() == SUPERVISOR) {
        supervisor_sleeps();
    }
}

static void
run_step(const struct step *step)
{
    let_supervisor_sleep();
    if (step->task == ANYBODY || sim_running() == step->task) {
        step->act();
        acted++;
    }
    let_supervisor_sleep();
}

/* Everybody can live again, and nothing is held. */
static void
check_everybody(void)
{
    sim_beats(1000);
    ticks_pass(DRAIN_LIMIT + DEADLINE_US / TICK_US);
    let_supervisor_sleep();
    for (uint32_t i = OTHER; i < TASKS; i++) {
        assert_int_equal(sim_task(i)->lent_pins, 0);
        assert_int_equal(sim_task(i)->own_pins, 0);
        assert_false(sim_task(i)->restart_due);
        assert_int_equal(restart_task(i, false), SLUICE_RC_OK);
    }
    as(NO_TASK);
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_OK);
    serve(DRIVER_MASK);
    assert_int_equal(restart_task(CLIENT_A, true), SLUICE_RC_OK);
    client_asks_for_read();
    driver_arms_and_waits();
    sim_beats(2 * LENGTH / 4);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, GOT_OP), DRIVER_READ);
    assert_true(sim_is_filled(CHUNK_A, LENGTH, 5));
}

static void
play_with(const struct strike *strikes, size_t count, uint32_t late)
{
    acted = 0;
    script_start();
    sim_fill(FIRMWARE, FIRMWARE_SIZE, 5);
    for (uint32_t i = 0; i < 2; i++) {
        sim.dma[i].channels[0].faults.late_beats = late;
    }
    for (uint32_t i = 0; i < STEPS; i++) {
        for (size_t j = 0; j < count; j++) {
            if (strikes[j].step == i) {
                strike_now(&strikes[j]);
            }
        }
        run_step(&play[i]);
    }
    check_everybody();
}

static void
the_play_goes_through(void **state)
{
    (void)state;
    play_with(NULL, 0, 0);
    assert_int_equal(acted, STEPS);
    play_with(NULL, 0, 20);
}

static void
each_task_struck_at_each_step(void **state)
{
    (void)state;
    for (uint32_t late = 0; late <= 20; late += 20) {
        for (uint32_t step = 0; step < STEPS; step++) {
            for (uint32_t task = OTHER; task < TASKS; task++) {
                for (int blow = 0; blow < BLOWS; blow++) {
                    struct strike strike = {step, task, (enum blow)blow};

                    play_with(&strike, 1, late);
                }
            }
        }
    }
}

/* Two tasks, two steps: the second blow meets what the first left behind. */
static void
two_tasks_struck_at_two_steps(void **state)
{
    (void)state;
    for (uint32_t first = 1; first < STEPS; first += 2) {
        for (uint32_t second = first; second < first + 4; second++) {
            for (uint32_t pair = 0; pair < 3 * 3; pair++) {
                struct strike strikes[2] = {
                    {first, DRIVER + pair / 3, BLOW_KILL_RESTART},
                    {second, DRIVER + pair % 3, BLOW_RESTART},
                };

                play_with(strikes, 2, 20);
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_play_goes_through),
        cmocka_unit_test(each_task_struck_at_each_step),
        cmocka_unit_test(two_tasks_struck_at_two_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
