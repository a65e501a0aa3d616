/* SPDX-License-Identifier: MIT */
/*
 * The state machine of a channel: everything after arming (dma_arm.c).
 *
 * A transfer ends in one place, channel_close(): idle was seen, FINI has read
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
#include "dma.h"

#include <stddef.h>

#include "channel.h"
#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "notify.h"
#include "panic.h"
#include "pin.h"
#include "port/arch.h"
#include "sched.h"
#include "table.h"

/* Channels are numbered in a byte of the system call. */
#define CHANNEL_MASK 0xffu

static const struct dma_binding *
binding_of(uint32_t number)
{
    return image.channels[number].binding;
}

/* Returns: what IDLE says. Not to be believed if a bus fault is pending. */
static bool
channel_is_idle(uint32_t number)
{
    uint32_t results[DMA_SLOTS] = {0};

    return table_run(binding_of(number)->idle, channel_table[number].slots,
                     results);
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
    struct task *lender =
        channel->near.lender != NULL ? channel->near.lender : channel->far.lender;

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

static COLD void domain_reset(uint32_t number);

/*
 * Effect: the end of a transfer.
 * Requires: IDLE came true, or the domain was reset.
 */
static void
channel_close(uint32_t number)
{
    uint32_t results[DMA_SLOTS] = {0};
    bool done = table_run(binding_of(number)->fini, channel_table[number].slots,
                          results);

    /* Load-bearing: asks for ACK, STOP and IDLE too, before pins drop */
    if (unlikely(!done || arch_io_faulted())) {
        domain_reset(number);
        return;
    }
    record_end(number, results[DMA_GET_RESIDUE]);
    release(number);
}

static COLD void
panic_stuck(uint32_t number)
{
    channel_table[number].state = SLUICE_DMA_RESETTING;
    panic_note(PANIC_DRAIN, 0, number);
}

/* Effect: after a RESET: the controller set up anew, each member seen idle. */
static void
recover(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    if (!table_run(binding_of(number)->init, channel->slots, results) ||
        !channel_is_idle(number)) {
        panic_stuck(number);
    } else if (channel->state == SLUICE_DMA_RESETTING) {
        channel_close(number);
    } else if (!table_run(binding_of(number)->fini, channel->slots, results)) {
        panic_stuck(number);
    }
}

/*
 * Effect: resets everything that shares this channel's RESET table; transfers
 * end with status reset. Nothing may be half done: what can't be reset or is
 * not idle afterwards resets the system.
 */
static COLD void
domain_reset(uint32_t number)
{
    const struct dma_op *reset = binding_of(number)->reset;
    uint32_t results[DMA_SLOTS] = {0};

    if (reset == NULL ||
        channel_table[number].state == SLUICE_DMA_RESETTING ||
        !table_run(reset, channel_table[number].slots, results)) {
        panic_stuck(number);
        return;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (binding_of(i)->reset == reset && pin_is_held_by(&channel_table[i])) {
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

/* Effect: a bus fault in a table: the engine's state is not known any more. */
static COLD void
channel_fault(uint32_t number)
{
    struct channel *channel = &channel_table[number];

    if (channel->state == SLUICE_DMA_IDLE) {
        channel->state = SLUICE_DMA_BROKEN;
    } else {
        domain_reset(number);
    }
}

/* Effect: the memory stays pinned while a timer looks for idle. */
static void
drain(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t period = image.channels[number].drain_period_us;

    channel->state = SLUICE_DMA_DRAINING;
    channel->stopping = false;
    channel->polls = 0;
    timer_set(&channel->timer, timer_now() + timer_from_us(period));
}

void
channel_kill(uint32_t number, uint8_t status)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    channel->status = status;
    /* Its polls may run out; only IDLE decides */
    (void)table_run(binding_of(number)->stop, channel->slots, results);
    if (likely(channel_is_idle(number))) {
        channel_close(number);
    } else if (arch_io_faulted()) {
        channel_fault(number);
    } else {
        drain(number);
    }
}

void
channel_service(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    (void)table_run(binding_of(number)->ack, channel->slots, results);
    if (results[DMA_GET_ERROR] != 0 && channel->status == SLUICE_DMA_OK) {
        channel->status = SLUICE_DMA_ERROR;
    }
    if (likely(channel_is_idle(number))) {
        channel_close(number);
    } else if (arch_io_faulted()) {
        channel_fault(number);
    } else if (channel->state == SLUICE_DMA_DRAINING) {
        return;
    } else if (channel->status == SLUICE_DMA_ERROR) {
        channel_kill(number, SLUICE_DMA_ERROR);
    } else if (results[DMA_GET_DONE] != 0) {
        drain(number);
    }
}

/* Effect: stops a transfer, unless it has come to its end already. */
static void
channel_stop(uint32_t number, uint8_t status)
{
    channel_service(number);
    if (channel_table[number].state == SLUICE_DMA_ARMED) {
        channel_kill(number, status);
    }
}

static void
drain_poll(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    const struct channel_desc *desc = &image.channels[number];

    channel_service(number);
    if (channel->state != SLUICE_DMA_DRAINING) {
        return;
    }
    channel->polls++;
    if (channel->polls >= desc->drain_limit) {
        domain_reset(number);
        return;
    }
    timer_set(&channel->timer,
              timer_now() + timer_from_us(desc->drain_period_us));
}

/* Effect: an interrupt while nothing is armed: silenced, else ignored. */
static COLD void
stray(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    (void)table_run(binding_of(number)->ack, channel->slots, results);
    if (arch_io_faulted()) {
        channel_fault(number);
    }
}

static COLD void
mask_lines(const struct channel_desc *desc)
{
    for (uint32_t i = 0; i < desc->line_count; i++) {
        arch_line_disable(desc->lines[i]);
    }
}

void
dma_irq(uint32_t number)
{
    switch (channel_table[number].state) {
    case SLUICE_DMA_ARMED:
    case SLUICE_DMA_DRAINING:
        channel_service(number);
        break;
    case SLUICE_DMA_BROKEN:
        mask_lines(&image.channels[number]);
        break;
    default:
        stray(number);
        break;
    }
}

void
dma_timer(uint32_t number)
{
    switch (channel_table[number].state) {
    case SLUICE_DMA_ARMED:
        channel_stop(number, SLUICE_DMA_LATE);
        break;
    case SLUICE_DMA_DRAINING:
        drain_poll(number);
        break;
    default:
        break;
    }
}

/* Effect: marks what has to stop because this task's incarnation is over. */
static void
mark(uint32_t number, const struct task *task)
{
    struct channel *channel = &channel_table[number];
    bool owned = image.channels[number].owner == task->index;

    if (!pin_is_held_by(channel)) {
        return;
    }
    if (owned) {
        channel->owner_id = SLUICE_ID_NOBODY;
    }
    channel->stopping = channel->state == SLUICE_DMA_ARMED &&
                        (owned || channel->near.lender == task ||
                         channel->far.lender == task);
}

void
dma_task_ended(struct task *task)
{
    if (kernel.channels_armed == 0) {
        return;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        mark(i, task);
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (channel_table[i].stopping) {
            channel_kill(i, SLUICE_DMA_CANCELLED);
        }
    }
}

/* Effect: INIT, unless a channel before this one has the same. */
static void
init_controller(uint32_t number)
{
    const struct dma_op *init = binding_of(number)->init;
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    for (uint32_t i = 0; i < number; i++) {
        if (binding_of(i)->init == init) {
            channel->state = channel_table[i].state;
            return;
        }
    }
    if (!table_run(init, channel->slots, results) || arch_io_faulted()) {
        channel->state = SLUICE_DMA_BROKEN;
    }
}

static void
init_one(uint32_t number)
{
    struct channel *channel = &channel_table[number];
    const struct channel_desc *desc = &image.channels[number];

    channel->slots[DMA_SLOT_SINK] = image.sink;
    channel->timer.kind = TIMER_CHANNEL;
    channel->timer.index = (uint8_t)number;
    channel->owner_id = SLUICE_ID_NOBODY;
    channel->state = SLUICE_DMA_IDLE;
    init_controller(number);
    for (uint32_t i = 0; i < desc->line_count; i++) {
        arch_line_enable(desc->lines[i]);
    }
}

void
dma_init(void)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        init_one(i);
    }
}

/* Returns: true if the task owns this channel. */
static bool
owns(const struct task *me, uint32_t number)
{
    return number < image.channel_count &&
           image.channels[number].owner == me->index;
}

struct task *
dma_syscall_stop(struct task *me)
{
    uint32_t *frame = me->context.frame;
    uint32_t number = frame[0];

    if (unlikely(!owns(me, number))) {
        return fault_usage(me, SLUICE_USAGE_CHANNEL);
    }
    /* commit */
    frame[0] = SLUICE_RC_OK;
    if (channel_table[number].state == SLUICE_DMA_ARMED) {
        channel_stop(number, SLUICE_DMA_CANCELLED);
    } else if (channel_table[number].state == SLUICE_DMA_BROKEN) {
        frame[0] = SLUICE_RC_BROKEN;
    }
    return sched_next(me);
}

struct task *
dma_syscall_result(struct task *me)
{
    uint32_t *frame = me->context.frame;
    uint32_t number = frame[0];

    if (unlikely(!owns(me, number))) {
        return fault_usage(me, SLUICE_USAGE_CHANNEL);
    }
    const struct channel *channel = &channel_table[number];
    frame[0] = channel->arm;
    frame[1] = channel->state;
    frame[2] = channel->status;
    frame[3] = channel->residue;
    frame[4] = channel->quality;
    return me;
}
