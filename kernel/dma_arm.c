/* SPDX-License-Identifier: MIT */
/*
 * Arming a channel: every check, then the commit, which puts the pins in place
 * before the engine hears of anything.
 *
 * Spec: docs/spec/dma.md#refusals.
 */
#include "dma.h"

#include <stddef.h>

#include "channel.h"
#include "compiler.h"
#include "dma_ends.h"
#include "fault.h"
#include "ipc.h"
#include "kernel.h"
#include "pin.h"
#include "port/arch.h"
#include "sched.h"
#include "table.h"

static bool
is_reached(const struct channel_desc *desc, const struct pin *end)
{
    for (uint32_t i = 0; i < desc->reach_count; i++) {
        uint32_t offset = end->base - desc->reach[i].base;

        if (offset < desc->reach[i].size &&
            end->length <= desc->reach[i].size - offset) {
            return true;
        }
    }
    return end->length == 0;
}

static bool
is_where(const struct dma_where *where, const struct channel *channel)
{
    bool fills = channel->near.written;
    uint32_t source = fills ? channel->far.base : channel->near.base;
    uint32_t target = fills ? channel->near.base : channel->far.base;

    return (source & where->source_mask) == where->source_value &&
           (target & where->target_mask) == where->target_value;
}

/* Returns: the widest way to move this, or NULL. Units are powers of two. */
static const struct dma_variant *
find_variant(const struct channel_desc *desc, const struct channel *channel,
             uint32_t length)
{
    const struct dma_variant *variant = desc->binding->variants;
    uint32_t bits = channel->near.base | channel->far.base | length;

    for (uint32_t i = 0; i < desc->binding->variant_count; i++, variant++) {
        if ((bits & (variant->unit - 1)) == 0 &&
            length <= variant->max_length &&
            (variant->where == NULL || is_where(variant->where, channel))) {
            return variant;
        }
    }
    return NULL;
}

static uint32_t
check_channel(const struct task *me, const struct dma_request *request)
{
    if (unlikely(request->channel >= image.channel_count)) {
        return SLUICE_USAGE_CHANNEL;
    }
    const struct channel_desc *desc = &image.channels[request->channel];
    if (unlikely(desc->owner != me->index)) {
        return SLUICE_USAGE_CHANNEL;
    }
    switch (channel_table[request->channel].state) {
    case SLUICE_DMA_IDLE:
        break;
    case SLUICE_DMA_ARMED:
        return SLUICE_USAGE_CHANNEL;
    case SLUICE_DMA_BROKEN:
        return SLUICE_RC_BROKEN;
    default:
        return SLUICE_RC_BUSY;
    }
    return request->length - 1 < desc->max_length ? DMA_CHECKED
                                                  : SLUICE_USAGE_DMA;
}

/* Effect: the pins, before the engine hears of anything; then the engine. */
static void
commit(struct task *me, const struct dma_request *request,
       const struct dma_variant *variant)
{
    struct channel *channel = &channel_table[request->channel];
    const struct channel_desc *desc = &image.channels[request->channel];
    bool fills = channel->near.written;
    uint32_t results[DMA_SLOTS];

    channel->slots[DMA_SLOT_SRC] =
        fills ? channel->far.base : channel->near.base;
    channel->slots[DMA_SLOT_DST] =
        fills ? channel->near.base : channel->far.base;
    channel->slots[DMA_SLOT_LEN] = request->length;
    channel->owner_id = me->id;
    /* An end that was not heard of yet must not speak for this transfer */
    me->pending &= ~desc->notify_bit;
    channel->arm++;
    channel->residue = request->length;
    channel->status = SLUICE_DMA_OK;
    channel->quality = SLUICE_RESIDUE_UNKNOWN;
    pin_take(&channel->near);
    pin_take(&channel->far);
    me->own_pins++;
    kernel.channels_armed++;
    channel->state = SLUICE_DMA_ARMED;
    timer_set(&channel->timer, timer_now() + timer_from_us(desc->deadline_us));
    if (unlikely(!table_run(variant->arm, channel->slots, results))) {
        channel_kill(request->channel, SLUICE_DMA_ERROR);
    } else if (unlikely(arch_io_faulted())) {
        channel_fault(request->channel);
    }
}

/* Returns: as DMA_CHECKED; then the channel was armed. */
static uint32_t
arm(struct task *me, const struct dma_request *request)
{
    uint32_t answer = check_channel(me, request);

    if (unlikely(answer != DMA_CHECKED)) {
        return answer;
    }
    const struct channel *channel = &channel_table[request->channel];
    const struct channel_desc *desc = &image.channels[request->channel];
    answer = dma_ends_check(me, request);
    if (unlikely(answer != DMA_CHECKED)) {
        return answer;
    }
    const struct dma_variant *variant =
        find_variant(desc, channel, request->length);
    if (unlikely(variant == NULL || !is_reached(desc, &channel->near) ||
                 !is_reached(desc, &channel->far))) {
        return SLUICE_RC_REACH;
    }
    if (pin_conflicts(&channel->near) || pin_conflicts(&channel->far)) {
        return SLUICE_RC_BUSY;
    }
    commit(me, request, variant);
    return DMA_CHECKED;
}

/* Returns: who runs next, after the owner's own misuse. */
static COLD struct task *
refuse(struct task *me, uint32_t answer)
{
    return answer == DMA_FAULTED ? sched_next(me) : fault_usage(me, answer);
}

static bool
is_code(uint32_t answer)
{
    return answer == DMA_CHECKED || answer > SLUICE_RC_SERVER_MAX;
}

struct task *
dma_syscall_arm(struct task *me)
{
    uint32_t *frame = me->context.frame;
    struct dma_request request = {frame[0], frame[1], frame[2], frame[3],
                                  frame[4], frame[5], frame[6]};
    uint32_t answer = arm(me, &request);

    if (unlikely(!is_code(answer))) {
        return refuse(me, answer);
    }
    frame[0] = answer;
    return sched_next(me);
}

/* Effect: the results of a receive that did not take place. */
static COLD struct task *
answer_unarmed(struct task *me, uint32_t code)
{
    uint32_t *frame = me->context.frame;

    frame[0] = SLUICE_ID_NOBODY;
    for (uint32_t i = 1; i < 6; i++) {
        frame[i] = 0;
    }
    frame[6] = code;
    return sched_next(me);
}

/*
 * A transfer that is over at once costs neither an interrupt nor a second call.
 * One that ends between the look and the receive is caught by its interrupt.
 */
struct task *
dma_syscall_arm_receive(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    struct dma_request request = {
        frame[0] & 0xffu, frame[1],       (frame[0] >> 8) & 0xffu,
        frame[2],         frame[0] >> 16, frame[3],
        frame[4]};
    struct slice buffer = {frame[5], frame[6]};

    if (unlikely(!ipc_buffer_ok(me, &buffer))) {
        return fault_memory(me, buffer.base);
    }
    uint32_t answer = arm(me, &request);
    if (unlikely(answer != DMA_CHECKED)) {
        return is_code(answer) ? answer_unarmed(me, answer)
                               : refuse(me, answer);
    }
    if (likely(channel_table[request.channel].state == SLUICE_DMA_ARMED)) {
        channel_service(request.channel);
    }
    /* The look may have woken others, when it came to a reset of the domain */
    return sched_next(ipc_receive(me, &buffer,
                                  image.channels[request.channel].notify_bit,
                                  SLUICE_ID_NOBODY));
}
