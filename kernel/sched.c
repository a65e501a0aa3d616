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
    return 0x80000000u >> task->priority;
}

static struct task_list *
list_of(const struct task *task)
{
    return &kernel.ready[task->priority];
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
    uint32_t best = sched_best();

    if (can_run(me)) {
        if (me->priority <= best) {
            return me;
        }
        task_list_push_front(list_of(me), me);
        kernel.ready_map |= bit_of(me);
    }
    return best == PRIORITIES ? &kernel.idle : take_best(best);
}

struct task *
sched_give_way(struct task *woken)
{
    sched_ready(woken);
    return sched_next(&kernel.idle);
}

/* Effect: a task that could go on goes before its equals. */
static void
set_aside(struct task *me)
{
    if (me != &kernel.idle) {
        task_list_push_front(list_of(me), me);
        kernel.ready_map |= bit_of(me);
    }
}

struct task *
sched_preempt(struct task *me, struct task *woken)
{
    if (likely(woken->priority < me->priority)) {
        set_aside(me);
        return woken;
    }
    sched_ready(woken);
    return me;
}

/*
 * Effect: the time since the last charge is the task's that ran. A counter that
 * stands below what was charged has wrapped: its tick waits to be taken.
 */
static void
charge(struct task *ran)
{
    uint32_t now = arch_counter();

    if (now < kernel.charged) {
        now += image.time.period;
    }
    ran->cpu += now - kernel.charged;
    kernel.charged = now;
}

struct task *
sched_leave(struct task *next)
{
    struct task *ran = kernel.current;

    if (next != ran) {
        kernel.current = next;
        charge(ran);
    }
    dma_audit();
    return next;
}
