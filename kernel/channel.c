/* SPDX-License-Identifier: MIT */
/*
 * How a transfer ends. There is one way, conclude(): idle was seen, ACK has
 * read the flags, FINI has read the residue and pointed every address at the
 * sink, and only then are pins dropped and the owner told. Whatever interrupts,
 * timers or tasks claim, they only make the kernel look.
 *
 * An engine that does not stop climbs a ladder: the bounded STOP, a drain
 * polled by timer with its memory still pinned, the reset of its domain, the
 * reset of the system. No step hands memory back early.
 *
 * Spec: docs/spec/dma.md.
 */
#include "channel.h"

#include <stddef.h>

#include "notify.h"
#include "panic.h"
#include "pin.h"
#include "port/arch.h"
#include "stream.h"
#include "table.h"

static bool
run(const struct channel *channel, const struct dma_op *table,
    uint32_t *results)
{
    return table_run(table, channel->slots, results);
}

/*
 * An interrupt of a transfer that is over says nothing. While other channels
 * are armed the line may be speaking for one of them: then the stray interrupt
 * is taken, and does no harm.
 */
static void
clear_lines(const struct channel_desc *desc)
{
    for (uint32_t i = 0; i < desc->line_count; i++) {
        arch_line_clear(desc->lines[i]);
    }
}

/* Effect: the first that is known of how a transfer ends stays. */
static void
note_error(struct channel *channel)
{
    if (channel->status == SLUICE_DMA_OK) {
        channel->status = SLUICE_DMA_ERROR;
    }
}

/* Effect: what is known of a transfer that is over. */
static void
record_end(struct channel *channel, const uint32_t *results)
{
    uint32_t length = channel->slots[DMA_SLOT_LEN];
    uint32_t residue = results[DMA_GET_RESIDUE];
    bool is_known;

    channel->quality = (uint8_t)channel->desc->binding->residue;
    if (unlikely(channel->status == SLUICE_DMA_RESET)) {
        /* The count was reset with the engine */
        channel->quality = SLUICE_RESIDUE_UNKNOWN;
        residue = length;
    }
    /* An engine may lie, but not beyond what it was asked for */
    channel->residue = residue < length ? residue : length;
    is_known = channel->quality != SLUICE_RESIDUE_UNKNOWN;
    if (results[DMA_GET_ERROR] != 0 ||
        (is_known ? residue != 0 : channel->stopped)) {
        note_error(channel);
    }
}

/*
 * Effect: the end: pins drop, then the owner is told, then whoever waited for
 * the pins goes on. In this order: a driver that hears of it may reply at once.
 */
static void
conclude(struct channel *channel, const uint32_t *results)
{
    struct task *owner = &task_table[channel->desc->owner];
    struct task *lender = channel->near.lender != NULL ? channel->near.lender
                                                       : channel->far.lender;

    record_end(channel, results);
    if (unlikely(stream_goes_on(channel))) {
        return;
    }
    channel->state = SLUICE_DMA_IDLE;
    channel->stopping = false;
    timer_cancel(&channel->timer);
    pin_drop(channel);
    if (likely(kernel.channels_armed == 0)) {
        clear_lines(channel->desc);
    }
    if (likely(owner->id == channel->owner_id)) {
        notify_post(owner, channel->desc->notify_bit);
    } else {
        task_unpinned(owner);
    }
    if (lender != NULL) {
        task_unpinned(lender);
    }
}

enum look { LOOK_BUSY, LOOK_IDLE, LOOK_FAULTED };

/*
 * Effect: if the engine is idle its flags and residue are read, then it is
 * scrubbed. None can rise unseen: the flags are read after IDLE came true.
 * Returns: LOOK_FAULTED if a register could not be reached, by this or by what
 * was run before: nothing that was read is to be believed.
 */
static enum look
look(const struct channel *channel, uint32_t *results)
{
    bool idle = table_finish(channel->desc->binding, channel->slots, results);

    /* Load-bearing: asks for ACK and STOP too, before pins drop */
    if (unlikely(arch_io_faulted())) {
        return LOOK_FAULTED;
    }
    return likely(idle) ? LOOK_IDLE : LOOK_BUSY;
}

/* Returns: whether a channel before this one has set their controller up. */
static bool
is_initialised(const struct channel *channel)
{
    for (const struct channel *c = channel_table; c < channel; c++) {
        if (c->desc->binding->init == channel->desc->binding->init &&
            c->state != SLUICE_DMA_BROKEN) {
            return true;
        }
    }
    return false;
}

bool
channel_set_up(const struct channel *channel)
{
    const struct dma_binding *binding = channel->desc->binding;
    uint32_t results[DMA_SLOTS];

    return (is_initialised(channel) || run(channel, binding->init, results)) &&
           (binding->route == NULL || run(channel, binding->route, results)) &&
           !arch_io_faulted();
}

static COLD void
panic_stuck(struct channel *channel)
{
    channel->state = SLUICE_DMA_RESETTING;
    panic_note(SLUICE_PANIC_DRAIN, 0, channel->timer.index);
}

/* Returns: whether the registers themselves say that they were scrubbed. */
static bool
is_scrubbed(const struct channel *channel)
{
    uint32_t found[DMA_SLOTS] = {0, image.sink, image.sink, 0, image.sink};

    return run(channel, channel->desc->binding->audit, found) &&
           !arch_io_faulted() && found[DMA_SLOT_SRC] == image.sink &&
           found[DMA_SLOT_DST] == image.sink && found[DMA_SLOT_LEN] == 0 &&
           found[DMA_SLOT_SINK] == image.sink;
}

/* Effect: after a RESET: the controller set up anew, each member at rest. */
static void
recover(struct channel *channel)
{
    uint32_t results[DMA_SLOTS] = {0};

    if (!channel_set_up(channel) || look(channel, results) != LOOK_IDLE ||
        !is_scrubbed(channel)) {
        panic_stuck(channel);
    } else if (channel->state == SLUICE_DMA_RESETTING) {
        conclude(channel, results);
    }
}

/* Returns: the next member of a domain, or NULL. */
static struct channel *
next_member(struct channel *channel, const struct dma_op *reset)
{
    struct channel *end = &channel_table[image.channel_count];

    while (channel < end && (channel->desc->binding->reset != reset ||
                             channel->state == SLUICE_DMA_BROKEN)) {
        channel++;
    }
    return channel < end ? channel : NULL;
}

/*
 * Effect: resets everything that shares this channel's RESET table; transfers
 * end with status reset. Nothing may be half done: what can't be reset or is
 * not at rest afterwards resets the system.
 */
static COLD void
channel_reset(struct channel *channel)
{
    const struct dma_op *reset = channel->desc->binding->reset;
    uint32_t results[DMA_SLOTS];
    struct channel *member;

    if (reset == NULL || channel->state == SLUICE_DMA_RESETTING ||
        !run(channel, reset, results) || arch_io_faulted()) {
        panic_stuck(channel);
        return;
    }
    for (member = channel_table; (member = next_member(member, reset)) != NULL;
         member++) {
        if (pin_is_held_by(member)) {
            member->state = SLUICE_DMA_RESETTING;
            member->status = SLUICE_DMA_RESET;
        }
    }
    for (member = channel_table; (member = next_member(member, reset)) != NULL;
         member++) {
        recover(member);
    }
}

COLD void
channel_fault(struct channel *channel)
{
    if (channel->state == SLUICE_DMA_IDLE) {
        channel->state = SLUICE_DMA_BROKEN;
    } else {
        channel_reset(channel);
    }
}

COLD void
channel_drain(struct channel *channel)
{
    channel->state = SLUICE_DMA_DRAINING;
    channel->polls = 0;
    timer_set(&channel->timer,
              timer_now() + timer_from_us(channel->desc->drain_period_us));
}

/*
 * Effect: a transfer whose engine is idle is closed; a bus fault since the
 * kernel last asked resets the domain.
 * Returns: false if the engine is busy.
 */
static bool
close_if_idle(struct channel *channel)
{
    uint32_t results[DMA_SLOTS];

    results[DMA_GET_RESIDUE] = 0;
    results[DMA_GET_ERROR] = 0;
    switch (look(channel, results)) {
    case LOOK_IDLE:
        conclude(channel, results);
        return true;
    case LOOK_FAULTED:
        channel_reset(channel);
        return true;
    default:
        return false;
    }
}

COLD void
channel_kill(struct channel *channel, uint8_t status)
{
    uint32_t results[DMA_SLOTS];

    channel->status = status;
    channel->stopping = false;
    channel->stopped = true;
    /* Its polls may run out; only IDLE decides */
    (void)run(channel, channel->desc->binding->stop, results);
    if (!close_if_idle(channel)) {
        channel_drain(channel);
    }
}

/* Effect: what the flags of a busy engine ask for. */
static COLD void
heed_flags(struct channel *channel)
{
    uint32_t results[DMA_SLOTS] = {0};

    (void)run(channel, channel->desc->binding->ack, results);
    if (results[DMA_GET_ERROR] != 0) {
        note_error(channel);
    }
    /* Again: it may have come to its end before its flags were cleared */
    if (close_if_idle(channel)) {
        return;
    }
    if (channel->status == SLUICE_DMA_ERROR && !channel->stopped) {
        channel_kill(channel, SLUICE_DMA_ERROR);
    } else if (results[DMA_GET_DONE] != 0 &&
               channel->state == SLUICE_DMA_ARMED) {
        channel_drain(channel);
    }
}

void
channel_service(struct channel *channel)
{
    if (!likely(close_if_idle(channel))) {
        heed_flags(channel);
    }
}

void
channel_stop(struct channel *channel, uint8_t status)
{
    channel_service(channel);
    if (channel->state == SLUICE_DMA_ARMED) {
        channel_kill(channel, status);
    }
}

void
channel_poll(struct channel *channel)
{
    const struct channel_desc *desc = channel->desc;

    channel_service(channel);
    if (channel->state != SLUICE_DMA_DRAINING) {
        return;
    }
    if (!channel->stopped) {
        /* It had said done, and was given one period */
        channel_kill(channel, channel->status);
        return;
    }
    channel->polls++;
    if (channel->polls >= desc->drain_limit) {
        channel_reset(channel);
        return;
    }
    /* From when it was due, not from now: a tick late each time would double
     * the bound that the manifest was checked against. */
    timer_set(&channel->timer,
              channel->timer.deadline + timer_from_us(desc->drain_period_us));
}
