/* SPDX-License-Identifier: MIT */
/* Notifications: posted by tasks with the right, by the kernel without. */
#include "notify.h"

#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "sched.h"

void
notify_fill(struct task *task, uint32_t bits)
{
    uint32_t *frame = task->context.frame;

    task->pending &= ~bits;
    frame[0] = SLUICE_ID_KERNEL;
    frame[1] = bits;
    frame[2] = 0;
    frame[3] = 0;
    frame[4] = 0;
    frame[5] = 0;
    frame[6] = SLUICE_RC_OK;
}

bool
notify_deliver(struct task *task, uint32_t bits)
{
    /* Posted to a task that is not started yet, they wait for its start */
    task->pending |= bits;
    /* The mask is 0 unless the task receives */
    if ((task->pending & task->mask) == 0) {
        return false;
    }
    notify_fill(task, task->pending & task->mask);
    if (unlikely(task->wait != (WAIT_RECEIVE | SLUICE_ID_NOBODY))) {
        task_leave(task);
    }
    task->wait = WAIT_NONE;
    task->mask = 0;
    return true;
}

void
notify_post(struct task *task, uint32_t bits)
{
    if (notify_deliver(task, bits)) {
        sched_ready(task);
    }
}

static bool
may_post(const struct task *me, uint32_t index, uint32_t bits)
{
    for (uint32_t i = 0; i < me->desc->post_count; i++) {
        if (me->desc->posts[i].index == index) {
            return (bits & ~me->desc->posts[i].bits) == 0;
        }
    }
    return false;
}

struct task *
notify_syscall_post(struct task *me)
{
    uint32_t *frame = me->context.frame;
    struct task *to = task_by_index(frame[0]);
    uint32_t bits = frame[1];

    if (unlikely(to == NULL)) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (unlikely(!may_post(me, to->index, bits))) {
        return fault_usage(me, SLUICE_USAGE_RIGHT);
    }
    bool is_current = to->id == frame[0] && to->life != TASK_RETIRED;
    frame[0] = is_current ? SLUICE_RC_OK : SLUICE_RC_DEAD;
    frame[1] = to->id;
    if (is_current && notify_deliver(to, bits)) {
        return sched_preempt(me, to);
    }
    return me;
}
