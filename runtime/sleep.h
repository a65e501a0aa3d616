/* SPDX-License-Identifier: MIT */
/* Sleeping, on a notification bit that no manifest gives away. */
#pragma once

#include <stdint.h>

#include "syscall.h"

#define SLEEP_BIT (1u << 31)

/* Effect: waits until `us` since boot; messages and other bits wait too. */
static inline void
sleep_until(uint64_t us)
{
    sys_timer(us, SLEEP_BIT);
    do {
        /* The bit may be left from a deadline before this one */
        (void)sys_receive(SLICE_NONE, SLEEP_BIT, ID_KERNEL);
    } while (sys_time().now_us < us);
}

/* Effect: waits for at least so many microseconds. */
static inline void
sleep_for(uint32_t us)
{
    sleep_until(sys_time().now_us + us);
}

/* Effect: waits for one of these bits. Returns: those that came. */
static inline uint32_t
wait_for_bits(uint32_t mask)
{
    return sys_receive(SLICE_NONE, mask, ID_KERNEL).op_or_bits;
}

/* Effect: nothing, for ever. */
_Noreturn static inline void
sleep_for_ever(void)
{
    for (;;) {
        (void)sys_receive(SLICE_NONE, 0, ID_KERNEL);
    }
}
