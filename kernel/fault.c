/* SPDX-License-Identifier: MIT */
/* Faults. The kernel records and contains; the supervisor decides. */
#include "fault.h"

#include "kernel.h"
#include "notify.h"
#include "panic.h"
#include "port/trap.h"
#include "sched.h"

void
fault_raise(struct task *task, const struct fault *fault)
{
    /* The first record is the one that explains: later ones are echoes */
    if (task->life != TASK_ALIVE) {
        return;
    }
    task->fault_kind = (uint8_t)fault->kind;
    task->fault.detail = fault->detail;
    task->fault.address = fault->address;
    task->fault.pc = fault->pc;
    task->fault.by = fault->by;
    if (task->index == SLUICE_SUPERVISOR) {
        panic_reset(SLUICE_PANIC_SUPERVISOR, fault);
        return;
    }
    task_end(task);
    if (task->life != TASK_RETIRED) {
        task->life = TASK_FAULTED;
    }
    notify_post(&task_table[SLUICE_SUPERVISOR], SLUICE_NOTIFY_FAULT);
}

void
fault_peer_usage(struct task *peer, uint32_t reason)
{
    struct fault fault = {SLUICE_FAULT_USAGE, reason, 0, 0, SLUICE_ID_NOBODY};

    fault_raise(peer, &fault);
}

void
fault_peer_memory(struct task *peer, uint32_t address)
{
    /* detail 1: the kernel found it while it worked for the task */
    struct fault fault = {SLUICE_FAULT_MEMORY, 1, address, 0, SLUICE_ID_NOBODY};

    fault_raise(peer, &fault);
}

struct task *
fault_usage(struct task *me, uint32_t reason)
{
    fault_peer_usage(me, reason);
    return sched_next(me);
}

struct task *
fault_memory(struct task *me, uint32_t address)
{
    fault_peer_memory(me, address);
    return sched_next(me);
}

struct task *
trap_fault(struct task *victim, const struct fault *fault)
{
    if (victim == &kernel.idle) {
        trap_kernel_fault(fault); /* the idle loop is the kernel's */
    }
    fault_raise(victim, fault);
    /* The victim need not be who runs: a lazy FPU frame is stored late. An echo
     * of a fault may be what stops were put off for. */
    return sched_stop_rest(sched_next(kernel.current));
}

void
trap_kernel_fault(const struct fault *fault)
{
    panic_reset(SLUICE_PANIC_KERNEL_FAULT, fault);
}
