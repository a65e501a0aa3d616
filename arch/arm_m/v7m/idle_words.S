/* SPDX-License-Identifier: MIT */
/* Protection words of the idle loop (idle.S): its instructions and its stack. */
    .syntax unified
    .thumb

/* RBAR: the word names its region. */
#define REGION(number) (0x10 + (number))
/* RASR: 32 bytes, enabled; the memory types are those of the default map. */
#define READ_EXECUTE 0x06020009 /* any privilege, read only; write-through */
#define READ_WRITE 0x130b0009   /* any privilege, execute never; write-back */
#define NO_ACCESS 0x100b0009    /* the guard of the kernel's stack */

    .section .rodata.idle_protection, "a", %progbits
    .balign 4
    .global idle_protection
idle_protection:
    .word   0, 0                /* CTRL off, RNR */
    .word   idle_text + REGION(0), READ_EXECUTE
    .word   idle_stack + REGION(1), READ_WRITE
    .word   REGION(2), 0
    .word   REGION(3), 0
    .word   0, 4
    .word   REGION(4), 0
    .word   REGION(5), 0
    .word   REGION(6), 0
    .word   __stack_guard + REGION(7), NO_ACCESS
