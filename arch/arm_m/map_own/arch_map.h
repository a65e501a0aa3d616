/* SPDX-License-Identifier: MIT */
/* See kernel/port/arch.h. The protection unit is off in between. */
#pragma once

#include <stdint.h>

#define MAP_CONTROL 0xe000ed94u /* MPU_CTRL; scs.h is not the kernel's */

/* Safe: a register of the core */
static inline uint32_t
arch_map_open(void)
{
    volatile uint32_t *control = (volatile uint32_t *)(uintptr_t)MAP_CONTROL;
    uint32_t before = *control;

    *control = 0;
    __asm__ volatile("dsb\n\tisb" : : : "memory");
    return before;
}

/* A late closing is harmless: no barrier. */
static inline void
arch_map_close(uint32_t before)
{
    volatile uint32_t *control = (volatile uint32_t *)(uintptr_t)MAP_CONTROL;

    __asm__ volatile("" : : : "memory");
    *control = before;
}
