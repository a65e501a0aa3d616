/* SPDX-License-Identifier: MIT */
/*
 * What a binding has to live through, whatever its controller. Each scenario
 * begins with life_begin() and ends a life at the first thing that is wrong.
 */
#include <stddef.h>

#include "drive.h"
#include "host.h"
#include "port/arch.h"
#include "table.h"

#define UNITS 7u        /* in most transfers; odd: the narrowest variant's */
#define STEPS_MAX 80u   /* beats after which a stop is tried */
#define OPERATIONS 128u /* in a table */

static const struct dma_variant *
narrowest(void)
{
    return &life.binding->variants[life.binding->variant_count - 1];
}

static void
begin(void)
{
    life_begin(life.row, life.binding);
}

static struct model_faults *
faults(void)
{
    return &life.model.engines[life.row->channel].faults;
}

static void
arm_or_fail(uint32_t offset, uint32_t length)
{
    uint32_t rc = life_arm(offset, length);

    if (rc != SLUICE_RC_OK) {
        life_fail("arm of %u bytes: code %08x", length, rc);
    }
}

static void
expect_status(uint32_t status)
{
    if (channel_table[0].status != status) {
        life_fail("status %u, not %u", channel_table[0].status, status);
    }
}

/* A whole transfer, by its interrupt and not by its deadline. */
static void
transfer(uint32_t offset, uint32_t length)
{
    uint64_t before;

    arm_or_fail(offset, length);
    before = kernel.ticks;
    life_settle();
    life_judge();
    expect_status(SLUICE_DMA_OK);
    if (kernel.ticks != before) {
        life_fail("the end came by the clock, not by an interrupt");
    }
    if ((task_table[OWNER].pending & OWNER_BIT) == 0) {
        life_fail("the owner was not told");
    }
}

static void
short_transfer(void)
{
    transfer(0, UNITS * narrowest()->unit);
}

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
        life.model.requests = true;
    }
    short_transfer();
}

/* STOP, IDLE and FINI are right from a channel that does nothing. */
static void
stops_at_rest(void)
{
    uint32_t results[DMA_SLOTS] = {0};
    const uint32_t *slots = channel_table[0].slots;

    begin();
    for (uint32_t i = 0; i < 3; i++) {
        table_run(life.binding->stop, slots, results);
        if (!table_run(life.binding->idle, slots, results)) {
            life_fail("IDLE is false after STOP at rest");
        }
        if (i != 1 && !table_run(life.binding->fini, slots, results)) {
            life_fail("FINI fails at rest");
        }
        life_check();
        life_beats(2);
        short_transfer();
        life_stop();
    }
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

/* No clock at arm: nothing moves, and nobody may be told that it did. */
static bool
is_told_the_truth(uint32_t unit, uint32_t offset)
{
    begin();
    life.model.gated = true;
    life.expects_reset = true;
    if (life_arm(offset, UNITS * unit) == SLUICE_RC_OK) {
        life_settle();
    }
    life.model.gated = false;
    life.expects_reset = false;
    return life.reset_seen; /* IDLE asks for what only a clock can show */
}

static void
has_no_clock(void)
{
    for (uint32_t i = 0; i < life.binding->variant_count; i++) {
        uint32_t unit = life.binding->variants[i].unit;

        if (is_told_the_truth(unit, i == 0 ? 0 : unit)) {
            continue;
        }
        life_settle();
        life_judge();
        if (channel_table[0].status == SLUICE_DMA_LATE) {
            life_fail("nobody noticed until the deadline");
        }
        short_transfer();
    }
}

/* Runs ARM up to its operation `count`; the engine has to stay at rest. */
static bool
run_prefix(const struct dma_op *arm, uint32_t count)
{
    struct dma_op part[OPERATIONS];
    uint32_t results[DMA_SLOTS] = {0};
    uint32_t slots[DMA_SLOTS] = {
        0, life.row->memory + FAR_AT, life.row->memory + NEAR_AT,
        4u * life.binding->variants[0].unit, life.row->memory + SINK_AT};
    uint32_t i = 0;

    while (i < count) {
        if (DMA_HEAD_OP(arm[i].head) == DMA_OP_END ||
            (arm[i].head & DMA_HEAD_START) != 0) {
            return false;
        }
        part[i] = arm[i];
        i++;
    }
    part[i] = (struct dma_op)DMA_END;
    table_run(part, slots, results);
    life_check();
    return true;
}

static void
parts_of_arm(void)
{
    uint32_t results[DMA_SLOTS] = {0};
    const struct dma_binding *binding = life.binding;

    begin();
    for (uint32_t v = 0; v < binding->variant_count; v++) {
        for (uint32_t i = 1; i < OPERATIONS; i++) {
            if (!run_prefix(binding->variants[v].arm, i)) {
                break;
            }
            for (uint32_t j = 0; j < 4; j++) {
                model_beat(&life.model);
            }
            if (model_is_live(&life.model, life.row->channel)) {
                life_fail("%u operations of ARM start the engine", i);
            }
            table_run(binding->stop, channel_table[0].slots, results);
            if (!table_run(binding->idle, channel_table[0].slots, results) ||
                !table_run(binding->fini, channel_table[0].slots, results)) {
                life_fail("not at rest after %u operations of ARM", i);
            }
            life_beats(1);
        }
    }
    short_transfer();
}

/* Returns: whether the audit finds that a register is not at rest. */
static bool
audit_finds(const struct dma_op *get, uint32_t bit)
{
    uint32_t value;

    begin();
    value = arch_io_read(get->reg, DMA_HEAD_WIDTH(get->head));
    arch_io_write(get->reg, value ^ bit, DMA_HEAD_WIDTH(get->head));
    life.model.misuses = 0;
    if (arch_io_read(get->reg, DMA_HEAD_WIDTH(get->head)) == value) {
        return true; /* it can't be written */
    }
    life.expects_reset = true;
    life_interrupts();
    life_beats(0);
    life.expects_reset = false;
    return life.reset_seen;
}

/* Each register that the good AUDIT reads, at its ends. */
static void
audit_sees(void)
{
    const struct dma_op *get = life.row->binding->audit;

    for (; DMA_HEAD_OP(get->head) == DMA_OP_GET; get++) {
        uint32_t low = get->mask & (0u - get->mask), high = low;

        while ((get->mask & high << 1) != 0 && high << 1 != 0) {
            high <<= 1;
        }
        if (!audit_finds(get, low) || !audit_finds(get, high)) {
            life_fail("the audit does not see register %08x", get->reg);
        }
    }
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
    {"parts of ARM", parts_of_arm, 0},
    {"runs at boot", runs_at_boot, 0},
    {"faults of the owner", faults_of_the_owner, 0},
    {"restarts of the client", restarts_of_the_client, 0},
    {"late beats", late_beats, LIFE_NO_BUSY | LIFE_NO_ABORT},
    {"stalls for ever", stalls_for_ever, LIFE_NO_BUSY},
    {"stray interrupts", stray_interrupts, LIFE_NO_ACK | LIFE_TRUSTS_FLAG},
    {"lost interrupts", lost_interrupts, 0},
    {"early flags", early_flags, LIFE_NO_ACK | LIFE_TRUSTS_FLAG},
    {"has no clock", has_no_clock, LIFE_ALWAYS_ON},
};
const uint32_t life_scenario_count =
    sizeof(life_scenarios) / sizeof(life_scenarios[0]);
