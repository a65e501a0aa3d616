/* SPDX-License-Identifier: MIT */
/*
 * What runs when nobody is ready: an unprivileged loop that sees its own
 * instructions and room for one exception frame, and nothing else. The words
 * for the protection unit are in v7m/ or v8m/.
 */
#include "scs.h"

    .syntax unified
    .thumb

/* The least region of every protection unit here. */
#define BLOCK 32

    .section .idle, "ax", %progbits
    .balign BLOCK
    .global idle_text, idle_text_end
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
