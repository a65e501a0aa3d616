/* SPDX-License-Identifier: MIT */
/*
 * From one task to another. The register atlas is entry.S's. The FPU's part is in
 * fpu.S, which comes back here; the stack's limit is in v7m/ or v8m/ (limits.inc).
 */
#include "scs.h"
#include "entry.inc"
#include "leave.inc"
#include "limits.inc"

    .section .text.entry, "ax", %progbits
    .balign 4

/*
 * From: irq_entry and all other entries, by resume_context.
 * Holds: r0 the task to run, r4 the one that ran.
 * Interrupts: kernel level.
 *
 * The MPU is off while its registers change: a new base with an old limit could
 * otherwise cover kernel memory for an instant. CTRL, RNR and four region pairs
 * are adjacent, so one store does it (on Armv7-M each RBAR word names its region
 * itself, and RNR counts for nothing). The exception return synchronises.
 */
function switch_context
    leave_task
    task_limit_set              /* and r3 = extra */
    ldr     r1, [r4, #CONTEXT_EXTRA]
    orrs    r1, r3
    bne     switch_fpu
    .global switch_protection
    .thumb_func
switch_protection:
    ldr     r1, [r0, #TASK_PROTECTION]
    ldr     r12, =MPU_CTRL
    ldmia   r1!, {r2-r11}       /* CTRL off, RNR, four regions */
    stmia   r12, {r2-r11}
    ldmia   r1, {r2-r11}
    stmia   r12, {r2-r11}
    movs    r2, #MPU_ON
    str     r2, [r12]
    dsb
    ldmia   r0, {r4-r11, r12, lr}
    msr     psp, r12
    bx      lr
    leave_task_past_wrap
    .size   switch_context, . - switch_context

    .ltorg
