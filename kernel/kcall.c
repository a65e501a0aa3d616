/* SPDX-License-Identifier: MIT */
/* Kernel calls. Request and reply are fixed C structs (sluice/kcall.h). */
#include "kcall.h"

#include <sluice/kcall.h>

#include "fault.h"
#include "irq.h"
#include "kernel.h"
#include "panic.h"
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
        .restarts = task_lives_over(task),
        .pins = (uint32_t)task->lent_pins + task->own_pins,
        .waiting = task->restart_due,
        .cpu_us = timer_to_us(task->cpu),
        .fault = task_fault(task),
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
    if (task->life != TASK_FAULTED || task->fault_kind != SLUICE_FAULT_PANIC) {
        return answer(me, SLUICE_KCALL_NOT_SO, 0);
    }
    if (!umem_allows(me, &room, REGION_WRITE, REGION_DEVICE)) {
        return fault_memory(me, room.base);
    }
    if (text.length > room.length) {
        text.length = room.length;
    }
    int32_t copied = umem_transfer(me, &room, task, &text);
    if (copied < 0) {
        return answer(me, SLUICE_KCALL_CLOSED, 0);
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

/* Returns: the n-th region that the task writes and that is memory, or NULL.
 * Not what is handed on: it may be another's, and is cleared at the end. */
static const struct region *
writable_region(const struct task *task, uint32_t n)
{
    const struct region *region = task->desc->regions;

    for (uint32_t i = 0; i < task->desc->region_count; i++, region++) {
        if ((region->attributes &
             (REGION_WRITE | REGION_DEVICE | REGION_HANDOFF)) == REGION_WRITE &&
            n-- == 0) {
            return region;
        }
    }
    return NULL;
}

static struct task *
kcall_region(struct task *me, struct task *task, uint32_t value)
{
    const struct region *region = writable_region(task, value);
    struct kcall_region reply = {0};

    if (region != NULL) {
        reply.base = region->base;
        reply.size = region->size;
    }
    return answer_with(me, &reply, sizeof reply);
}

/* Whose memory, whose room: a copy of a faulted task's memory. */
static struct task *
end_dump(struct task *me, int32_t copied, uint32_t room)
{
    switch (copied) {
    case UMEM_SOURCE_BAD:
        return refuse(me, SLUICE_USAGE_OFFSET);
    case UMEM_TARGET_BAD:
        return fault_memory(me, room);
    case UMEM_SOURCE_PINNED:
        return answer(me, SLUICE_KCALL_CLOSED, 0);
    case UMEM_TARGET_PINNED:
        return refuse(me, SLUICE_USAGE_PINNED);
    default:
        return answer(me, SLUICE_RC_OK, (uint32_t)copied);
    }
}

static struct task *
kcall_dump(struct task *me, struct task *task, uint32_t value)
{
    struct slice room = {me->context.frame[4], me->context.frame[5]};

    if (room.length > image.message_max) {
        room.length = image.message_max;
    }
    if (task->life != TASK_FAULTED) {
        return answer(me, SLUICE_KCALL_NOT_SO, 0);
    }
    struct slice source = {value, room.length};
    return end_dump(me, umem_transfer(me, &room, task, &source), room.base);
}

static struct task *
kcall_registers(struct task *me, struct task *task, uint32_t value)
{
    struct kcall_registers registers = {.stack = task->context.stack,
                                        .link = task->context.link};

    (void)value;
    if (task->life != TASK_FAULTED) {
        return answer(me, SLUICE_KCALL_NOT_SO, 0);
    }
    for (uint32_t i = 0; i < FRAME_WORDS; i++) {
        registers.words[i] = task->context.frame[i];
    }
    return answer_with(me, &registers, sizeof registers);
}

static struct task *
kcall_feed(struct task *me, struct task *task, uint32_t value)
{
    (void)task;
    (void)value;
    timer_feed_watchdog();
    return answer(me, SLUICE_RC_OK, 0);
}

static struct task *
kcall_system(struct task *me, struct task *task, uint32_t value)
{
    struct kcall_system system = {
        .up_us = timer_to_us(timer_now()),
        .idle_us = timer_to_us(kernel.idle.cpu),
        .blackout = kernel.blackout,
        .counts_per_us = image.time.per_us,
        .strays = kernel.stray_count,
        .stray_line = kernel.stray_line,
        .panic = panic_record.why,
        .panics = panic_record.count,
        .fault = panic_record.fault,
    };

    (void)task;
    (void)value;
    return answer_with(me, &system, sizeof system);
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
    [SLUICE_KCALL_REGION] = kcall_region,
    [SLUICE_KCALL_DUMP] = kcall_dump,
    [SLUICE_KCALL_REGISTERS] = kcall_registers,
    [SLUICE_KCALL_FEED] = kcall_feed,
    [SLUICE_KCALL_SYSTEM] = kcall_system,
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
