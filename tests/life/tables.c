/* SPDX-License-Identifier: MIT */
/* Scenarios that run tables by themselves, beside the kernel. */
#include "arch_io.h"
#include "host.h"
#include "port/arch.h"
#include "scenario.h"
#include "table.h"

#define OPERATIONS 128u /* in a table */

/* STOP, IDLE and FINI are right from a channel that does nothing. */
void
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

void
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

void
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
void
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
