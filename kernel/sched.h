/* SPDX-License-Identifier: MIT */
/*
 * Who runs. The running task is in no ready list, so handing over costs one
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

/* Returns: the priority of the most important ready task, or PRIORITIES. */
static inline uint32_t
sched_best(void)
{
    uint32_t map = kernel.ready_map;

    return map == 0 ? PRIORITIES : (uint32_t)__builtin_clz(map);
}

/* The rest of sched_hand_over(). */
COLD struct task *sched_give_way(struct task *woken);

/*
 * Returns: who runs next when `me` has blocked and `woken` has just become
 * runnable and is in no list: it runs directly unless somebody ready is at
 * least as important.
 */
static inline struct task *
sched_hand_over(struct task *woken)
{
    return likely(woken->priority < sched_best()) ? woken
                                                  : sched_give_way(woken);
}

/*
 * Returns: who runs next when the running task `me` goes on and `woken` has
 * just become runnable and is in no list. Requires: nobody else was made ready
 * in this kernel entry.
 */
struct task *sched_preempt(struct task *me, struct task *woken);

/*
 * Effect: the last thing of every kernel entry: accounts the CPU time of the
 * task that is left, audits.
 * Returns: next.
 */
struct task *sched_leave(struct task *next);
