/* SPDX-License-Identifier: MIT */
/*
 * Registers of controllers (kernel/port/arch.h), as ../io.S. The core does not
 * tell a bus fault from another, so one in here is the kernel's own.
 */
    .syntax unified
    .thumb

/* As in sluice/dma.h; words are 0. */
#define DMA_WIDTH_16 1

    .section .text.io, "ax", %progbits
    .global io_guard_begin, io_guard_end, io_guard_failed
io_guard_begin:

/* From: the kernel. Holds: r0 address, r1 width. Interrupts: as the caller. */
    .global arch_io_read
    .type   arch_io_read, %function
    .thumb_func
arch_io_read:
    cmp     r1, #DMA_WIDTH_16
    beq     1f
    bhi     2f
    ldr     r0, [r0]
    bx      lr
1:  ldrh    r0, [r0]
    bx      lr
2:  ldrb    r0, [r0]
    bx      lr
    .size   arch_io_read, . - arch_io_read

/* From: the kernel. Holds: r0 address, r1 value, r2 width. Interrupts: so. */
    .global arch_io_write
    .type   arch_io_write, %function
    .thumb_func
arch_io_write:
    cmp     r2, #DMA_WIDTH_16
    beq     1f
    bhi     2f
    str     r1, [r0]
    dsb
    bx      lr
1:  strh    r1, [r0]
    dsb
    bx      lr
2:  strb    r1, [r0]
    dsb
    bx      lr
    .size   arch_io_write, . - arch_io_write

io_guard_end:

    .type   io_guard_failed, %function
    .thumb_func
io_guard_failed:
    movs    r0, #0
    bx      lr
    .size   io_guard_failed, . - io_guard_failed
