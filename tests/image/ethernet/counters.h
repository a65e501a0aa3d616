/* SPDX-License-Identifier: MIT */
/* Area `counters`. The first word is the driver's (drivers/ethernet-m2s). */
#pragma once

#include <stdint.h>

struct counters {
    uint32_t answered;
    uint32_t watched; /* times that a new incarnation watched its ring */
    uint32_t damaged; /* bytes of it that changed meanwhile */
};

/* Safe: the manifest gives this task the area, and it is large enough */
#define COUNTERS ((volatile struct counters *)(uintptr_t)area_counters)
