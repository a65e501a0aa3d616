/* SPDX-License-Identifier: MIT */
/*
 * Tasks. The end of an incarnation is one function, in order; so is the next
 * beginning, which waits until no engine can touch the task's memory.
 */
#include "task.h"

#include <stddef.h>

#include "dedicated.h"
#include "handoff.h"
#include "irq.h"
#include "kernel.h"
#include "notify.h"
#include "port/arch.h"
#include "sched.h"

/* Entry code finds these without a compiler's help. */
_Static_assert(offsetof(struct task, context) == 0, "entry code");
_Static_assert(offsetof(struct kernel, current) == 0, "entry code");
_Static_assert(sizeof(void *) != 4 ||
                   (offsetof(struct task, protection) == 48 &&
                    offsetof(struct task, cpu) == 152 &&
                    offsetof(struct kernel, charged) == 4 &&
                    offsetof(struct kernel, clock) == 8),
               "entry code");

/* Requires: a task of this importance may send to `peer`. */
static struct link *
ring_of(struct task *peer, uint32_t importance)
{
    uint32_t priority = (uint32_t)__builtin_clz(importance);

    return &peer->desc->senders[priority - peer->desc->sender_first];
}

void
task_queue(struct task *peer, struct task *task)
{
    task->wait = WAIT_SEND | peer->id;
    peer->senders |= task->importance;
    link_insert(ring_of(peer, task->importance), &task->link);
}

/* A bit whose ring turns out to be empty is cleared: once for each that waited.
 */
struct task *
task_best_sender(struct task *peer)
{
    while (peer->senders != 0) {
        uint32_t best =
            FIRST_PRIORITY >> (uint32_t)__builtin_clz(peer->senders);
        struct link *ring = ring_of(peer, best);

        if (!link_is_empty(ring)) {
            return task_of(ring->next);
        }
        peer->senders &= ~best;
    }
    return NULL;
}

/* Effect: a fresh life from the constant descriptor. Nothing can fail. */
static void
begin(struct task *task, bool run)
{
    const struct task_desc *desc = task->desc;

    arch_context_reset(&task->context, desc->entry, desc->stack_limit,
                       desc->stack_top);
    /* Also what became pending since the end speaks for the life before */
    irq_task_ended(task);
    task->restart_due = false;
    task->parked = false;
    task->wait = WAIT_NONE;
    task->mask = 0;
    task->life = run ? TASK_ALIVE : TASK_STOPPED;
    if (run) {
        sched_ready(task);
    }
}

static void
init_one(uint32_t index)
{
    struct task *task = &task_table[index];
    const struct task_desc *desc = &image.tasks[index];

    task->desc = desc;
    task->index = (uint8_t)index;
    task->importance = FIRST_PRIORITY >> desc->priority;
    task->context.extra = desc->extra;
    task->id = index | (1u << SLUICE_ID_GENERATION_SHIFT);
    task->protection =
        desc->changing != NULL ? desc->changing : desc->protection;
    task->home.base = desc->regions[0].base;
    /* Where an engine may write, nothing is taken on trust */
    task->home.length = (desc->regions[0].attributes & REGION_DMA) == 0
                            ? desc->regions[0].size
                            : 0;
    task->fault.by = SLUICE_ID_NOBODY;
    link_init(&task->peers);
    for (uint32_t i = 0; i < desc->sender_rings; i++) {
        link_init(&desc->senders[i]);
    }
    timer_init(&task->timer, TIMER_TASK, index);
    begin(task, desc->start);
}

void
task_init(void)
{
    kernel.current = &kernel.idle;
    kernel.idle.index = NO_TASK;
    kernel.idle.protection = arch_idle_init(&kernel.idle.context);
    for (uint32_t i = 0; i < PRIORITIES; i++) {
        link_init(&kernel.ready[i]);
    }
    for (uint32_t i = 0; i < image.task_count; i++) {
        init_one(i);
    }
}

void
task_leave(struct task *task)
{
    /* NOBODY and KERNEL have an index that no task has, and no ring */
    if (task->wait != WAIT_NONE &&
        (task->wait & SLUICE_ID_INDEX_MASK) != NO_TASK) {
        link_remove(&task->link);
    }
}

void
task_wake(struct task *task)
{
    task->wait = WAIT_NONE;
    task->mask = 0;
    if (task->lent_pins != 0) {
        task->parked = true;
        return;
    }
    sched_ready(task);
}

void
task_tell_dead(struct task *waiter, bool receives, uint32_t new_id)
{
    uint32_t *frame = waiter->context.frame;

    if (!receives) {
        frame[0] = SLUICE_RC_DEAD;
        frame[1] = 0;
        frame[2] = new_id;
        return;
    }
    frame[0] = new_id;
    for (uint32_t i = 1; i < 6; i++) {
        frame[i] = 0;
    }
    frame[6] = SLUICE_RC_DEAD;
}

static void
release_one(struct task *task, struct task *waiter)
{
    link_remove(&waiter->link);
    task_tell_dead(waiter, WAIT_KIND(waiter->wait) == WAIT_RECEIVE, task->id);
    task_wake(waiter);
}

/* Effect: whoever waits for this task is told that it is dead. */
static void
release(struct task *task)
{
    struct task *sender;

    while ((sender = task_first_sender(task)) != NULL) {
        release_one(task, sender);
    }
    while (!link_is_empty(&task->peers)) {
        release_one(task, task_of(task->peers.next));
    }
}

/* Effect: takes it out of whatever ring it is in. */
static void
withdraw(struct task *task)
{
    if (task->wait != WAIT_NONE) {
        task_leave(task);
    } else if (!task->parked) {
        sched_unready(task);
    }
    task->parked = false;
    task->wait = WAIT_NONE;
    task->mask = 0;
    task->pending = 0;
}

static void
advance_generation(struct task *task)
{
    if (task->id >> SLUICE_ID_GENERATION_SHIFT >= SLUICE_ID_GENERATION_MAX) {
        task->life = TASK_RETIRED; /* ids are never used twice */
        return;
    }
    task->id += 1u << SLUICE_ID_GENERATION_SHIFT;
}

void
task_end(struct task *task)
{
    withdraw(task);
    timer_cancel(&task->timer);
    task->life = TASK_STOPPED;
    advance_generation(task);
    /* Load-bearing: before the stops, which leave what they may to an interrupt
     * that waits: one of the task's own never comes. */
    irq_task_ended(task);
    /* Load-bearing: before waiters are released, or they would run while an
     * engine still moves their bytes. Those that can't be stopped at once keep
     * their pins, and task_wake() parks whoever lent. */
    dma_task_ended(task);
    dedicated_task_ended(task);
    handoff_settle(task);
    release(task);
}

uint32_t
task_restart(struct task *task, bool run)
{
    if (task->life == TASK_ALIVE) {
        task_end(task);
    }
    if (task->life == TASK_RETIRED) {
        return SLUICE_RC_DEAD;
    }
    if ((task->lent_pins | task->own_pins) != 0) {
        task->restart_due = true;
        task->restart_runs = run;
        return SLUICE_RC_PINNED;
    }
    begin(task, run);
    return SLUICE_RC_OK;
}

void
task_retire(struct task *task)
{
    if (task->life == TASK_ALIVE) {
        task_end(task);
    }
    task->restart_due = false;
    task->life = TASK_RETIRED;
    release(task);
}

void
task_unpinned(struct task *task)
{
    if (task->life != TASK_ALIVE) {
        handoff_settle(task);
    }
    if (task->restart_due) {
        if ((task->lent_pins | task->own_pins) == 0) {
            begin(task, task->restart_runs);
            notify_post(&task_table[SLUICE_SUPERVISOR],
                        SLUICE_NOTIFY_RESTARTED);
        }
        return;
    }
    if (task->parked && task->lent_pins == 0) {
        task->parked = false;
        sched_ready(task);
    }
}
