/* SPDX-License-Identifier: MIT */
/* See kernel/port/arch.h. The kernel reaches everything at any time. */
#pragma once

#include <stdint.h>

static inline uint32_t
arch_map_open(void)
{
    return 0;
}

static inline void
arch_map_close(uint32_t before)
{
    (void)before;
}
