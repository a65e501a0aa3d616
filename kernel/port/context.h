/* SPDX-License-Identifier: MIT */
/* A task's saved registers, as portable code and a port's entry code see it. */
#pragma once

#include <stdint.h>

#define FRAME_WORDS 8u
#define FRAME_NUMBER 7u /* the word with the system-call number */

/* How entry code reads the time: value * sign + add; the port's own. */
struct clock {
    const volatile uint32_t *counter;
    uint32_t sign;
    uint32_t add;
};

struct context {
    uint32_t frame[FRAME_WORDS]; /* arguments, then results; r4..r11 on Arm */
    uint32_t stack;              /* stack pointer; the rest is stacked there */
    uint32_t link;               /* the port's own: EXC_RETURN on Arm */
    uint32_t stack_limit;
    uint32_t *extra; /* the port's own: FPU registers, or NULL */
};
