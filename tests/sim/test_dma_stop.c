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
#include "script.h"

#define LENGTH 64u
#define BEATS (2u * LENGTH / 4u)
#define AFTER_BEATS 1000u
/* Ticks in which any honest engine of these has come to rest. */
#define SETTLE_TICKS 8u

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
    "owner stops",       "owner faults",
    "owner killed",      "owner restarted",
    "owner stopped",     "owner replies",
    "client killed",     "client restarted",
    "client, then owner restarted",
    "owner, then client restarted",
    "deadline",
};

/* Kinds of engines: all honest, some slow. */
struct engine {
    const char *name;
    struct pl081_faults faults;
    uint32_t beats_per_access;
};

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

static uint32_t lender_id; /* that armed the transfer of the scene */

/* The scene that is played, for whoever reads a failure. */
static struct {
    const char *engine;
    const char *event;
    uint32_t beat;
} where;

static void
set_scene(const struct engine *engine)
{
    script_start();
    sim_fill(FIRMWARE, FIRMWARE_SIZE, 3);
    sim.dma[0].channels[0].faults = engine->faults;
    sim.dma[0].beats_per_access = engine->beats_per_access;
    lender_id = sim_id(CLIENT_A);
    lend(CLIENT_A, 0, CHUNK_A + 0x100, LENGTH, SLUICE_LEASE_WRITE);
    send(sim_id(DRIVER), 1, 0, 1);
    as(DRIVER);
    sim_fill(CHUNK_A, CHUNK_SIZE, 77);
    sim_snapshot();
    arm_read(sim_id(CLIENT_A), LENGTH);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
}

static bool
is_pinned(void)
{
    return sim_task(CLIENT_A)->lent_pins != 0;
}

/* Nothing in DMA memory but the lent range may have changed. */
static void
check_canaries(void)
{
    uint32_t at = sim_difference(CHUNK_A + 0x100, LENGTH);

    /* Homes are used by the script; engines can reach them all the same */
    if (at != 0 && (at < HOME(0) || at >= HOME(TASKS))) {
        fail_msg("a byte changed at %08x", at);
    }
}

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

/* While the pin lives nobody may use the memory. */
static void
check_held(void)
{
    const struct task *client = sim_task(CLIENT_A);

    if (!is_pinned()) {
        return;
    }
    assert_int_not_equal(sim_running(), CLIENT_A);
    if (client->id != lender_id) {
        /* Its incarnation is over: the next must not have begun */
        assert_int_not_equal(client->life, TASK_ALIVE);
    } else {
        assert_true(client->parked || WAIT_KIND(client->wait) == WAIT_REPLY);
    }
}

/* Effect: beats, one by one, until the pin drops; each is checked. */
static void
settle(void)
{
    for (uint32_t i = 0; i < SETTLE_TICKS && is_pinned(); i++) {
        for (uint32_t j = 0; j < 60 && is_pinned(); j++) {
            sim_beats(1);
            check_held();
        }
        sim_tick();
        check_held();
        if (sim_running() == SUPERVISOR) {
            supervisor_sleeps();
        }
    }
    assert_false(is_pinned());
}

/* The memory is back with the client: it belongs to nobody else now. */
static void
check_handed_back(void)
{
    const struct task *client = sim_task(CLIENT_A);

    assert_false(client->parked);
    assert_false(client->restart_due);
    assert_false(pl081_is_live(&sim.dma[0], 0));
    check_canaries();
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
    check_canaries();
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

    set_scene(engine);
    sim_beats(beat);
    check_canaries();
    happen(event);
    check_held();
    check_canaries();
    waited = is_pinned();
    settle();
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
        set_scene(&liar);
        sim.lies_allowed = true;
        sim_beats(beat);
        SIM_CALL(SLUICE_SYS_DMA_STOP, CHANNEL_READ);
        assert_false(is_pinned());
        for (uint32_t i = 0; i < AFTER_BEATS; i++) {
            pl081_beat(&sim.dma[0]);
        }
        check_canaries();
    }
}

/* The owner dies, its client is parked, and then more happens. */
static void
parked_client_wakes_exactly_at_the_unpin(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    set_scene(&late);
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
    assert_true(is_pinned());
    sim_tick();
    sim_tick();
    as(CLIENT_A);
    assert_false(is_pinned());
    assert_int_equal(sim_result(CLIENT_A, 0), SLUICE_RC_DEAD);
    assert_int_equal(sim_result(CLIENT_A, 2), sim_id(DRIVER));
}

static void
parked_client_can_be_killed_and_restarted(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    set_scene(&late);
    sim_beats(3);
    sim_fault(SLUICE_FAULT_BUS, 0);
    supervisor_sleeps();
    assert_true(sim_task(CLIENT_A)->parked);
    kill_task(CLIENT_A);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
    assert_int_equal(restart_task(CLIENT_A, true), SLUICE_RC_PINNED);
    assert_int_equal(restart_task(DRIVER, true), SLUICE_RC_PINNED);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
    check_canaries();
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

    set_scene(&late);
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
    set_scene(&late);
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

        set_scene(&late);
        sim_beats(3);
        wake_supervisor();
        kernel_call(SLUICE_KCALL_RETIRE, index, 0);
        assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
        supervisor_sleeps();
        settle();
        assert_int_equal(sim_task(index)->life, TASK_RETIRED);
        assert_int_equal(sim_task(index)->own_pins, 0);
        check_canaries();
    }
}

/* The kernel's own pending bit for a dead owner is not told to the next. */
static void
next_owner_hears_nothing_of_an_old_transfer(void **state)
{
    static const struct engine late = {"late", {.late_beats = 20}, 0};

    (void)state;
    set_scene(&late);
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
            NULL, tell_where, (void *)(uintptr_t)&engines[i]                     \
    }

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_EVERY_BEAT(0),
        AT_EVERY_BEAT(1),
        AT_EVERY_BEAT(2),
        AT_EVERY_BEAT(3),
        AT_EVERY_BEAT(4),
        AT_EVERY_BEAT(5),
        AT_EVERY_BEAT(6),
        AT_EVERY_BEAT(7),
        AT_EVERY_BEAT(8),
        AT_EVERY_BEAT(9),
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

    _Static_assert(ENGINES == 10, "one row each");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
