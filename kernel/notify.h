/* SPDX-License-Identifier: MIT */
/* Notifications: 32 sticky bits per task. Spec: docs/spec/ipc.md. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler.h"
#include "task.h"

/* Effect: the bits are pending; a task that waits for one of them is ready. */
void notify_post(struct task *task, uint32_t bits);

/* Effect: these bits are the results of a receive. */
static inline void
notify_fill(struct task *task, uint32_t bits)
{
    uint32_t *frame = task->context.frame;

    frame[0] = SLUICE_ID_KERNEL;
    frame[1] = bits;
    frame[2] = 0;
    frame[3] = 0;
    frame[4] = 0;
    frame[5] = 0;
    frame[6] = SLUICE_RC_OK;
}

/*
 * Effect: if bits of the mask are pending, takes them and fills the results of
 * a receive into the frame.
 * Returns: whether it did.
 */
static inline bool
notify_take(struct task *task, uint32_t mask)
{
    uint32_t bits = task->pending & mask;

    if (likely(bits == 0)) {
        return false;
    }
    task->pending &= ~bits;
    notify_fill(task, bits);
    return true;
}

/* The rest of notify_deliver(), for a receive from one peer. Returns: true. */
COLD bool notify_leave(struct task *task, uint32_t taken);

/*
 * Effect: the bits are pending; if the task receives with one of them in its
 * mask, they are delivered.
 * Returns: whether they were; then the task is runnable and in no ring, and the
 * caller hands it to sched.c.
 */
static inline bool
notify_deliver(struct task *task, uint32_t bits)
{
    uint32_t pending = task->pending | bits;
    /* The mask is 0 unless the task receives */
    uint32_t taken = pending & task->mask;

    if (taken == 0) {
        /* Posted to a task that is not started yet, they wait for its start */
        task->pending = pending;
        return false;
    }
    task->pending = pending & ~taken;
    if (unlikely(task->wait != WAIT_OPEN)) {
        return notify_leave(task, taken);
    }
    task->wait = WAIT_NONE;
    task->mask = 0;
    notify_fill(task, taken);
    return true;
}

struct task *notify_syscall_post(struct task *me);
