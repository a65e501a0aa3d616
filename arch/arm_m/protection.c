/* SPDX-License-Identifier: MIT */
/* The protection unit by hand, when who runs goes on with other words. */
#include "arch.h"
#include "port.h"
#include "scs.h"

/* Words: "off", the number of its first region, four pairs. */
#define HALF 10u
#define PAIRS 4u

/* Pair by pair: Armv6-M has no registers for more at a time. */
void
arch_protection_load(const struct protection *protection)
{
    /* Safe: struct protection of kernel/image.h is two halves of these words */
    const uint32_t *words = (const uint32_t *)protection;

    scs_write(MPU_CTRL, 0);
    for (uint32_t i = 0; i < 2 * PAIRS; i++) {
        const uint32_t *half = words + HALF * (i / PAIRS);
        const uint32_t *pair = half + 2 + 2 * (i % PAIRS);

        scs_write(MPU_RNR, half[1] + i % PAIRS);
        scs_write(MPU_RBAR, pair[0]);
        scs_write(MPU_RASR, pair[1]);
    }
    scs_write(MPU_CTRL, MPU_ON);
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}
