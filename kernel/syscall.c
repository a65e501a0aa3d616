/* SPDX-License-Identifier: MIT */
/*
 * System calls: number to handler. Each handler finds its arguments in the
 * caller's frame, leaves its results there, and returns who runs next.
 */
#include <sluice/abi.h>

#include "compiler.h"
#include "dma.h"
#include "fault.h"
#include "handoff.h"
#include "ipc.h"
#include "irq.h"
#include "kernel.h"
#include "lease.h"
#include "notify.h"
#include "port/trap.h"
#include "sched.h"
#include "stream.h"

/* Effect: gives back the current id with this index. */
static struct task *
syscall_refresh(struct task *me)
{
    const struct task *task = task_by_index(me->context.frame[0]);

    if (unlikely(task == NULL)) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    me->context.frame[0] = task->id;
    return me;
}

/* The text is not looked at now: a task that panics is believed in nothing. */
static struct task *
syscall_panic(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    struct fault fault = {SLUICE_FAULT_PANIC, frame[1], frame[0], 0,
                          SLUICE_ID_NOBODY};

    fault_raise(me, &fault);
    return sched_next(me);
}

struct task *(*const trap_calls[SLUICE_SYS_COUNT])(struct task *) = {
    [SLUICE_SYS_SEND] = ipc_syscall_send,
    [SLUICE_SYS_RECEIVE] = ipc_syscall_receive,
    [SLUICE_SYS_REPLY] = ipc_syscall_reply,
    [SLUICE_SYS_REPLY_RECEIVE] = ipc_syscall_reply_receive,
    [SLUICE_SYS_REPLY_FAULT] = ipc_syscall_reply_fault,
    [SLUICE_SYS_BORROW_READ] = lease_syscall_read,
    [SLUICE_SYS_BORROW_WRITE] = lease_syscall_write,
    [SLUICE_SYS_BORROW_INFO] = lease_syscall_info,
    [SLUICE_SYS_POST] = notify_syscall_post,
    [SLUICE_SYS_REFRESH] = syscall_refresh,
    [SLUICE_SYS_TIMER] = timer_syscall_set,
    [SLUICE_SYS_TIME] = timer_syscall_time,
    [SLUICE_SYS_IRQ] = irq_syscall_control,
    [SLUICE_SYS_IRQ_STATUS] = irq_syscall_status,
    [SLUICE_SYS_PANIC] = syscall_panic,
    [SLUICE_SYS_DMA_ARM] = dma_syscall_arm,
    [SLUICE_SYS_DMA_STOP] = dma_syscall_stop,
    [SLUICE_SYS_DMA_RESULT] = dma_syscall_result,
    [SLUICE_SYS_DMA_ARM_RECEIVE] = dma_syscall_arm_receive,
    [SLUICE_SYS_HANDOFF] = handoff_syscall,
    [SLUICE_SYS_DMA_POSITION] = stream_syscall_position,
};

struct task *
trap_syscall(struct task *caller)
{
    uint32_t number = caller->context.frame[FRAME_NUMBER];

    if (unlikely(number >= SLUICE_SYS_COUNT)) {
        return fault_usage(caller, SLUICE_USAGE_SYSCALL);
    }
    return trap_calls[number](caller);
}
