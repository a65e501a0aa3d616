/* SPDX-License-Identifier: MIT */
/*
 * Protection words of the idle loop (idle.S): its instructions and its stack.
 * A region is eighths of a block of 256 bytes, so the linker's addresses do not
 * make one word: mpu.c fills these in.
 */
    .syntax unified
    .thumb

    .section .bss.idle_protection, "aw", %nobits
    .balign 4
    .global idle_protection
idle_protection:
    .space  80
