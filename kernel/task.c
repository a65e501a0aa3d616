/* SPDX-License-Identifier: MIT */
/*
 * Tasks. The end of an incarnation is one function, in order; so is the next
 * beginning, which waits until no engine can touch the task's memory.
 */
#include "task.h"

#include <stddef.h>

#include "irq.h"
#include "kernel.h"
#include "notify.h"
#include "port/arch.h"
#include "sched.h"

/* Entry code finds these without a compiler's help. */
_Static_assert(offsetof(struct task, context) == 0, "entry code");
_Static_assert(offsetof(struct kernel, current) == 0, "entry code");
_Static_assert(sizeof(void *) != 4 || offsetof(struct task, protection) == 48,
               "entry code");

/* Walks from the back: costs those that wait and are less important. */
void
task_list_insert(struct task_list *list, struct task *task)
{
    struct task *before = list->last;

    while (before != NULL && before->priority > task->priority) {
        before = before->previous;
    }
    if (before == NULL) {
        task_list_push_front(list, task);
        return;
    }
    task->previous = before;
    task->next = before->next;
    if (before->next == NULL) {
        list->last = task;
    } else {
        before->next->previous = task;
    }
    before->next = task;
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
    task->priority = desc->priority;
    task->id = index | (1u << SLUICE_ID_GENERATION_SHIFT);
    task->protection = desc->protection;
    task->home.base = desc->regions[0].base;
    task->home.length = desc->regions[0].size;
    task->fault.by = SLUICE_ID_NOBODY;
    timer_init(&task->timer, TIMER_TASK, index);
    begin(task, desc->start);
}

void
task_init(void)
{
    kernel.current = &kernel.idle;
    kernel.idle.index = NO_TASK;
    kernel.idle.priority = PRIORITIES; /* less important than any task */
    kernel.idle.protection = arch_idle_init(&kernel.idle.context);
    for (uint32_t i = 0; i < image.task_count; i++) {
        init_one(i);
    }
}

void
task_leave(struct task *task)
{
    uint32_t kind = WAIT_KIND(task->wait);
    struct task *peer = task_by_index(WAIT_PEER(task->wait));

    /* An open receive waits for nobody in particular and is in no list */
    if (kind == WAIT_NONE || peer == NULL) {
        return;
    }
    task_list_remove(kind == WAIT_SEND ? &peer->senders : &peer->waiters, task);
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

/* Effect: fixes the results of a call whose peer is gone. */
static void
tell_dead(struct task *waiter, uint32_t new_id)
{
    uint32_t *frame = waiter->context.frame;

    if (WAIT_KIND(waiter->wait) == WAIT_RECEIVE) {
        frame[0] = new_id;
        for (uint32_t i = 1; i < 6; i++) {
            frame[i] = 0;
        }
        frame[6] = SLUICE_RC_DEAD;
        return;
    }
    frame[0] = SLUICE_RC_DEAD;
    frame[1] = 0;
    frame[2] = new_id;
}

static void
release(struct task_list *list, uint32_t new_id)
{
    while (list->first != NULL) {
        struct task *waiter = list->first;

        task_list_remove(list, waiter);
        tell_dead(waiter, new_id);
        task_wake(waiter);
    }
}

/* Effect: takes it out of whatever list it is in. */
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
    task->restarts++;
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
    /* Load-bearing: before waiters are released, or they would run while an
     * engine still moves their bytes. Those that can't be stopped at once keep
     * their pins, and task_wake() parks whoever lent. */
    dma_task_ended(task);
    irq_task_ended(task);
    release(&task->waiters, task->id);
    release(&task->senders, task->id);
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
    release(&task->senders, task->id);
    release(&task->waiters, task->id);
}

void
task_unpinned(struct task *task)
{
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
