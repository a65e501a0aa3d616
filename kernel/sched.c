/* SPDX-License-Identifier: MIT */
/*
 * The ready queue: a list per priority and a map of those that are not empty.
 * Every verb here costs the same for any number of tasks.
 */
#include "sched.h"

#include "compiler.h"
#include "port/arch.h"

static uint32_t
bit_of(const struct task *task)
{
    return 0x80000000u >> task->desc->priority;
}

static struct task_list *
list_of(const struct task *task)
{
    return &kernel.ready[task->desc->priority];
}

/* Returns: the priority of the most important ready task, or PRIORITIES. */
static uint32_t
best_ready(void)
{
    uint32_t map = kernel.ready_map;

    return map == 0 ? PRIORITIES : (uint32_t)__builtin_clz(map);
}

static bool
can_run(const struct task *task)
{
    return task->life == TASK_ALIVE && task->wait == WAIT_NONE && !task->parked;
}

void
sched_ready(struct task *task)
{
    /* The running task is in no list; sched_next() will find that it can run */
    if (task == kernel.current) {
        return;
    }
    task_list_push(list_of(task), task);
    kernel.ready_map |= bit_of(task);
}

void
sched_unready(struct task *task)
{
    if (task == kernel.current) {
        return;
    }
    task_list_remove(list_of(task), task);
    if (list_of(task)->first == NULL) {
        kernel.ready_map &= ~bit_of(task);
    }
}

static struct task *
take_best(uint32_t best)
{
    struct task_list *list = &kernel.ready[best];
    struct task *task = list->first;

    task_list_remove(list, task);
    if (list->first == NULL) {
        kernel.ready_map &= ~(0x80000000u >> best);
    }
    return task;
}

struct task *
sched_next(struct task *me)
{
    uint32_t best = best_ready();

    if (can_run(me)) {
        if (me->desc->priority <= best) {
            return me;
        }
        task_list_push_front(list_of(me), me);
        kernel.ready_map |= bit_of(me);
    }
    return best == PRIORITIES ? &kernel.idle : take_best(best);
}

struct task *
sched_hand_over(struct task *woken)
{
    if (likely(woken->desc->priority < best_ready())) {
        return woken;
    }
    sched_ready(woken);
    return take_best(best_ready());
}

struct task *
sched_preempt(struct task *me, struct task *woken)
{
    if (woken->desc->priority < me->desc->priority) {
        task_list_push_front(list_of(me), me);
        kernel.ready_map |= bit_of(me);
        return woken;
    }
    sched_ready(woken);
    return me;
}

struct task *
sched_leave(struct task *next)
{
    struct task *ran = kernel.current;

    if (next != ran) {
        uint32_t now = arch_counts_since_tick();

        ran->cpu += now - kernel.charged;
        kernel.charged = now;
        kernel.current = next;
    }
    dma_audit();
    return next;
}
