/* SPDX-License-Identifier: MIT */
/*
 * Registers of controllers (kernel/port/arch.h). A bus fault between
 * io_guard_begin and io_guard_end makes fault.c go on at io_guard_failed: every
 * path here is a leaf without a stack frame, so lr is still the caller's. The
 * barrier after a store brings a late error of the bus in before the return.
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
    cbnz    r1, 1f
    ldr     r0, [r0]
    bx      lr
1:  cmp     r1, #DMA_WIDTH_16
    bne     2f
    ldrh    r0, [r0]
    bx      lr
2:  ldrb    r0, [r0]
    bx      lr
    .size   arch_io_read, . - arch_io_read

/* From: the kernel. Holds: r0 address, r1 value, r2 width. Interrupts: so. */
    .global arch_io_write
    .type   arch_io_write, %function
    .thumb_func
arch_io_write:
    cbnz    r2, 1f
    str     r1, [r0]
    dsb
    bx      lr
1:  cmp     r2, #DMA_WIDTH_16
    bne     2f
    strh    r1, [r0]
    dsb
    bx      lr
2:  strb    r1, [r0]
    dsb
    bx      lr
    .size   arch_io_write, . - arch_io_write

io_guard_end:

/* From: fault.c, by the stacked pc. Holds: lr of the accessor's caller. */
    .type   io_guard_failed, %function
    .thumb_func
io_guard_failed:
    movs    r0, #0
    bx      lr
    .size   io_guard_failed, . - io_guard_failed
