/* SPDX-License-Identifier: MIT */
/*
 * From one task to another on Armv8-M mainline, all Secure. The register atlas
 * is entry.S's.
 *
 * FPU. Only tasks with `extra` (room for s16-s31) may use it; CPACR keeps it
 * from all others, or they could read what the former owner left in it. A
 * task's first frame has no FPU registers: then all 32 are loaded from `extra`,
 * which is zero until the task has an FPU frame.
 */
#include "scs.h"
#include "entry.inc"
#include "leave.inc"

    .fpu    fpv5-sp-d16

    .section .text.entry, "ax", %progbits
    .balign 4

/*
 * From: irq_entry and all other entries, by resume_context.
 * Holds: r0 the task to run, r4 the one that ran.
 * Interrupts: kernel level.
 *
 * The MPU is off while its registers change: a new base with an old limit could
 * otherwise cover kernel memory for an instant. CTRL, RNR and four region pairs
 * are adjacent, so one store does it. The exception return synchronises.
 */
function switch_context
    leave_task
    ldrd    r2, r3, [r0, #CONTEXT_STACK_LIMIT] /* and extra */
    ldr     r1, [r4, #CONTEXT_EXTRA]
    msr     psplim, r2
    orrs    r1, r3
    bne     switch_fpu
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
    .size   switch_context, . - switch_context

/*
 * From: switch_context, when either task may use the FPU.
 * Holds: r0, r4 as there; r3 the `extra` of the task to run.
 * Interrupts: kernel level.
 *
 * The first FPU instruction here makes the core store s0-s15 where it reserved
 * room for them, with the rights of the task that ran: so it comes before the
 * protection changes. That store can fault, since nobody has checked the room:
 * fault_of_kernel() blames r4 by the labels, and this goes on.
 */
function switch_fpu
    ldr     r1, [r4, #CONTEXT_EXTRA]
    ldr     r2, [r4, #CONTEXT_LINK]
    cbz     r1, 1f
    tst     r2, #LINK_NO_FPU_FRAME
    bne     1f
    .global fpu_store_begin, fpu_store_end
fpu_store_begin:
    vstmia  r1, {s16-s31}
fpu_store_end:
1:  ldr     r12, =SCS_CPACR
    cbz     r3, 3f
    ldr     r1, =CPACR_TASK
    str     r1, [r12]
    ldr     r2, [r0, #CONTEXT_LINK]
    vldmia  r3, {s16-s31}
    tst     r2, #LINK_NO_FPU_FRAME
    beq     2f                  /* the return loads s0-s15 from its frame */
    vldmia  r3, {s0-s15}
2:  b       switch_protection
3:  ldr     r1, =CPACR_KERNEL
    str     r1, [r12]
    b       switch_protection
    .size   switch_fpu, . - switch_fpu

/*
 * From: arch_context_reset(), for the task that runs.
 * Holds: r0 its `extra`, all zero. Interrupts: kernel level.
 */
function entry_reset_fpu
    ldr     r1, =FPU_FPCCR
    ldr     r2, [r1]
    bic     r2, r2, #FPCCR_LSPACT
    str     r2, [r1]
    dsb
    vldmia  r0, {s0-s15}
    vldmia  r0, {s16-s31}
    bx      lr
    .size   entry_reset_fpu, . - entry_reset_fpu

    .ltorg
