/* SPDX-License-Identifier: MIT */
/* Canaries: bytes that are known by their place, so that a stray one shows. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

static inline uint8_t
pattern_byte(uint32_t index)
{
    return (uint8_t)((index * 0x9e3779b1u) >> 24);
}

static inline void
pattern_fill(volatile uint8_t *bytes, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        bytes[i] = pattern_byte(i);
    }
}

/* Returns: true if every byte is as pattern_fill() left it. */
static inline bool
pattern_holds(const volatile uint8_t *bytes, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        if (bytes[i] != pattern_byte(i)) {
            return false;
        }
    }
    return true;
}
