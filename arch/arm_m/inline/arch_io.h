/* SPDX-License-Identifier: MIT */
/*
 * Registers of controllers. An access that bus-faults is passed over by the
 * fault handler (fault.c), which knows each by its range in io_sites: loads are
 * ranges of 2 bytes and load into r0, which then is 0; stores end with their
 * barrier, where a late answer is taken. Included by one file: the interpreter.
 */
#pragma once

#include <stdint.h>

#include <sluice/dma.h>

#define IO_SITES(part) ".pushsection .rodata.io_sites," part ",\"a\"\n"

__asm__(IO_SITES("0") ".balign 4\n.global io_sites_begin\nio_sites_begin:\n"
                      ".popsection\n" IO_SITES(
                          "2") ".global io_sites_end\nio_sites_end:\n"
                               ".popsection\n");

#define IO_LOAD(instruction, value, address)                                   \
    __asm__ volatile(                                                          \
        ".syntax unified\n1: " instruction                                     \
        " %0, [%1]\n2:\n" IO_SITES("1") ".word 1b, 2b\n.popsection"            \
        : "=r"(value)                                                          \
        : "l"(address)                                                         \
        : "memory")
#define IO_STORE(instruction, value, address)                                  \
    __asm__ volatile(                                                          \
        ".syntax unified\n1: " instruction                                     \
        " %0, [%1]\ndsb\n2:\n" IO_SITES("1") ".word 1b, 2b\n.popsection"       \
        :                                                                      \
        : "l"(value), "l"(address)                                             \
        : "memory")

static inline uint32_t
arch_io_read(uint32_t address, uint32_t width)
{
    register uint32_t value __asm__("r0");

    if (width == DMA_WIDTH_32) {
        IO_LOAD("ldr.n", value, address);
    } else if (width == DMA_WIDTH_16) {
        IO_LOAD("ldrh.n", value, address);
    } else {
        IO_LOAD("ldrb.n", value, address);
    }
    return value;
}

static inline void
arch_io_write(uint32_t address, uint32_t value, uint32_t width)
{
    if (width == DMA_WIDTH_32) {
        IO_STORE("str.n", value, address);
    } else if (width == DMA_WIDTH_16) {
        IO_STORE("strh.n", value, address);
    } else {
        IO_STORE("strb.n", value, address);
    }
}
