/* SPDX-License-Identifier: MIT */
/*
 * The FPU between tasks. Only tasks with `extra` (room for s16-s31) may use it;
 * CPACR keeps it from all others, or they could read what its former user left
 * in it. A call or an interrupt that comes back to the same task stores nothing:
 * the core reserves room in the frame, and fills it when FPU code runs here.
 */
#include "scs.h"
#include "entry.inc"

    .fpu    fpv5-sp-d16

    .section .text.entry, "ax", %progbits
    .balign 4

/*
 * From: switch_context, when either task may use the FPU.
 * Holds: r0, r4 as there; r3 the `extra` of the task to run.
 * Interrupts: kernel level.
 *
 * The first FPU instruction here makes the core store s0-s15 where it reserved
 * room for them, with the rights of the task that ran: so it comes before the
 * protection changes, also for a task without a frame of the FPU (VLSTM asks for
 * a store, too). That store can fault, since nobody has checked the room:
 * fault_of_kernel() blames r4 by the labels, and this goes on.
 */
function switch_fpu
    cmp     r4, r0              /* nobody ran before: no registers to keep */
    beq     1f
    ldr     r1, [r4, #CONTEXT_EXTRA]
    cbz     r1, 1f
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
    vldmia  r3, {s0-s15}        /* after VLSTM: its own, if not the same */
    movs    r1, #0
    vmsr    fpscr, r1
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
    isb
    vldmia  r0, {s16-s31}
    bx      lr
    .size   entry_reset_fpu, . - entry_reset_fpu

    .ltorg
