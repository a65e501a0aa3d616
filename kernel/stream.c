/* SPDX-License-Identifier: MIT */
/*
 * Mode stream: a transfer that goes on and on through a buffer of two halves.
 * The engine is never cyclic: each half is a transfer of its own, closed and
 * scrubbed like any other, and the next one is armed at once, under the pins
 * of the first. So each address register names a pinned range at all times, on
 * every controller, and a stop has nothing special to stop.
 *
 * Spec: docs/spec/dma.md#stream.
 */
#include "stream.h"

#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "notify.h"
#include "port/arch.h"
#include "table.h"

/* Effect: the slots name the half that comes next. */
static void
turn(struct channel *channel)
{
    uint32_t slot = channel->near.written ? DMA_SLOT_DST : DMA_SLOT_SRC;

    channel->half ^= 1u;
    channel->laps += channel->half == 0;
    channel->slots[slot] =
        channel->near.base + channel->half * channel->slots[DMA_SLOT_LEN];
}

bool
stream_goes_on(struct channel *channel)
{
    struct task *owner = &task_table[channel->desc->owner];
    uint32_t results[DMA_SLOTS];

    if (channel->desc->deadline_us != 0 || channel->status != SLUICE_DMA_OK ||
        channel->stopped || owner->id != channel->owner_id) {
        return false;
    }
    turn(channel);
    /* The half that the engine now takes was done two ends ago: nobody heard */
    channel->lost += (owner->pending & channel->desc->notify_bit) != 0;
    channel->state = SLUICE_DMA_ARMED;
    timer_cancel(&channel->timer);
    if (unlikely(!table_run(channel->variant->arm, channel->slots, results) ||
                 arch_io_faulted())) {
        /* Not stopped here, which would end where this began: at the poll */
        channel->status = SLUICE_DMA_ERROR;
        channel_drain(channel);
        return true;
    }
    notify_post(owner, channel->desc->notify_bit);
    return true;
}

/* Returns: bytes of the half that are not known to have been moved. */
static uint32_t
left_of(const struct channel *channel)
{
    uint32_t length = channel->slots[DMA_SLOT_LEN];
    const struct dma_binding *binding = channel->desc->binding;
    uint32_t results[DMA_SLOTS];

    if (channel->state == SLUICE_DMA_IDLE &&
        channel->quality != SLUICE_RESIDUE_UNKNOWN) {
        return channel->residue;
    }
    if (channel->state == SLUICE_DMA_ARMED &&
        binding->residue != SLUICE_RESIDUE_UNKNOWN &&
        table_peek(binding->fini, channel->slots, results) &&
        !arch_io_faulted() && results[DMA_GET_RESIDUE] < length) {
        return results[DMA_GET_RESIDUE];
    }
    return length;
}

struct task *
stream_syscall_position(struct task *me)
{
    uint32_t *frame = me->context.frame;
    const struct channel *channel = channel_of(me, frame[0]);

    if (channel == NULL || channel->desc->deadline_us != 0) {
        return fault_usage(me, SLUICE_USAGE_CHANNEL);
    }
    frame[0] = channel->arm;
    frame[1] =
        (channel->half + 1u) * channel->slots[DMA_SLOT_LEN] - left_of(channel);
    frame[2] = channel->laps;
    frame[3] = channel->lost;
    return me;
}
