/* SPDX-License-Identifier: MIT */
/* Kernel calls. Request and reply are fixed C structs (sluice/kcall.h). */
#include "kcall.h"

#include <sluice/kcall.h>

#include "fault.h"
#include "irq.h"
#include "kernel.h"
#include "port/arch.h"
#include "sched.h"
#include "umem.h"

/* Results are words 0 and 1 of the frame: code, bytes of reply. */
static struct task *
answer(struct task *me, uint32_t rc, uint32_t length)
{
    me->context.frame[0] = rc;
    me->context.frame[1] = length;
    return me;
}

static struct task *
refuse(struct task *me, uint32_t reason)
{
    return fault_usage(me, reason);
}

/* Effect: the reply, whole; a room too small or not mine faults me. */
static struct task *
answer_with(struct task *me, const void *bytes, uint32_t length)
{
    struct slice room = {me->context.frame[4], me->context.frame[5]};

    if (room.length < length) {
        return refuse(me, SLUICE_USAGE_KERNEL_CALL);
    }
    room.length = length;
    if (!umem_write(me, &room, bytes)) {
        return fault_memory(me, room.base);
    }
    return answer(me, SLUICE_RC_OK, length);
}

static uint32_t
waiting_state(const struct task *task)
{
    switch (WAIT_KIND(task->wait)) {
    case WAIT_SEND:
        return SLUICE_STATE_SENDING;
    case WAIT_REPLY:
        return SLUICE_STATE_REPLY;
    case WAIT_RECEIVE:
        return SLUICE_STATE_RECEIVING;
    default:
        return task->parked ? SLUICE_STATE_PARKED : SLUICE_STATE_READY;
    }
}

static uint32_t
state_of(const struct task *task)
{
    switch (task->life) {
    case TASK_STOPPED:
        return SLUICE_STATE_STOPPED;
    case TASK_FAULTED:
        return SLUICE_STATE_FAULTED;
    case TASK_RETIRED:
        return SLUICE_STATE_RETIRED;
    default:
        return waiting_state(task);
    }
}

static struct task *
kcall_status(struct task *me, struct task *task, uint32_t value)
{
    struct kcall_status status = {
        .id = task->id,
        .state = state_of(task),
        .peer =
            task->wait == WAIT_NONE ? SLUICE_ID_NOBODY : WAIT_PEER(task->wait),
        .restarts = task->restarts,
        .pins = (uint32_t)task->lent_pins + task->own_pins,
        .waiting = task->restart_due,
        .cpu_us = timer_to_us(task->cpu),
        .fault = task->fault,
    };

    (void)value;
    return answer_with(me, &status, sizeof status);
}

static struct task *
kcall_restart(struct task *me, struct task *task, uint32_t value)
{
    if (value > 1) {
        return refuse(me, SLUICE_USAGE_KERNEL_CALL);
    }
    if (task->index == SLUICE_SUPERVISOR) {
        return refuse(me, SLUICE_USAGE_TASK);
    }
    uint32_t rc = task_restart(task, value == 1);
    /* Who restarted itself has no call to return from */
    if (task != me) {
        answer(me, rc, 0);
    }
    return sched_next(me);
}

static struct task *
kcall_fault(struct task *me, struct task *task, uint32_t value)
{
    struct fault fault = {SLUICE_FAULT_INJECTED, 0, 0, 0, me->id};

    (void)value;
    if (task->index == SLUICE_SUPERVISOR || task == me) {
        return refuse(me, SLUICE_USAGE_TASK);
    }
    answer(me, SLUICE_RC_OK, 0);
    fault_raise(task, &fault);
    return sched_next(me);
}

static struct task *
kcall_image_id(struct task *me, struct task *task, uint32_t value)
{
    (void)task;
    (void)value;
    return answer_with(me, &image.id, sizeof image.id);
}

static struct task *
kcall_reset(struct task *me, struct task *task, uint32_t value)
{
    (void)task;
    (void)value;
    arch_reset();
    return me;
}

static struct task *
kcall_soft_irq(struct task *me, struct task *task, uint32_t value)
{
    if (!irq_pend(task, value)) {
        return refuse(me, SLUICE_USAGE_IRQ);
    }
    return answer(me, SLUICE_RC_OK, 0);
}

static struct task *
kcall_next_faulted(struct task *me, struct task *task, uint32_t value)
{
    struct kcall_next next = {0};

    (void)value;
    for (uint32_t i = task->index; i < image.task_count; i++) {
        if (task_table[i].life == TASK_FAULTED) {
            next.index = i;
            break;
        }
    }
    return answer_with(me, &next, sizeof next);
}

static struct task *
kcall_panic_text(struct task *me, struct task *task, uint32_t value)
{
    struct slice room = {me->context.frame[4], me->context.frame[5]};
    struct slice text = {task->fault.address, task->fault.detail};

    (void)value;
    if (room.length > image.message_max) {
        room.length = image.message_max;
    }
    if (task->life != TASK_FAULTED || task->fault.kind != SLUICE_FAULT_PANIC) {
        return answer(me, 1, 0); /* it has not panicked */
    }
    if (!umem_allows(me, &room, REGION_WRITE, REGION_DEVICE)) {
        return fault_memory(me, room.base);
    }
    if (text.length > room.length) {
        text.length = room.length;
    }
    int32_t copied = umem_transfer(me, &room, task, &text);
    if (copied < 0) {
        return answer(me, 2, 0); /* its text is not its own, or pinned */
    }
    return answer(me, SLUICE_RC_OK, (uint32_t)copied);
}

static struct task *
kcall_retire(struct task *me, struct task *task, uint32_t value)
{
    (void)value;
    if (task->index == SLUICE_SUPERVISOR || task == me) {
        return refuse(me, SLUICE_USAGE_TASK);
    }
    answer(me, SLUICE_RC_OK, 0);
    task_retire(task);
    return sched_next(me);
}

typedef struct task *kcall_handler(struct task *me, struct task *task,
                                   uint32_t value);

static kcall_handler *const handlers[SLUICE_KCALL_MAX + 1] = {
    [SLUICE_KCALL_STATUS] = kcall_status,
    [SLUICE_KCALL_RESTART] = kcall_restart,
    [SLUICE_KCALL_FAULT] = kcall_fault,
    [SLUICE_KCALL_IMAGE_ID] = kcall_image_id,
    [SLUICE_KCALL_RESET] = kcall_reset,
    [SLUICE_KCALL_SOFT_IRQ] = kcall_soft_irq,
    [SLUICE_KCALL_NEXT_FAULTED] = kcall_next_faulted,
    [SLUICE_KCALL_PANIC_TEXT] = kcall_panic_text,
    [SLUICE_KCALL_RETIRE] = kcall_retire,
};

struct task *
kcall_dispatch(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    uint32_t operation = frame[1];
    struct slice message = {frame[2], frame[3]};
    struct kcall_request request;

    if (operation == 0 || operation > SLUICE_KCALL_MAX ||
        message.length != sizeof request) {
        return refuse(me, SLUICE_USAGE_KERNEL_CALL);
    }
    if ((me->desc->privileges >> operation & 1u) == 0) {
        return refuse(me, SLUICE_USAGE_RIGHT);
    }
    if (!umem_read(me, &message, &request)) {
        return fault_memory(me, message.base);
    }
    if (request.index >= image.task_count) {
        return refuse(me, SLUICE_USAGE_TASK);
    }
    return handlers[operation](me, &task_table[request.index], request.value);
}
