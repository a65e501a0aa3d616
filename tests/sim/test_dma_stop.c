/* SPDX-License-Identifier: MIT */
/*
 * Stop everywhere: one transfer, interrupted at each of its beats by each event
 * that can end it, on each kind of engine. Whatever happens:
 *
 *  - no byte outside the lent range is written, ever;
 *  - no byte is written after the memory was handed back: the lender's next
 *    incarnation, or the lender itself once it runs, finds what it left;
 *  - a lender that is released too early is parked, and runs exactly when the
 *    pin drops; a restart that has to wait comes true then, and is told;
 *  - the channel serves the next transfer.
 */
#include "scene.h"

enum event {
    OWNER_STOPS,
    OWNER_FAULTS,
    OWNER_KILLED,
    OWNER_RESTARTED,
    OWNER_STOPPED, /* restarted, but not run */
    OWNER_REPLIES,
    CLIENT_KILLED,
    CLIENT_RESTARTED,
    CLIENT_THEN_OWNER_RESTARTED,
    OWNER_THEN_CLIENT_RESTARTED,
    DEADLINE,
    EVENTS,
};

static const char *const event_names[EVENTS] = {
    "owner stops",
    "owner faults",
    "owner killed",
    "owner restarted",
    "owner stopped",
    "owner replies",
    "client killed",
    "client restarted",
    "client, then owner restarted",
    "owner, then client restarted",
    "deadline",
};

/* All honest, some slow. */
static const struct engine engines[] = {
    {"prompt", {0}, 0},
    {"runs on while the core looks", {0}, 1},
    {"late", {.late_beats = 5}, 0},
    {"late, runs on", {.late_beats = 9}, 1},
    {"late beyond its end", {.late_beats = 400}, 0},
    {"done early", {.done_early = 2}, 0},
    {"done early and late", {.done_early = 3, .late_beats = 7}, 0},
    {"mute", {.loses_interrupts = true}, 0},
    {"fails", {.error_at = 21}, 0},
    {"fails and late", {.error_at = 28, .late_beats = 6}, 1},
};
#define ENGINES (sizeof(engines) / sizeof(engines[0]))

/* The scene that is played, for whoever reads a failure. */
static struct {
    const char *engine;
    const char *event;
    uint32_t beat;
} where;

/* Effect: the driver runs; it was waiting or stands there already. */
static void
driver_runs(void)
{
    if (sim_running() != DRIVER) {
        sim_irq(LINE_DRIVER);
    }
}

static void
happen(enum event event)
{
    uint32_t rc;

    switch (event) {
    case OWNER_STOPS:
        SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
        break;
    case OWNER_FAULTS:
        sim_fault(SLUICE_FAULT_MEMORY, 4);
        supervisor_sleeps();
        break;
    case OWNER_KILLED:
        kill_task(DRIVER);
        break;
    case OWNER_RESTARTED:
    case OWNER_STOPPED:
        rc = restart_task(DRIVER, event == OWNER_RESTARTED);
        assert_true(rc == SLUICE_RC_OK || rc == SLUICE_RC_PINNED);
        break;
    case OWNER_REPLIES:
        reply(sim_id(CLIENT_A), 0, 0);
        if (sim_running() == SUPERVISOR) {
            supervisor_sleeps();
        }
        break;
    case CLIENT_KILLED:
        kill_task(CLIENT_A);
        break;
    case CLIENT_RESTARTED:
        restart_task(CLIENT_A, true);
        break;
    case CLIENT_THEN_OWNER_RESTARTED:
        restart_task(CLIENT_A, true);
        restart_task(DRIVER, true);
        break;
    case OWNER_THEN_CLIENT_RESTARTED:
        restart_task(DRIVER, true);
        restart_task(CLIENT_A, true);
        break;
    default:
        sim_ticks(DEADLINE_US / TICK_US + 1);
        break;
    }
}

/* The memory is back with the client: it belongs to nobody else now. */
static void
check_handed_back(void)
{
    const struct task *client = sim_task(CLIENT_A);

    assert_false(client->parked);
    assert_false(client->restart_due);
    assert_false(pl081_is_live(&sim.dma[0], 0));
    scene_check_canaries();
    sim_fill(CHUNK_A, CHUNK_SIZE, 200);
    sim_snapshot();
    for (uint32_t i = 0; i < AFTER_BEATS; i++) {
        pl081_beat(&sim.dma[0]);
    }
    sim_ticks(2);
    if (sim_running() == SUPERVISOR) {
        supervisor_sleeps();
    }
    assert_true(sim_is_filled(CHUNK_A, CHUNK_SIZE, 200));
    scene_check_canaries();
}

/* A remembered restart has come true and was told. */
static void
check_ends(enum event event, bool waited)
{
    const struct task *client = sim_task(CLIENT_A);
    const struct task *owner = sim_task(DRIVER);

    switch (event) {
    case CLIENT_RESTARTED:
    case CLIENT_THEN_OWNER_RESTARTED:
    case OWNER_THEN_CLIENT_RESTARTED:
        assert_int_equal(client->life, TASK_ALIVE);
        assert_int_equal(client->wait, WAIT_NONE);
        break;
    case CLIENT_KILLED:
        assert_int_equal(client->life, TASK_FAULTED);
        break;
    case OWNER_FAULTS:
    case OWNER_KILLED:
        assert_int_equal(owner->life, TASK_FAULTED);
        assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
        assert_int_equal(sim_result(CLIENT_A, 2), owner->id);
        break;
    case OWNER_STOPPED:
        assert_int_equal(owner->life, TASK_STOPPED);
        assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
        break;
    default:
        break;
    }
    if (waited && (event == CLIENT_RESTARTED || event == OWNER_RESTARTED ||
                   event == OWNER_STOPPED)) {
        assert_int_not_equal(script_told & SLUICE_NOTIFY_RESTARTED, 0);
    }
    assert_false(owner->restart_due);
}

/* Whoever owns the channel now gets a transfer through it. */
static void
check_channel_serves(void)
{
    sim.dma[0].channels[0].faults = (struct pl081_faults){0};
    if (sim_task(DRIVER)->life != TASK_ALIVE) {
        assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_OK);
    } else if (WAIT_KIND(sim_task(DRIVER)->wait) == WAIT_RECEIVE) {
        driver_runs();
    }
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_READ, sim_id(DRIVER),
             DRIVER_REGION_CHUNK, 0, SLUICE_DMA_NO_FAR, 0, LENGTH);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    sim_beats(BEATS);
    SIM_CALL(SLUICE_SYS_DMA_RESULT, CHANNEL_READ);
    assert_int_equal(sim_result(DRIVER, 1), SLUICE_DMA_IDLE);
    assert_int_equal(sim_result(DRIVER, 2), SLUICE_DMA_OK);
    assert_true(sim_is_filled(CHUNK_DRIVER, LENGTH, 3));
}

static void
run_scene(const struct engine *engine, enum event event, uint32_t beat)
{
    bool waited;

    scene_set(engine);
    sim_beats(beat);
    scene_check_canaries();
    happen(event);
    scene_check_held();
    scene_check_canaries();
    waited = scene_is_pinned();
    scene_settle();
    check_handed_back();
    check_ends(event, waited);
    check_channel_serves();
}

static void
every_event_at_every_beat(void **state)
{
    const struct engine *engine = *state;

    for (int event = 0; event < EVENTS; event++) {
        for (uint32_t beat = 0; beat <= BEATS + 2; beat++) {
            where.engine = engine->name;
            where.event = event_names[event];
            where.beat = beat;
            run_scene(engine, (enum event)event, beat);
        }
    }
}

/* Effect: after a failure: tells which of the many scenes it was. */
static int
tell_where(void **state)
{
    (void)state;
    print_message("the last scene: %s, %s, beat %u\n", where.engine,
                  where.event, where.beat);
    return 0;
}

#define AT_EVERY_BEAT(i)                                                       \
    {                                                                          \
        "every_event_at_every_beat: engine " #i, every_event_at_every_beat,    \
            NULL, tell_where, (void *)(uintptr_t)&engines[i]                   \
    }

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_EVERY_BEAT(0), AT_EVERY_BEAT(1), AT_EVERY_BEAT(2), AT_EVERY_BEAT(3),
        AT_EVERY_BEAT(4), AT_EVERY_BEAT(5), AT_EVERY_BEAT(6), AT_EVERY_BEAT(7),
        AT_EVERY_BEAT(8), AT_EVERY_BEAT(9),
    };

    _Static_assert(ENGINES == 10, "one row each");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
