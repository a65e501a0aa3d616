/* SPDX-License-Identifier: MIT */
/*
 * The ready queue: a ring per priority and a map of those that are not empty.
 * Every verb here costs the same for any number of tasks.
 */
#include "sched.h"

/* Requires: not idle. */
static struct link *
ring_of(const struct task *task)
{
    return &kernel.ready[__builtin_clz(task->importance)];
}

static bool
can_run(const struct task *task)
{
    return task->life == TASK_ALIVE && task->wait == WAIT_NONE && !task->parked;
}

void
sched_ready(struct task *task)
{
    /* The running task is in no ring; sched_next() will find that it can run */
    if (task == kernel.current) {
        return;
    }
    link_insert(ring_of(task), &task->link);
    kernel.ready_map |= task->importance;
}

static void
take_out(struct task *task)
{
    link_remove(&task->link);
    if (link_is_empty(ring_of(task))) {
        kernel.ready_map &= ~task->importance;
    }
}

void
sched_unready(struct task *task)
{
    if (task != kernel.current) {
        take_out(task);
    }
}

static struct task *
take_best(void)
{
    struct task *best =
        task_of(kernel.ready[__builtin_clz(kernel.ready_map)].next);

    take_out(best);
    return best;
}

struct task *
sched_next(struct task *me)
{
    if (can_run(me)) {
        /* Says: the map has no bit above mine, as halves, so nothing wraps */
        if (kernel.ready_map >> 1 < me->importance) {
            return me;
        }
        sched_set_aside(me);
    }
    return kernel.ready_map == 0 ? &kernel.idle : take_best();
}

struct task *
sched_give_way(struct task *woken)
{
    sched_ready(woken);
    return sched_next(&kernel.idle);
}
