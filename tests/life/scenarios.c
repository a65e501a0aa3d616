/* SPDX-License-Identifier: MIT */
/*
 * What a binding has to live through, whatever its controller. Each scenario
 * begins with life_begin() and ends a life at the first thing that is wrong.
 */
#include <stddef.h>

#include "host.h"
#include "scenario.h"

#define STEPS_MAX 80u /* beats after which a stop is tried */

/* Each variant, by lengths and addresses that only it and wider ones take. */
static void
completes(void)
{
    begin();
    for (uint32_t i = 0; i < life.binding->variant_count; i++) {
        uint32_t unit = life.binding->variants[i].unit;
        uint32_t offset = i == 0 ? 0 : unit;

        transfer(offset, unit);
        transfer(offset, 3u * unit);
        transfer(0, 5u * unit);
        transfer(offset, 11u * unit);
    }
}

/* The core's accesses take time in which the engine goes on. */
static void
completes_slowly(void)
{
    for (uint32_t speed = 1; speed <= 3; speed += 2) {
        life.speed = speed;
        begin();
        arm_or_fail(0, 5u * narrowest()->unit);
        life_settle();
        life_judge();
        expect_status(SLUICE_DMA_OK);
        short_transfer();
    }
    life.speed = 0;
}

/* Returns: whether the transfer was still under way. */
static bool
stop_after(uint32_t beats)
{
    bool armed;

    arm_or_fail(0, UNITS * narrowest()->unit);
    life_beats(beats);
    armed = life_state() == SLUICE_DMA_ARMED;
    life_stop();
    life_settle();
    life_judge();
    return armed;
}

/* Long ones, by each variant: they have to end before their end. */
static void
stops_long_ones(void)
{
    begin();
    for (uint32_t v = 0; v < life.binding->variant_count; v++) {
        uint32_t unit = life.binding->variants[v].unit;
        uint32_t offset = v == 0 ? 0 : unit;
        uint32_t units =
            CHUNK_SIZE / 2u / unit > 99u ? 99u : CHUNK_SIZE / 2u / unit;

        for (uint32_t beats = 0; beats < 70; beats += 1 + beats / 2) {
            arm_or_fail(offset, (units | 1u) * unit);
            life_beats(beats);
            life_stop();
            life_settle();
            life_judge();
            if (units > 40u) {
                expect_status(SLUICE_DMA_CANCELLED);
                if (life_moved() == life.length) {
                    life_fail("a stop that stops nothing");
                }
            }
        }
    }
    short_transfer();
}

static void
stops_at_each_beat(void)
{
    bool armed = true;

    for (uint32_t speed = 0; speed < 3; speed++) {
        life.speed = speed;
        begin();
        armed = true;
        for (uint32_t i = 0; i < STEPS_MAX && armed; i++) {
            armed = stop_after(i);
        }
        short_transfer();
    }
    life.speed = 0;
}

/* A peripheral that is silent: nothing moves until it is stopped. */
static void
stops_while_it_waits(void)
{
    begin();
    for (uint32_t i = 0; i < 12; i++) {
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_beats(i);
        life.model.requests = false;
        life_beats(3);
        life_stop();
        life_settle();
        life_judge();
        if (channel_table[0].status == SLUICE_DMA_RESET) {
            life_fail("a silent peripheral costs the whole controller");
        }
        life.model.requests = true;
    }
    short_transfer();
}

static void
faults_of_the_owner(void)
{
    for (uint32_t i = 0; i < 14; i += 1 + i / 4) {
        begin();
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_beats(i);
        life_fault_owner();
        life_settle();
        life_judge();
    }
}

static void
restarts_of_the_client(void)
{
    for (uint32_t i = 0; i < 14; i += 1 + i / 4) {
        begin();
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_beats(i);
        life_restart_client();
        life_settle();
        life_judge();
    }
}

/* Accesses go on after the stop: the memory stays pinned. */
static void
late_beats(void)
{
    for (uint32_t late = 1; late < 8; late += 2) {
        begin();
        for (uint32_t i = 0; i < 10; i += 3) {
            faults()->late_beats = late;
            arm_or_fail(0, UNITS * narrowest()->unit);
            life_beats(i);
            life_stop();
            life_settle();
            life_judge();
        }
        faults()->late_beats = 0;
        short_transfer();
    }
}

/*
 * One that reads as idle and still moves can't be noticed. What it does stays
 * in what was lent, since it has no other address.
 */
static void
liars(void)
{
    begin();
    faults()->late_beats = 5;
    faults()->lies = true;
    arm_or_fail(0, UNITS * narrowest()->unit);
    life_beats(3);
    life.unwatched = true;
    life_stop();
    for (uint32_t i = 0; i < 12; i++) {
        model_beat(&life.model);
    }
    faults()->late_beats = 0;
    faults()->lies = false;
    life_settle();
    life.unwatched = false;
    life_judge_bounds();
    short_transfer();
}

/* The ladder: drain, then the domain is reset, or the system. */
static void
stalls_for_ever(void)
{
    begin();
    arm_or_fail(0, UNITS * narrowest()->unit);
    life_beats(3);
    faults()->stalls = true;
    life.expects_reset = life.binding->reset == NULL;
    life_stop();
    if (life_state() == SLUICE_DMA_IDLE) {
        life_fail("a stalled engine was believed to be idle");
    }
    life_settle();
    if (life.binding->reset == NULL) {
        if (!life.reset_seen) {
            life_fail("the ladder does not end in a reset");
        }
        faults()->stalls = false;
        return;
    }
    life_judge();
    expect_status(SLUICE_DMA_RESET);
    faults()->stalls = false;
    life_judge_rest();
    short_transfer();
}

static void
bus_errors(void)
{
    begin();
    for (uint32_t i = 1; i < 12; i++) {
        faults()->error_at = i;
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_settle();
        life_judge();
        expect_status(life.model.engines[life.row->channel].accesses < i
                          ? SLUICE_DMA_OK
                          : SLUICE_DMA_ERROR);
        faults()->error_at = 0;
        short_transfer();
    }
}

static void
stray_interrupts(void)
{
    begin();
    for (uint32_t i = 0; i < 10; i++) {
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_beats(i);
        model_stray(&life.model, life.row->channel);
        life_interrupts();
        if (life_state() == SLUICE_DMA_ARMED) {
            life_fail("it says done, is not idle, and nobody heeds that");
        }
        life_beats(1);
        life_settle();
        life_judge();
        model_stray(&life.model, life.row->channel); /* and at rest */
        life_beats(2);
        life_judge_rest();
    }
    for (uint32_t v = 0; v < life.binding->variant_count; v++) {
        uint32_t unit = life.binding->variants[v].unit;

        model_stray(&life.model, life.row->channel);
        transfer(v == 0 ? 0 : unit, 3u * unit);
    }
}

static void
lost_interrupts(void)
{
    begin();
    faults()->loses_interrupts = true;
    arm_or_fail(0, UNITS * narrowest()->unit);
    life_settle();
    life_judge();
    faults()->loses_interrupts = false;
    short_transfer();
}

/* It says done while there is still something to write. */
static void
early_flags(void)
{
    begin();
    for (uint32_t i = 1; i < 4; i++) {
        faults()->done_early = i * narrowest()->unit;
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_settle();
        life_judge();
        faults()->done_early = 0;
        short_transfer();
    }
}

/* A kernel finds an engine that somebody left running. */
static void
runs_at_boot(void)
{
    life.speed = 1;
    for (uint32_t i = 0; i < 12; i += 3) {
        begin();
        arm_or_fail(0, CHUNK_SIZE / narrowest()->unit > 200u
                           ? 200u * narrowest()->unit
                           : CHUNK_SIZE);
        for (uint32_t j = 0; j < i; j++) {
            model_beat(&life.model);
        }
        life_reboot();
        life_judge_rest();
        short_transfer();
    }
    life.speed = 0;
}

const struct life_scenario life_scenarios[] = {
    {"completes", completes, 0},
    {"stops at each beat", stops_at_each_beat, 0},
    {"stops long ones", stops_long_ones, LIFE_NO_ABORT},
    {"the audit sees", audit_sees, 0},
    {"bus errors", bus_errors, LIFE_NO_ERROR},
    {"completes while the core is slow", completes_slowly, 0},
    {"stops while the peripheral is silent", stops_while_it_waits,
     LIFE_NO_ABORT},
    {"stops at rest", stops_at_rest, 0},
    {"moves between entries", moves_between_entries, 0},
    {"the deadline passes", deadline_passes, LIFE_NO_ABORT},
    {"a neighbour goes on", neighbour_goes_on, 0},
    {"parts of ARM", parts_of_arm, 0},
    {"runs at boot", runs_at_boot, 0},
    {"faults of the owner", faults_of_the_owner, 0},
    {"restarts of the client", restarts_of_the_client, 0},
    {"late beats", late_beats, LIFE_NO_BUSY | LIFE_NO_ABORT},
    {"liars", liars, LIFE_NO_ABORT},
    {"stalls for ever", stalls_for_ever, LIFE_NO_BUSY},
    {"stray interrupts", stray_interrupts, LIFE_NO_ACK | LIFE_TRUSTS_FLAG},
    {"lost interrupts", lost_interrupts, 0},
    {"early flags", early_flags, LIFE_NO_ACK | LIFE_TRUSTS_FLAG},
    {"has no clock", has_no_clock, LIFE_ALWAYS_ON},
};
const uint32_t life_scenario_count =
    sizeof(life_scenarios) / sizeof(life_scenarios[0]);
