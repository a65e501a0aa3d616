/* SPDX-License-Identifier: MIT */
/* The protection unit by hand, when who runs goes on with other words. */
#include "arch.h"
#include "port.h"
#include "scs.h"

/* Words that entry code stores at a time, from MPU_CTRL on. */
#define HALF 10u

void
arch_protection_load(const struct protection *protection)
{
    /* Safe: struct protection of kernel/image.h is these words */
    const uint32_t *words = (const uint32_t *)protection;

    for (uint32_t i = 0; i < 2 * HALF; i++) {
        scs_write(MPU_CTRL + 4 * (i % HALF), words[i]);
    }
    scs_write(MPU_CTRL, MPU_ON);
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}
