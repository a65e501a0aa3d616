/* SPDX-License-Identifier: MIT */
/*
 * What runs when nobody is ready: an unprivileged loop that sees its own
 * instructions and room for one exception frame, and nothing else.
 */
#include "scs.h"

    .syntax unified
    .thumb

/* A region is a multiple of 32 bytes; RLAR holds the last block's address. */
#define BLOCK 32
#define READ_EXECUTE 6          /* RBAR: any privilege, read only */
#define READ_WRITE 3            /* RBAR: any privilege, execute never */
#define LAST_BLOCK (1 - BLOCK)  /* RLAR: enabled, normal memory */

    .section .idle, "ax", %progbits
    .balign BLOCK
idle_text:                      /* idle_loop, without the Thumb bit */
    .global idle_loop
    .type   idle_loop, %function
    .thumb_func
/* From: an exception return. Holds: nothing. Interrupts: all. */
idle_loop:
    wfi
    b       idle_loop
    .balign BLOCK
idle_text_end:
    .size   idle_loop, . - idle_loop

    .section .bss.idle_stack, "aw", %nobits
    .balign BLOCK
    .global idle_stack, idle_stack_top
idle_stack:
    .space  BLOCK
idle_stack_top:

    .section .rodata.idle_protection, "a", %progbits
    .balign 4
    .global idle_protection
idle_protection:
    .word   idle_text + READ_EXECUTE, idle_text_end + LAST_BLOCK
    .word   idle_stack + READ_WRITE, idle_stack_top + LAST_BLOCK
    .rept   6
    .word   0, 0
    .endr
