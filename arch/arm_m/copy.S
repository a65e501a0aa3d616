/* SPDX-License-Identifier: MIT */
/*
 * arch_copy(): every message goes through it, so it counts instructions. Most
 * messages are a few words: a branch table by length. Long ones move 32 bytes
 * with two instructions, 128 bytes a turn.
 *
 * Single words may lie unaligned in normal memory (CCR.UNALIGN_TRP is 0), words
 * of LDM and STM never. Device memory does not come here: it is in no message.
 *
 * Register atlas: r0 to, r1 from, r2 bytes left (less a bias where it says so),
 * r3-r10 data, r12 the map's (map.inc). Interrupts: as the caller.
 */
#include "map.inc"

    .syntax unified
    .thumb

    .section .text.arch_copy, "ax", %progbits
    .balign 4
    .global arch_copy
    .type   arch_copy, %function
    .thumb_func
/* From: the kernel. Holds: r0, r1, r2 as above, r2 any length. */
arch_copy:
    copy_open
    orr     r3, r0, r1
    lsls    r3, r3, #30
    bne     unaligned
/* From: above, and `unaligned`. Holds: both addresses are multiples of 4. */
aligned:
    cmp     r2, #16
    bhi     long
    tbb     [pc, r2]
table:
    .byte   (none - table) / 2
    .byte   (bytes - table) / 2, (bytes - table) / 2, (bytes - table) / 2
    .byte   (word1 - table) / 2
    .byte   (bytes - table) / 2, (bytes - table) / 2, (bytes - table) / 2
    .byte   (word2 - table) / 2
    .byte   (bytes - table) / 2, (bytes - table) / 2, (bytes - table) / 2
    .byte   (word3 - table) / 2
    .byte   (bytes - table) / 2, (bytes - table) / 2, (bytes - table) / 2
    .byte   (word4 - table) / 2
    .balign 2
word1:
    ldr     r3, [r1]
    str     r3, [r0]
    copy_close
    bx      lr
word2:
    ldmia   r1, {r2, r3}
    stmia   r0, {r2, r3}
    copy_close
    bx      lr
word3:
    ldmia   r1, {r1, r2, r3}
    stmia   r0, {r1, r2, r3}
    copy_close
    bx      lr
word4:
    ldmia   r1, {r1, r2, r3, r12}
    stmia   r0, {r1, r2, r3, r12}
    copy_close_again
    bx      lr
none:
    copy_close
    bx      lr

/* From: aligned. Holds: r2 is 17 or more. */
long:
    push    {r4-r10, lr}
    subs    r2, #128
    blo     2f
1:  ldmia   r1!, {r3-r10}
    stmia   r0!, {r3-r10}
    ldmia   r1!, {r3-r10}
    stmia   r0!, {r3-r10}
    ldmia   r1!, {r3-r10}
    stmia   r0!, {r3-r10}
    ldmia   r1!, {r3-r10}
    stmia   r0!, {r3-r10}
    subs    r2, #128
    bhs     1b
2:  adds    r2, #96             /* now biased by 32, of 0..127 bytes */
    bmi     4f
3:  ldmia   r1!, {r3-r10}
    stmia   r0!, {r3-r10}
    subs    r2, #32
    bpl     3b
4:  lsls    r3, r2, #28         /* carry: 16 more; negative: 8 more */
    bcc     5f
    ldmia   r1!, {r4-r7}
    stmia   r0!, {r4-r7}
5:  bpl     6f
    ldmia   r1!, {r4, r5}
    stmia   r0!, {r4, r5}
6:  ands    r2, r2, #7
    beq     9f
    lsls    r3, r2, #30         /* carry: 4 more; negative: 2 more */
    bcc     7f
    ldr     r3, [r1], #4
    str     r3, [r0], #4
7:  bpl     8f
    ldrh    r3, [r1], #2
    strh    r3, [r0], #2
8:  lsls    r3, r2, #31
    bpl     9f
    ldrb    r3, [r1]
    strb    r3, [r0]
9:  copy_close
    pop     {r4-r10, pc}

/* From: all. Holds: r2 any length; words may lie unaligned. */
bytes:
    subs    r2, #4
    blo     2f
1:  ldr     r3, [r1], #4
    str     r3, [r0], #4
    subs    r2, #4
    bhs     1b
2:  lsls    r3, r2, #31         /* carry: 2 more; negative: 1 more */
    bcc     3f
    ldrh    r3, [r1], #2
    strh    r3, [r0], #2
3:  lsls    r3, r2, #31
    bpl     4f
    ldrb    r3, [r1]
    strb    r3, [r0]
4:  copy_close
    bx      lr

/* From: arch_copy. Holds: some address is not a multiple of 4. */
unaligned:
    cmp     r2, #32
    blo     bytes
1:  lsls    r3, r0, #30         /* at most three bytes align the target */
    beq     2f
    ldrb    r3, [r1], #1
    strb    r3, [r0], #1
    subs    r2, #1
    b       1b
2:  lsls    r3, r1, #30
    beq     aligned
    subs    r2, #32
    blo     4f
    push    {r4-r10, lr}
3:  ldr     r3, [r1]            /* aligned stores, unaligned loads */
    ldr     r4, [r1, #4]
    ldr     r5, [r1, #8]
    ldr     r6, [r1, #12]
    ldr     r7, [r1, #16]
    ldr     r8, [r1, #20]
    ldr     r9, [r1, #24]
    ldr     r10, [r1, #28]
    adds    r1, #32
    stmia   r0!, {r3-r10}
    subs    r2, #32
    bhs     3b
    pop     {r4-r10, lr}
4:  adds    r2, #32
    b       bytes
    .size   arch_copy, . - arch_copy

    .ltorg
