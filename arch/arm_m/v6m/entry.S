/* SPDX-License-Identifier: MIT */
/*
 * Into the kernel and out of it on Armv6-M: as ../entry.S, in its instructions.
 * There is one fault handler, HardFault, and the core does not say what was
 * wrong. Compiled by a test, never run: CAVEATS.md.
 *
 * Register atlas, from save_context to the end of resume: r0 the task to run,
 * r4 the one that ran.
 */
#include "scs.h"
#include "entry.inc"
#include "hooks.inc"
#include "leave.inc"

#define LINES 32

    .section .vectors, "a", %progbits
    .global vectors
    .balign 256
vectors:
    .word   __boot_stack_top
    .word   reset_entry
    .word   nmi_entry
    .word   fault_entry
    .word   0, 0, 0, 0, 0, 0, 0
    .word   svc_entry
    .word   0, 0
    .word   pendsv_entry
    .word   tick_entry
    .rept   LINES
    .word   irq_entry
    .endr

/* Holds: afterwards r0 = r4 = the task that ran, its context complete. */
    .macro  save_context
    dsb
    ldr     r1, =kernel
    ldr     r0, [r1]            /* kernel.current */
    stmia   r0!, {r4-r7}
    mov     r4, r8
    mov     r5, r9
    mov     r6, r10
    mov     r7, r11
    stmia   r0!, {r4-r7}
    mrs     r4, psp
    mov     r5, lr
    stmia   r0!, {r4, r5}
    subs    r0, #40
    mov     r4, r0
    .endm

    .macro  resume_context
    leave_hook
    ldr     r1, =resume
    bx      r1
    .endm

    .section .text.entry, "ax", %progbits
    .balign 4

/*
 * From: all entries. Holds: r0 the task to run, r4 the one that ran.
 * Interrupts: kernel level.
 *
 * The unit is off while its registers change. It shows one pair at a time, and
 * each RBAR word names its region itself.
 */
function resume
    cmp     r0, r4
    beq     load_context
switch_context:
    leave_task
    ldr     r1, [r0, #TASK_PROTECTION]
    ldr     r2, =MPU_CTRL
    movs    r3, #0
    str     r3, [r2]
    movs    r7, #2              /* halves, after two words that tell nothing */
1:  adds    r1, #8
    movs    r6, #4              /* pairs */
2:  ldmia   r1!, {r4, r5}
    str     r4, [r2, #MPU_RBAR - MPU_CTRL]
    str     r5, [r2, #MPU_RASR - MPU_CTRL]
    subs    r6, #1
    bne     2b
    subs    r7, #1
    bne     1b
    movs    r3, #MPU_ON
    str     r3, [r2]
    dsb
load_context:
    mov     r1, r0
    adds    r1, #16
    ldmia   r1!, {r4-r7}
    mov     r8, r4
    mov     r9, r5
    mov     r10, r6
    mov     r11, r7
    ldmia   r1!, {r2, r3}
    msr     psp, r2
    ldmia   r0!, {r4-r7}
    bx      r3                  /* EXC_RETURN */
    .size   resume, . - resume

/* From: the core, at a supervisor call. Interrupts: kernel level. */
function svc_entry
    save_context
    bl      trap_syscall
    resume_context
    .size   svc_entry, . - svc_entry

/* From: the core, at a device interrupt. Interrupts: kernel level. */
function irq_entry
    save_context
    mrs     r0, ipsr
    subs    r0, #16
    bl      trap_irq
    resume_context
    .size   irq_entry, . - irq_entry

/* From: the core, at a tick. Interrupts: kernel level. */
function tick_entry
    save_context
    bl      trap_tick
    resume_context
    .size   tick_entry, . - tick_entry

/*
 * From: the core, pended by the fault handler; or by entry_start, once, with
 * entry_start's argument as r0 in the first frame on the main stack.
 * Interrupts: kernel level.
 */
function pendsv_entry
    mov     r0, lr
    movs    r1, #LINK_PSP
    tst     r0, r1
    beq     1f
    save_context
    bl      fault_deliver
    resume_context
1:  ldr     r0, [sp]
    ldr     r1, =__stack_top    /* boot's stack is not needed any more */
    msr     msp, r1
    movs    r1, #1              /* from here on, thread mode is unprivileged */
    msr     control, r1
    mov     r4, r0              /* nobody ran before */
    b       switch_context
    .size   pendsv_entry, . - pendsv_entry

/*
 * From: arch_start(). Holds: r0 the first task; thread mode, main stack.
 * Interrupts: masked until the end; PendSV is then taken before any other.
 */
function entry_start
    ldr     r1, =SCS_ICSR
    ldr     r2, =ICSR_PENDSVSET
    str     r2, [r1]
    dsb
    cpsie   i
    isb
    b       .
    .size   entry_start, . - entry_start

/* From: the core, at a fault of anybody. Interrupts: fault level. */
function fault_entry
    mov     r0, lr
    movs    r1, #LINK_PSP
    tst     r0, r1
    beq     kernel_fault_entry
    mrs     r1, psp
    ldr     r2, =fault_of_task
    bx      r2                  /* its return is the exception's */
    .size   fault_entry, . - fault_entry

/* From: the core. Nothing here uses NMI: as a fault of the kernel. */
function nmi_entry
    .size   nmi_entry, . - nmi_entry
/* From: fault_entry. The main stack may be what is full. */
function kernel_fault_entry
    mrs     r0, msp             /* the stacked frame */
    mov     r1, r4
    mov     r3, lr
    ldr     r2, =fault_stack_top
    msr     msp, r2
    push    {r0, r3}
    bl      fault_of_kernel
    pop     {r0, r3}
    msr     msp, r0
    bx      r3
    .size   kernel_fault_entry, . - kernel_fault_entry

/* From: the core at reset, or a bootloader. Interrupts: masked. */
function reset_entry
    cpsid   i
    movs    r0, #0
    msr     control, r0
    ldr     r1, =__boot_stack_top
    msr     msp, r1
    isb
    ldr     r1, =SCS_VTOR
    ldr     r2, =vectors
    str     r2, [r1]
    dsb
    bl      boot_quiesce        /* before .data and .bss: see trap.h */

    ldr     r0, =__stack_top
    msr     msp, r0
    ldr     r0, =__data_start
    ldr     r1, =__data_load
    ldr     r2, =__data_end
1:  cmp     r0, r2
    bhs     2f
    ldmia   r1!, {r3}
    stmia   r0!, {r3}
    b       1b
2:  ldr     r0, =__bss_start
    ldr     r2, =__bss_end
    movs    r3, #0
3:  cmp     r0, r2
    bhs     4f
    stmia   r0!, {r3}
    b       3b
4:  bl      port_init
    bl      boot_main
    .size   reset_entry, . - reset_entry

/* From: arch_context_reset(). No core of this kind has an FPU. */
function entry_reset_fpu
    bx      lr
    .size   entry_reset_fpu, . - entry_reset_fpu

/* No code stores FPU registers: the bounds of nothing. */
    .global fpu_store_begin, fpu_store_end
fpu_store_begin:
fpu_store_end:

    .ltorg

    .section .bss.fault_stack, "aw", %nobits
    .balign 8
    .global fault_stack, fault_stack_top    /* for `sluice stack` */
fault_stack:
    .space  256
fault_stack_top:
