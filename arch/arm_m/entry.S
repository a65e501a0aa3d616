/* SPDX-License-Identifier: MIT */
/*
 * Into the kernel and out of it: what Armv7-M and Armv8-M mainline share. What
 * differs is in v7m/ or v8m/, of which the plan of an image chooses one: the
 * stack limits (limits.inc). The way from one task to another is switch.S. What is
 * done at every exit is in audit/ or audit_none/ (hooks.inc), at every entry too
 * in blackout/ or blackout_none/.
 *
 * SVC, PendSV, SysTick and every device interrupt share the lowest priority, so
 * kernel code is never preempted by kernel code and there is one main stack
 * with one activation on it. Fault handlers are above it: they only record
 * (fault.c) and pend PendSV, which has the lowest number at the kernel's level
 * and so comes before any interrupt or the next instruction of a task.
 *
 * Register atlas, from save_context to the end of resume:
 *   r0   the task that ran, then what trap_*() returned: the task to run
 *   r4   the task that ran
 *   r12  its or its successor's PSP
 *   lr   its or its successor's EXC_RETURN
 *   r4-r11 of the task are in its context; r0-r3, r12, lr, pc and xpsr are in
 *   the frame that the core stacked at PSP; s0-s15 too, perhaps lazily.
 *
 * A label's comment says From (who comes here), Holds (registers), Interrupts.
 * "Kernel level" there means: only faults and NMI preempt.
 */
#include "scs.h"
#include "blackout.inc"
#include "entry.inc"
#include "hooks.inc"
#include "limits.inc"

/* Longest vector table of a core with this port: 16 and the device lines. */
#define LINES 240

    .section .vectors, "a", %progbits
    .global vectors
    .balign 1024
vectors:
    .word   __boot_stack_top
    .word   reset_entry
    .word   nmi_entry
    .word   fault_entry         /* HardFault: a breakpoint, or escalated */
    .word   fault_entry         /* MemManage */
    .word   fault_entry         /* BusFault */
    .word   fault_entry         /* UsageFault */
    .word   fault_entry         /* SecureFault; Armv7-M has none */
    .word   0, 0, 0
    .word   svc_entry
    .word   fault_entry         /* DebugMonitor */
    .word   0
    .word   pendsv_entry
    .word   tick_entry
    .rept   LINES
    .word   irq_entry
    .endr

/* Holds: afterwards r0 = r4 = the task that ran, its context complete. */
    .macro  save_context
    dsb                         /* its buffered stores fail now, in its name */
    ldr     r1, =kernel
    ldr     r0, [r1]            /* kernel.current */
    mrs     r12, psp
    stmia   r0, {r4-r11, r12, lr}
    mov     r4, r0
    enter_hook
    .endm

/*
 * Holds: r0 the task to run, r4 the one that ran. Same task: its protection and
 * PSP are there already, also if it was restarted (arch_context_reset).
 */
    .macro  resume_context
    leave_hook
    exit_hook
    cmp     r0, r4
    bne     switch_context
    ldmia   r0, {r4-r11, r12, lr}
    bx      lr
    .endm

    .section .text.entry, "ax", %progbits
    .balign 4

/*
 * From: the core, at a supervisor call. Holds: the task's registers.
 * Interrupts: kernel level.
 */
function svc_entry
    save_context
    cmp     r11, #SYSCALLS
    bhs     1f
    ldr     r1, =trap_calls
    ldr     r1, [r1, r11, lsl #2]
    blx     r1
    resume_context
1:  bl      trap_syscall        /* which faults the task */
    resume_context
    .size   svc_entry, . - svc_entry

/*
 * From: the core, at a device interrupt. Holds: the task's registers.
 * Interrupts: kernel level.
 */
function irq_entry
    save_context
    mrs     r0, ipsr
    subs    r0, #16
    bl      trap_irq
    resume_context
    .size   irq_entry, . - irq_entry

/*
 * From: the core, at a tick. Holds: the task's registers.
 * Interrupts: kernel level.
 */
function tick_entry
    save_context
    bl      trap_tick
    resume_context
    .size   tick_entry, . - tick_entry

/*
 * From: the core, pended by a fault handler; or by entry_start, once.
 * Holds: the task's registers, as the fault found them; at the start only the
 * first frame on the main stack, with entry_start's argument as r0.
 * Interrupts: kernel level.
 */
function pendsv_entry
    tst     lr, #LINK_PSP
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

/*
 * From: the core, at any fault. EXC_RETURN tells whose: only tasks use PSP. A
 * task that jumped to the Non-secure state is seen as PSP too (port_init).
 * Holds: r4-r11 as the fault found them, to be kept for PendSV.
 * Interrupts: fault level, nothing but HardFault and NMI preempts.
 */
function fault_entry
    tst     lr, #LINK_PSP
    beq     kernel_fault_entry
    mov     r0, lr
    mrs     r1, psp
    b       fault_of_task       /* its return is the exception's */
    .size   fault_entry, . - fault_entry

/* From: the core. Nothing here uses NMI: as a fault of the kernel. */
function nmi_entry
    .size   nmi_entry, . - nmi_entry
/*
 * From: fault_entry, when the kernel, at boot or at its level, was interrupted.
 * Holds: r4 the task that ran, if the fault is in switch_fpu.
 * Interrupts: fault level.
 *
 * The main stack may be what is full, so the C half runs on another.
 */
function kernel_fault_entry
    mrs     r0, msp             /* the stacked frame */
    mov     r1, r4
    main_limit_get r2
    movs    r3, #0
    main_limit_set r3
    ldr     r3, =fault_stack_top
    msr     msp, r3
    push    {r0, r2, r3, lr}
    bl      fault_of_kernel
    pop     {r0, r2, r3, lr}
    msr     msp, r0
    main_limit_set r2
    bx      lr
    .size   kernel_fault_entry, . - kernel_fault_entry

/*
 * From: the core at reset, or a bootloader that jumps here.
 * Holds: nothing. Interrupts: masked, until entry_start. A bus fault in an
 * arch_io_*() during boot arrives as a HardFault and is caught like any.
 */
function reset_entry
    cpsid   i
    movs    r0, #0
    main_limit_set r0
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
    ldr     r0, =__stack_limit
    main_limit_set r0
    ldr     r0, =__data_start
    ldr     r1, =__data_load
    ldr     r2, =__data_end
1:  cmp     r0, r2
    bhs     2f
    ldr     r3, [r1], #4
    str     r3, [r0], #4
    b       1b
2:  ldr     r0, =__bss_start
    ldr     r2, =__bss_end
    movs    r3, #0
3:  cmp     r0, r2
    bhs     4f
    str     r3, [r0], #4
    b       3b
4:  bl      port_init
    b       boot_main
    .size   reset_entry, . - reset_entry

    .ltorg

    .section .bss.fault_stack, "aw", %nobits
    .balign 8
    .global fault_stack, fault_stack_top    /* for `sluice stack` */
fault_stack:
    .space  256
fault_stack_top:
