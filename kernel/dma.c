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

/* Effect: an interrupt while nothing is armed: silenced, else ignored. */
static COLD void
stray(struct channel *channel)
{
    uint32_t results[DMA_SLOTS];

    (void)table_run(channel->desc->binding->ack, channel->slots, results);
    if (arch_io_faulted()) {
        channel_fault(channel);
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
    struct channel *channel = &channel_table[number];

    switch (channel->state) {
    case SLUICE_DMA_ARMED:
    case SLUICE_DMA_DRAINING:
        channel_service(channel);
        break;
    case SLUICE_DMA_BROKEN:
        mask_lines(channel->desc);
        break;
    default:
        stray(channel);
        break;
    }
}

void
dma_timer(uint32_t number)
{
    struct channel *channel = &channel_table[number];

    if (channel->state == SLUICE_DMA_ARMED) {
        channel_stop(channel, SLUICE_DMA_LATE);
    } else if (channel->state == SLUICE_DMA_DRAINING) {
        channel_poll(channel);
    }
}

/* Returns: whether it has to stop because this task's incarnation is over. */
static bool
concerns(const struct channel *channel, const struct task *task)
{
    return channel->state == SLUICE_DMA_ARMED &&
           (channel->desc->owner == task->index ||
            channel->near.lender == task || channel->far.lender == task);
}

static void
mark_all(const struct task *task)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (concerns(&channel_table[i], task)) {
            channel_table[i].stopping = true;
        }
    }
}

/* Returns: the first that is marked, or NULL. */
static struct channel *
find_marked(void)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (channel_table[i].stopping) {
            return &channel_table[i];
        }
    }
    return NULL;
}

COLD void
dma_stop_marked(void)
{
    struct channel *channel;

    while ((channel = find_marked()) != NULL) {
        channel_kill(channel, SLUICE_DMA_CANCELLED);
        if (arch_interrupt_waits()) {
            return; /* the rest at the end of that kernel entry */
        }
    }
    kernel.stops_due = false;
}

void
dma_task_ended(struct task *task)
{
    if (kernel.channels_armed != 0) {
        mark_all(task);
        kernel.stops_due = true;
        dma_stop_marked();
    }
}

static void
init_one(uint32_t number)
{
    struct channel *channel = &channel_table[number];

    channel->desc = &image.channels[number];
    channel->slots[DMA_SLOT_SINK] = image.sink;
    timer_init(&channel->timer, TIMER_CHANNEL, number);
    channel->state = SLUICE_DMA_IDLE;
}

/* Effect: no channel of the controller can be used. */
static COLD void
break_controller(const struct channel *failed)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        if (channel_table[i].desc->binding->init ==
            failed->desc->binding->init) {
            channel_table[i].state = SLUICE_DMA_BROKEN;
        }
    }
}

/*
 * Effect: INIT, ROUTE and the lines. What FINI wrote at boot, to a controller
 * whose clock INIT has yet to switch on, is written again. One that moves now
 * is nobody's to stop: reset.
 */
static void
init_registers(struct channel *channel)
{
    const struct channel_desc *desc = channel->desc;
    uint32_t results[DMA_SLOTS];

    if (channel->state == SLUICE_DMA_IDLE && !channel_set_up(channel)) {
        break_controller(channel);
    }
    if (channel->state == SLUICE_DMA_IDLE &&
        !table_finish(desc->binding, channel->slots, results)) {
        panic_note(SLUICE_PANIC_BOOT_BUSY, 0, channel->timer.index);
    }
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
    for (uint32_t i = 0; i < image.channel_count; i++) {
        init_registers(&channel_table[i]);
    }
}

struct task *
dma_syscall_stop(struct task *me)
{
    uint32_t *frame = me->context.frame;
    struct channel *channel = channel_of(me, frame[0]);

    if (unlikely(channel == NULL)) {
        return fault_usage(me, SLUICE_USAGE_CHANNEL);
    }
    /* commit */
    frame[0] =
        channel->state == SLUICE_DMA_BROKEN ? SLUICE_RC_BROKEN : SLUICE_RC_OK;
    if (channel->state == SLUICE_DMA_ARMED) {
        channel_stop(channel, SLUICE_DMA_CANCELLED);
    }
    return sched_next(me);
}

struct task *
dma_syscall_result(struct task *me)
{
    uint32_t *frame = me->context.frame;
    const struct channel *channel = channel_of(me, frame[0]);

    if (unlikely(channel == NULL)) {
        return fault_usage(me, SLUICE_USAGE_CHANNEL);
    }
    frame[0] = channel->arm;
    frame[1] = channel->state;
    frame[2] = channel->status;
    frame[3] = channel->residue;
    frame[4] = channel->quality;
    return me;
}
