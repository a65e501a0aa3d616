/* SPDX-License-Identifier: MIT */
/* See scene.h. */
#include "scene.h"

/* Ticks in which any honest engine of the tests has come to rest. */
#define SETTLE_TICKS 8u

static uint32_t lender_id; /* that the transfer was armed for */

void
scene_set(const struct engine *engine)
{
    script_start();
    sim_fill(FIRMWARE, FIRMWARE_SIZE, 3);
    sim.dma[0].channels[0].faults = engine->faults;
    sim.dma[0].beats_per_access = engine->beats_per_access;
    lender_id = sim_id(CLIENT_A);
    lend(CLIENT_A, 0, LENT, LENGTH, SLUICE_LEASE_WRITE);
    send(sim_id(DRIVER), 1, 0, 1);
    as(DRIVER);
    sim_fill(CHUNK_A, CHUNK_SIZE, 77);
    sim_snapshot();
    arm_read(sim_id(CLIENT_A), LENGTH);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
}

bool
scene_is_pinned(void)
{
    return sim_task(CLIENT_A)->lent_pins != 0;
}

/* Nothing in DMA memory but the lent range may have changed. */
void
scene_check_canaries(void)
{
    uint32_t at = sim_difference(LENT, LENGTH);

    /* Homes are used by the script; engines can reach them all the same */
    if (at != 0 && (at < HOME(0) || at >= HOME(TASKS))) {
        fail_msg("a byte changed at %08x", at);
    }
}

/* While the pin lives nobody may use the memory. */
void
scene_check_held(void)
{
    const struct task *client = sim_task(CLIENT_A);

    if (!scene_is_pinned()) {
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
void
scene_settle(void)
{
    for (uint32_t i = 0; i < SETTLE_TICKS && scene_is_pinned(); i++) {
        for (uint32_t j = 0; j < 60 && scene_is_pinned(); j++) {
            sim_beats(1);
            scene_check_held();
        }
        sim_tick();
        scene_check_held();
        if (sim_running() == SUPERVISOR) {
            supervisor_sleeps();
        }
    }
    assert_false(scene_is_pinned());
}
