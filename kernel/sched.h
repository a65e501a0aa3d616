/* SPDX-License-Identifier: MIT */
/*
 * Who runs. The running task is in no ready ring, so handing over costs one
 * compare. Invariant at every kernel exit: nobody ready is more important than
 * the task that runs.
 */
#pragma once

#include "compiler.h"
#include "kernel.h"

/* Effect: the task is ready, behind its equals. */
void sched_ready(struct task *task);

/* Effect: a ready task is taken out (its incarnation ended). */
void sched_unready(struct task *task);

/*
 * Returns: who runs next: `me` if it can and nobody ready is more important
 * (else it goes before its equals), or the most important ready, or idle.
 * `me` may be idle, or a task that has just blocked or ended.
 */
struct task *sched_next(struct task *me);

/* The rest of sched_hand_over(). */
COLD struct task *sched_give_way(struct task *woken);

/*
 * Returns: who runs next when `me` has blocked and `woken` has just become
 * runnable and is in no ring: it runs directly unless somebody ready is at
 * least as important.
 */
static inline struct task *
sched_hand_over(struct task *woken)
{
    return likely(woken->importance > kernel.ready_map) ? woken
                                                        : sched_give_way(woken);
}

/* Effect: a task that could go on goes before its equals. */
static inline void
sched_set_aside(struct task *me)
{
    if (me->importance != 0) {
        link_insert(kernel.ready[__builtin_clz(me->importance)].next,
                    &me->link);
        kernel.ready_map |= me->importance;
    }
}

/*
 * Returns: who runs next when the running task `me` goes on and `woken` has
 * just become runnable and is in no ring. Requires: nobody else was made ready
 * in this kernel entry.
 */
static inline struct task *
sched_preempt(struct task *me, struct task *woken)
{
    if (likely(woken->importance > me->importance)) {
        sched_set_aside(me);
        return woken;
    }
    sched_ready(woken);
    return me;
}

/*
 * Effect: at the end of an interrupt, goes on with the channels that are marked
 * to be stopped.
 * Returns: who runs next, when that was to be `next`.
 */
static inline struct task *
sched_stop_rest(struct task *next)
{
    if (likely(!kernel.stops_due)) {
        return next;
    }
    dma_stop_marked();
    return sched_next(next);
}
