/* SPDX-License-Identifier: MIT */
/*
 * The invariant of docs/spec/dma.md, asked of the hardware itself at every
 * kernel exit: each address register holds an address inside its pin, or the
 * sink with nothing left to move. Reads only, and no effects on the engine.
 */
#include "dma.h"

#include <stdbool.h>

#include "kernel.h"
#include "panic.h"
#include "port/arch.h"
#include "table.h"

/* Returns: the register that the audit reads for this slot. */
static uint32_t
register_of(const struct dma_op *op, uint32_t slot)
{
    while (DMA_HEAD_OP(op->head) != DMA_OP_END) {
        if (DMA_HEAD_OP(op->head) == DMA_OP_GET &&
            DMA_HEAD_SLOT(op->head) == slot) {
            return op->reg;
        }
        op++;
    }
    return 0;
}

static void
violation(uint32_t number, uint32_t slot, uint32_t value)
{
    panic_note(SLUICE_PANIC_AUDIT,
               register_of(image.channels[number].binding->audit, slot), value);
}

/* After the last byte the register stands one past it. */
static bool
is_inside(uint32_t value, const struct pin *pin, bool may_end)
{
    uint32_t offset = value - pin->base;

    return offset < pin->length || (may_end && offset == pin->length);
}

/*
 * An engine may read ahead, so a source may stand at its end while the
 * destination still has to be written. An end without bytes is a constant of
 * the binding, which AUDIT does not name SRC or DST.
 */
static void
audit_armed(uint32_t number, const uint32_t *found)
{
    const struct channel *channel = &channel_table[number];
    bool fills = channel->near.written;
    const struct pin *source = fills ? &channel->far : &channel->near;
    const struct pin *target = fills ? &channel->near : &channel->far;

    if (source->length != 0 && !is_inside(found[DMA_SLOT_SRC], source, true)) {
        violation(number, DMA_SLOT_SRC, found[DMA_SLOT_SRC]);
    }
    if (target->length != 0 &&
        !is_inside(found[DMA_SLOT_DST], target, found[DMA_SLOT_LEN] == 0)) {
        violation(number, DMA_SLOT_DST, found[DMA_SLOT_DST]);
    }
}

static void
audit_idle(uint32_t number, const uint32_t *found)
{
    if (found[DMA_SLOT_SRC] != image.sink) {
        violation(number, DMA_SLOT_SRC, found[DMA_SLOT_SRC]);
    }
    if (found[DMA_SLOT_DST] != image.sink) {
        violation(number, DMA_SLOT_DST, found[DMA_SLOT_DST]);
    }
    if (found[DMA_SLOT_LEN] != 0) {
        violation(number, DMA_SLOT_LEN, found[DMA_SLOT_LEN]);
    }
}

static void
audit_channel(uint32_t number)
{
    const struct channel *channel = &channel_table[number];
    /* What AUDIT does not read is a constant, or there is no such register */
    uint32_t found[DMA_SLOTS] = {0, image.sink, image.sink, 0, image.sink};

    if (channel->stopping || channel->state == SLUICE_DMA_RESETTING ||
        channel->state == SLUICE_DMA_BROKEN) {
        return;
    }
    (void)table_run(image.channels[number].binding->audit, channel->slots,
                    found);
    if (arch_io_faulted()) {
        return; /* the next use of the channel finds it so */
    }
    if (found[DMA_SLOT_SINK] != image.sink) {
        violation(number, DMA_SLOT_SINK, found[DMA_SLOT_SINK]);
    } else if (channel->state == SLUICE_DMA_IDLE) {
        audit_idle(number, found);
    } else {
        audit_armed(number, found);
    }
}

void
dma_audit(void)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        audit_channel(i);
    }
}
