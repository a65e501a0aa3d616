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
#include "dma_ends.h"
#include "fault.h"
#include "ipc.h"
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
is_where(const struct dma_where *where, const uint32_t *slots)
{
    return (slots[DMA_SLOT_SRC] & where->source_mask) == where->source_value &&
           (slots[DMA_SLOT_DST] & where->target_mask) == where->target_value;
}

/* Returns: the widest way to move this, or NULL. Units are powers of two. */
static const struct dma_variant *
find_variant(const struct channel *channel)
{
    const struct dma_binding *binding = channel->desc->binding;
    const struct dma_variant *variant = binding->variants;
    const uint32_t *slots = channel->slots;
    uint32_t length = slots[DMA_SLOT_LEN];
    uint32_t bits = slots[DMA_SLOT_SRC] | slots[DMA_SLOT_DST] | length;

    for (uint32_t i = 0; i < binding->variant_count; i++, variant++) {
        if ((bits & (variant->unit - 1)) == 0 &&
            length <= variant->max_length &&
            (variant->where == NULL || is_where(variant->where, slots))) {
            return variant;
        }
    }
    return NULL;
}

/* Returns: why a channel that is not IDLE can't be armed. */
static COLD uint32_t
refuse_state(const struct channel *channel)
{
    if (channel->state == SLUICE_DMA_ARMED) {
        return SLUICE_USAGE_CHANNEL;
    }
    return channel->state == SLUICE_DMA_BROKEN ? SLUICE_RC_BROKEN
                                               : SLUICE_RC_BUSY;
}

/*
 * Effect: the pins, before the engine hears of anything; then the engine. The
 * caller sets the deadline, if the transfer is not over by then.
 */
static void
commit(struct task *me, struct channel *channel,
       const struct dma_variant *variant)
{
    uint32_t results[DMA_SLOTS];

    channel->owner_id = me->id;
    /* An end that was not heard of yet must not speak for this transfer */
    me->pending &= ~channel->desc->notify_bit;
    channel->arm++;
    channel->residue = channel->slots[DMA_SLOT_LEN];
    channel->status = SLUICE_DMA_OK;
    channel->quality = SLUICE_RESIDUE_UNKNOWN;
    channel->stopped = false;
    channel->variant = variant;
    channel->half = 0;
    channel->laps = 0;
    channel->lost = 0;
    pin_take(channel);
    channel->state = SLUICE_DMA_ARMED;
    if (unlikely(!table_run(variant->arm, channel->slots, results))) {
        channel_kill(channel, SLUICE_DMA_ERROR);
    } else if (unlikely(arch_io_faulted())) {
        channel_fault(channel);
    }
}

static void
set_deadline(struct channel *channel)
{
    if (channel->state == SLUICE_DMA_ARMED && channel->desc->deadline_us != 0) {
        timer_set(&channel->timer,
                  timer_now() + timer_from_us(channel->desc->deadline_us));
    }
}

/* Returns: as DMA_CHECKED; then the channel was armed. */
static inline uint32_t
arm(struct task *me, struct channel *channel, const struct dma_request *request)
{
    const struct dma_variant *variant;
    uint32_t answer;

    if (unlikely(channel == NULL)) {
        return SLUICE_USAGE_CHANNEL;
    }
    if (unlikely(channel->state != SLUICE_DMA_IDLE)) {
        return refuse_state(channel);
    }
    if (unlikely(
            request->length - 1 >= channel->desc->max_length ||
            (channel->desc->deadline_us == 0 && request->length % 2 != 0))) {
        return SLUICE_USAGE_DMA;
    }
    answer = dma_ends_check(me, channel, request);
    if (unlikely(answer != DMA_CHECKED)) {
        return answer;
    }
    variant = find_variant(channel);
    if (unlikely(variant == NULL ||
                 !is_reached(channel->desc, &channel->near) ||
                 !is_reached(channel->desc, &channel->far))) {
        return SLUICE_RC_REACH;
    }
    if (pin_conflicts(channel)) {
        return SLUICE_RC_BUSY;
    }
    commit(me, channel, variant);
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
    struct channel *channel = channel_of(me, frame[0]);
    struct dma_request request = {frame[1], frame[2], frame[3],
                                  frame[4], frame[5], frame[6]};
    uint32_t answer = arm(me, channel, &request);

    if (unlikely(!is_code(answer))) {
        return refuse(me, answer);
    }
    frame[0] = answer;
    if (likely(answer == DMA_CHECKED)) {
        set_deadline(channel);
    }
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
 * A transfer that is over at once costs neither a deadline, an interrupt nor a
 * second call. One that ends between the look and the receive is caught by its
 * interrupt.
 */
struct task *
dma_syscall_arm_receive(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    struct channel *channel = channel_of(me, frame[0] & 0xffu);
    struct dma_request request = {frame[1], (frame[0] >> 8) & 0xffu,
                                  frame[2], frame[0] >> 16,
                                  frame[3], frame[4]};
    struct slice buffer = {frame[5], frame[6]};

    if (unlikely(!ipc_buffer_ok(me, &buffer))) {
        return fault_memory(me, buffer.base);
    }
    uint32_t answer = arm(me, channel, &request);
    if (unlikely(answer != DMA_CHECKED)) {
        return is_code(answer) ? answer_unarmed(me, answer)
                               : refuse(me, answer);
    }
    if (likely(channel->state == SLUICE_DMA_ARMED)) {
        channel_service(channel);
        set_deadline(channel);
    }
    /* The look may have woken others, when it came to a reset of the domain */
    return sched_next(
        ipc_receive(me, &buffer, channel->desc->notify_bit, SLUICE_ID_NOBODY));
}
