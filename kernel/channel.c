/* SPDX-License-Identifier: MIT */
/*
 * How a transfer ends. There is one way, finish(): idle was seen, FINI has read
 * the residue and pointed every address at the sink, and only then are pins
 * dropped and the owner told. Whatever interrupts, timers or tasks claim, they
 * only make the kernel look.
 *
 * An engine that does not stop climbs a ladder: the bounded STOP, a drain
 * polled by timer with its memory still pinned, the reset of its domain, the
 * reset of the system. No step hands memory back early.
 *
 * Spec: docs/spec/dma.md.
 */
#include "channel.h"

#include <stddef.h>

#include "compiler.h"
#include "kernel.h"
#include "notify.h"
#include "panic.h"
#include "pin.h"
#include "port/arch.h"
#include "table.h"

static const struct dma_binding *
binding_of(uint32_t number)
{
    return image.channels[number].binding;
}

/*
 * An interrupt of a transfer that is over says nothing. While other channels
 * are armed the line may be speaking for one of them: then the stray interrupt
 * is taken, and does no harm.
 */
static void
clear_lines(const struct channel_desc *desc)
{
    if (kernel.channels_armed != 0) {
        return;
    }
    for (uint32_t i = 0; i < desc->line_count; i++) {
        arch_line_clear(desc->lines[i]);
    }
}

/* Effect: what is known of a transfer that is over. */
static void
record_end(uint32_t number, uint32_t residue)
{
    struct channel *channel = &channel_table[number];
    uint32_t length = channel->slots[DMA_SLOT_LEN];

    if (channel->status == SLUICE_DMA_RESET) {
        return; /* what the counter says is of no transfer: all may be left */
    }
    channel->quality = (uint8_t)binding_of(number)->residue;
    /* An engine may lie, but not beyond what it was asked for */
    channel->residue = residue < length ? residue : length;
    if (channel->status == SLUICE_DMA_OK && residue != 0 &&
        channel->quality != SLUICE_RESIDUE_UNKNOWN) {
        channel->status = SLUICE_DMA_ERROR;
    }
}

/*
 * Effect: pins drop, then the owner is told, then whoever waited for the pins
 * goes on. In this order: a driver that hears of the end may reply at once.
 */
static void
release(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    const struct channel_desc *desc = &image.channels[number];
    struct task *owner = &task_table[desc->owner];
    struct task *lender = channel->near.lender != NULL ? channel->near.lender
                                                       : channel->far.lender;

    channel->state = SLUICE_DMA_IDLE;
    channel->stopping = false;
    timer_cancel(&channel->timer);
    kernel.channels_armed--;
    clear_lines(desc);
    pin_drop(&channel->near);
    pin_drop(&channel->far);
    owner->own_pins--;
    if (owner->id == channel->owner_id) {
        notify_post(owner, desc->notify_bit);
    } else {
        task_unpinned(owner);
    }
    if (lender != NULL) {
        task_unpinned(lender);
    }
}

/* Effect: the first that is known of how a transfer ends stays. */
static void
note_error(struct channel *channel, const uint32_t *results)
{
    if (results[DMA_GET_ERROR] != 0 && channel->status == SLUICE_DMA_OK) {
        channel->status = SLUICE_DMA_ERROR;
    }
}

enum look { LOOK_BUSY, LOOK_CLOSED, LOOK_FAULTED };

/*
 * Effect: if the engine is idle, the end of the transfer. The flags are read
 * after IDLE came true, so none can rise unseen in between.
 * Returns: LOOK_FAULTED if a register could not be reached, by this or by what
 * was run before: nothing that was read is to be believed, and the pins stay.
 */
static enum look
finish(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};
    bool idle = table_finish(binding_of(number), channel->slots, results);

    if (unlikely(arch_io_faulted())) {
        return LOOK_FAULTED;
    }
    if (unlikely(!idle)) {
        return LOOK_BUSY;
    }
    note_error(channel, results);
    record_end(number, results[DMA_GET_RESIDUE]);
    release(number);
    return LOOK_CLOSED;
}

/* Effect: INIT and ROUTE. Returns: false if one failed or faulted. */
bool
channel_set_up(uint32_t number)
{
    const struct dma_binding *binding = binding_of(number);
    const uint32_t *slots = channel_table[number].slots;
    uint32_t results[DMA_SLOTS];

    return table_run(binding->init, slots, results) &&
           (binding->route == NULL ||
            table_run(binding->route, slots, results)) &&
           !arch_io_faulted();
}

static COLD void
panic_stuck(uint32_t number)
{
    channel_table[number].state = SLUICE_DMA_RESETTING;
    panic_note(SLUICE_PANIC_DRAIN, 0, number);
}

/* Effect: after a RESET: the controller set up anew, each member seen idle. */
static void
recover(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};
    bool idle = channel_set_up(number);

    if (idle && channel->state == SLUICE_DMA_RESETTING) {
        idle = finish(number) == LOOK_CLOSED;
    } else if (idle) {
        idle = table_finish(binding_of(number), channel->slots, results) &&
               !arch_io_faulted();
    }
    if (!idle) {
        panic_stuck(number);
    }
}

/*
 * Effect: resets everything that shares this channel's RESET table; transfers
 * end with status reset. Nothing may be half done: what can't be reset or is
 * not idle afterwards resets the system.
 */
static COLD void
channel_reset(uint32_t number)
{
    const struct dma_op *reset = binding_of(number)->reset;
    uint32_t results[DMA_SLOTS] = {0};

    if (reset == NULL || channel_table[number].state == SLUICE_DMA_RESETTING ||
        !table_run(reset, channel_table[number].slots, results)) {
        panic_stuck(number);
        return;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (binding_of(i)->reset == reset &&
            pin_is_held_by(&channel_table[i])) {
            channel_table[i].state = SLUICE_DMA_RESETTING;
            channel_table[i].status = SLUICE_DMA_RESET;
        }
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (binding_of(i)->reset == reset &&
            channel_table[i].state != SLUICE_DMA_BROKEN) {
            recover(i);
        }
    }
}

COLD void
channel_fault(uint32_t number)
{
    struct channel *channel = &channel_table[number];

    if (channel->state == SLUICE_DMA_IDLE) {
        channel->state = SLUICE_DMA_BROKEN;
    } else {
        channel_reset(number);
    }
}

/* Effect: the memory stays pinned while a timer looks for idle. */
static void
drain(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t period = image.channels[number].drain_period_us;

    channel->state = SLUICE_DMA_DRAINING;
    channel->polls = 0;
    timer_set(&channel->timer, timer_now() + timer_from_us(period));
}

/*
 * Effect: a transfer whose engine is idle is closed; a bus fault since the
 * kernel last asked resets the domain.
 * Returns: false if the engine is busy.
 */
static bool
close_if_idle(uint32_t number)
{
    enum look look = finish(number);

    if (unlikely(look == LOOK_FAULTED)) {
        channel_reset(number);
    }
    return look != LOOK_BUSY;
}

void
channel_kill(uint32_t number, uint8_t status)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    channel->status = status;
    channel->stopping = false;
    /* Its polls may run out; only IDLE decides */
    (void)table_run(binding_of(number)->stop, channel->slots, results);
    if (!close_if_idle(number)) {
        drain(number);
    }
}

/* Effect: what the flags of a busy engine ask for. */
static void
heed_flags(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    (void)table_run(binding_of(number)->ack, channel->slots, results);
    note_error(channel, results);
    /* Again: it may have come to its end before its flags were cleared */
    if (close_if_idle(number) || channel->state == SLUICE_DMA_DRAINING) {
        return;
    }
    if (channel->status == SLUICE_DMA_ERROR) {
        channel_kill(number, SLUICE_DMA_ERROR);
    } else if (results[DMA_GET_DONE] != 0) {
        drain(number);
    }
}

void
channel_service(uint32_t number)
{
    if (!likely(close_if_idle(number))) {
        heed_flags(number);
    }
}

void
channel_stop(uint32_t number, uint8_t status)
{
    channel_service(number);
    if (channel_table[number].state == SLUICE_DMA_ARMED) {
        channel_kill(number, status);
    }
}

void
channel_poll(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    const struct channel_desc *desc = &image.channels[number];

    channel_service(number);
    if (channel->state != SLUICE_DMA_DRAINING) {
        return;
    }
    if (channel->status == SLUICE_DMA_OK) {
        /* It had said done, and was given one period: now it is stopped */
        channel_kill(number, SLUICE_DMA_ERROR);
        return;
    }
    channel->polls++;
    if (channel->polls >= desc->drain_limit) {
        channel_reset(number);
        return;
    }
    /* From when it was due, not from now: a tick late each time would double
     * the bound that the manifest was checked against. */
    timer_set(&channel->timer,
              channel->timer.deadline + timer_from_us(desc->drain_period_us));
}
