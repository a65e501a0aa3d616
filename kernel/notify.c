/* SPDX-License-Identifier: MIT */
/* Notifications: posted by tasks with the right, by the kernel without. */
#include "notify.h"

#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "sched.h"

bool
notify_leave(struct task *task, uint32_t taken)
{
    task_leave(task);
    task->wait = WAIT_NONE;
    task->mask = 0;
    notify_fill(task, taken);
    return true;
}

void
notify_post(struct task *task, uint32_t bits)
{
    if (notify_deliver(task, bits)) {
        sched_ready(task);
    }
}

static inline bool
may_post(const struct task *me, uint32_t index, uint32_t bits)
{
    const struct post_right *right = me->desc->posts;

    if (unlikely(right == NULL)) {
        return false;
    }
    while (right->index != index) {
        if (right->index == NO_TASK) {
            return false;
        }
        right++;
    }
    return (bits & ~right->bits) == 0;
}

struct task *
notify_syscall_post(struct task *me)
{
    uint32_t *frame = me->context.frame;
    uint32_t id = frame[0];
    uint32_t bits = frame[1];
    struct task *to = task_by_index(id);

    if (unlikely(to == NULL)) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (unlikely(!may_post(me, id & SLUICE_ID_INDEX_MASK, bits))) {
        return fault_usage(me, SLUICE_USAGE_RIGHT);
    }
    frame[0] = SLUICE_RC_OK;
    frame[1] = to->id;
    if (likely(to->id == id) && notify_deliver(to, bits)) {
        return sched_preempt(me, to);
    }
    if (to->id != id || to->life == TASK_RETIRED) {
        frame[0] = SLUICE_RC_DEAD;
    }
    return me;
}
