/* SPDX-License-Identifier: MIT */
/*
 * What happens to a channel, apart from arming (dma_arm.c): interrupts, its
 * timer, the end of a task, its owner's calls, boot. What is then done is in
 * channel.c.
 *
 * Spec: docs/spec/dma.md.
 */
#include "dma.h"

#include <stddef.h>

#include "channel.h"
#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "panic.h"
#include "pin.h"
#include "port/arch.h"
#include "sched.h"
#include "table.h"

static const struct dma_binding *
binding_of(uint32_t number)
{
    return image.channels[number].binding;
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
        channel_poll(number);
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
    channel->stopping =
        channel->state == SLUICE_DMA_ARMED &&
        (owned || channel->near.lender == task || channel->far.lender == task);
}

static void
mark_all(const struct task *task)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        mark(i, task);
    }
}

static void
kill_marked(void)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (channel_table[i].stopping) {
            channel_kill(i, SLUICE_DMA_CANCELLED);
        }
    }
}

void
dma_task_ended(struct task *task)
{
    if (kernel.channels_armed != 0) {
        mark_all(task);
        kill_marked();
    }
}

/* Returns: whether a channel before this one has set their controller up. */
static bool
shares_init(uint32_t number)
{
    for (uint32_t i = 0; i < number; i++) {
        if (binding_of(i)->init == binding_of(number)->init) {
            return true;
        }
    }
    return false;
}

/* Effect: INIT, once for each controller. Where it fails all are BROKEN. */
static void
init_controller(uint32_t number)
{
    uint32_t results[DMA_SLOTS];
    const struct dma_op *init = binding_of(number)->init;

    if (shares_init(number) ||
        (table_run(init, channel_table[number].slots, results) &&
         !arch_io_faulted())) {
        return;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (binding_of(i)->init == init) {
            channel_table[i].state = SLUICE_DMA_BROKEN;
        }
    }
}

/* Effect: ROUTE, and the channel's lines. */
static void
init_route(uint32_t number)
{
    const struct channel_desc *desc = &image.channels[number];
    struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS];

    if (channel->state == SLUICE_DMA_IDLE && desc->binding->route != NULL &&
        (!table_run(desc->binding->route, channel->slots, results) ||
         arch_io_faulted())) {
        channel->state = SLUICE_DMA_BROKEN;
    }
    for (uint32_t i = 0; i < desc->line_count; i++) {
        arch_line_enable(desc->lines[i]);
    }
}

static void
init_one(uint32_t number)
{
    struct channel *channel = &channel_table[number];

    channel->slots[DMA_SLOT_SINK] = image.sink;
    timer_init(&channel->timer, TIMER_CHANNEL, number);
    channel->state = SLUICE_DMA_IDLE;
}

/*
 * Effect: what FINI wrote at boot, to a controller whose clock INIT has yet to
 * switch on, is written again. One that moves now is nobody's to stop: reset.
 */
static void
init_scrub(uint32_t number)
{
    const struct channel *channel = &channel_table[number];
    uint32_t results[DMA_SLOTS] = {0};

    if (channel->state == SLUICE_DMA_IDLE &&
        !table_finish(binding_of(number), channel->slots, results)) {
        panic_note(SLUICE_PANIC_BOOT_BUSY, 0, number);
    }
}

void
dma_init(void)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        init_one(i);
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        init_controller(i);
        init_route(i);
        init_scrub(i);
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
