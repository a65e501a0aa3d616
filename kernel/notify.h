/* SPDX-License-Identifier: MIT */
/* Notifications: 32 sticky bits per task. Spec: docs/spec/ipc.md. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler.h"
#include "task.h"

/*
 * Effect: the bits are pending; if the task receives with one of them in its
 * mask, they are delivered.
 * Returns: whether they were; then the task is runnable and in no list, and the
 * caller hands it to sched.c.
 */
bool notify_deliver(struct task *task, uint32_t bits);

/* The same, and a task that was woken is made ready. */
void notify_post(struct task *task, uint32_t bits);

/* Effect: takes these pending bits, as the results of a receive. */
void notify_fill(struct task *task, uint32_t bits);

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
    notify_fill(task, bits);
    return true;
}

struct task *notify_syscall_post(struct task *me);
