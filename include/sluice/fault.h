/* SPDX-License-Identifier: MIT */
/* Why a task ended: the record that the supervisor reads. */
#pragma once

#include <stdint.h>

/* Kinds. What `detail` holds stands beside each. */
#define SLUICE_FAULT_NONE 0u
#define SLUICE_FAULT_MEMORY 1u /* detail: 0 the task, 1 the kernel for it */
#define SLUICE_FAULT_BUS 2u    /* detail: the core's status word */
#define SLUICE_FAULT_STACK 3u  /* the stack ran over its limit */
#define SLUICE_FAULT_TEXT 4u   /* executed where nothing may run */
#define SLUICE_FAULT_DIVIDE 5u /* divided by zero */
#define SLUICE_FAULT_INSTRUCTION 6u /* undefined instruction */
#define SLUICE_FAULT_STATE 7u       /* detail: the core's status word */
#define SLUICE_FAULT_USAGE 8u       /* detail: SLUICE_USAGE_* */
#define SLUICE_FAULT_PANIC 9u       /* address, detail: the text, its length */
#define SLUICE_FAULT_INJECTED 10u   /* by: the task that asked for it */
#define SLUICE_FAULT_SERVER 11u /* by: the server; detail: SLUICE_REASON_* */

/* What a task did wrong in a system call. */
#define SLUICE_USAGE_SYSCALL 1u      /* no such call */
#define SLUICE_USAGE_SLICE 2u        /* range wraps, or is not aligned */
#define SLUICE_USAGE_TASK 3u         /* no such task */
#define SLUICE_USAGE_RIGHT 4u        /* the manifest gives no such right */
#define SLUICE_USAGE_LENGTH 5u       /* message longer than message-max */
#define SLUICE_USAGE_REPLY 6u        /* reply longer than its room */
#define SLUICE_USAGE_LEASE 7u        /* no such lease */
#define SLUICE_USAGE_OFFSET 8u       /* offset past the lease or region */
#define SLUICE_USAGE_ATTRIBUTE 9u    /* undefined lease attribute */
#define SLUICE_USAGE_REASON 10u      /* undefined reply-fault reason */
#define SLUICE_USAGE_IRQ 11u         /* not my interrupt bits */
#define SLUICE_USAGE_KERNEL_CALL 12u /* bad kernel call or its message */
#define SLUICE_USAGE_PINNED 13u      /* touched or gave back pinned memory */
#define SLUICE_USAGE_CHANNEL 14u     /* not my channel, or armed already */
#define SLUICE_USAGE_DMA 15u         /* bad ends or length of a transfer */
#define SLUICE_USAGE_REGION 16u      /* no region that I hold and may hand on */

/* Why a server faults its client (REPLY_FAULT). */
#define SLUICE_REASON_OPERATION 0u /* no such operation */
#define SLUICE_REASON_SIZE 1u      /* message of the wrong size */
#define SLUICE_REASON_CONTENTS 2u  /* message makes no sense */
#define SLUICE_REASON_LEASES 3u    /* wrong leases */
#define SLUICE_REASON_ROOM 4u      /* reply room too small */
#define SLUICE_REASON_ACCESS 5u    /* not for this client */
#define SLUICE_REASON_MAX 5u

/* Why the system was reset (panic). The fault's words, where not a fault's: */
#define SLUICE_PANIC_NONE 0u
#define SLUICE_PANIC_SUPERVISOR 1u   /* the supervisor faulted */
#define SLUICE_PANIC_KERNEL_FAULT 2u /* the kernel faulted */
#define SLUICE_PANIC_ASSERTION 3u    /* address: the line of the source */
#define SLUICE_PANIC_AUDIT 4u        /* address: the register; detail: value */
#define SLUICE_PANIC_DRAIN 5u        /* an engine did not stop; detail: which */
#define SLUICE_PANIC_BOOT_BUSY 6u    /* a master ran at boot; detail: which */
#define SLUICE_PANIC_WATCHDOG 7u     /* nobody fed it in time */
#define SLUICE_PANIC_DEDICATED 8u    /* a master did not stop; detail: which */

struct fault {
    uint32_t kind;    /* SLUICE_FAULT_* */
    uint32_t detail;  /* see the kind */
    uint32_t address; /* what was touched, 0 if not known */
    uint32_t pc;      /* where, 0 if not known */
    uint32_t by;      /* another task's id, or SLUICE_ID_NOBODY */
};
