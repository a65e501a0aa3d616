/* SPDX-License-Identifier: MIT */
/* Protection words of the idle loop (idle.S): its instructions and its stack. */
    .syntax unified
    .thumb

/* A region is a multiple of 32 bytes; RLAR holds the last block's address. */
#define BLOCK 32
#define READ_EXECUTE 6          /* RBAR: any privilege, read only */
#define READ_WRITE 3            /* RBAR: any privilege, execute never */
#define LAST_BLOCK (1 - BLOCK)  /* RLAR: enabled, normal memory */

    .section .rodata.idle_protection, "a", %progbits
    .balign 4
    .global idle_protection
idle_protection:
    .word   0, 0                /* CTRL off, RNR */
    .word   idle_text + READ_EXECUTE, idle_text_end + LAST_BLOCK
    .word   idle_stack + READ_WRITE, idle_stack_top + LAST_BLOCK
    .word   0, 0, 0, 0
    .word   0, 4
    .rept   4
    .word   0, 0
    .endr
