/* SPDX-License-Identifier: MIT */
/*
 * What the tasks of the benchmark share: the clock and a few words.
 *
 * The clock is CMSDK TIMER0: a 32-bit down counter at 20 MHz (Arm DDI0479,
 * section 3.5: CTRL 0x0, VALUE 0x4, RELOAD 0x8, INTSTATUS 0xC).
 */
#pragma once

#include <stdint.h>

#define TIMER_CTRL 0u
#define TIMER_VALUE 1u
#define TIMER_RELOAD 2u
#define TIMER_INTCLEAR 3u
#define TIMER_ENABLE 1u
#define TIMER_INTERRUPT 8u

/* Words of the area `marks`. */
enum {
    MARK_END,   /* clock when the probe ran after a post */
    MARK_IRQ,   /* counts from the interrupt to the probe's first instruction */
    MARK_READY, /* rises at each interrupt that the probe took */
};

#define MARKS ((volatile uint32_t *)(uintptr_t)area_marks)
#define PATTERN ((volatile uint32_t *)(uintptr_t)area_pattern)
