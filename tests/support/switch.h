/* SPDX-License-Identifier: MIT */
/* What a port's entry code does at a switch (kernel/port/trap.h). */
#pragma once

#include "kernel.h"
#include "port/arch.h"

static inline void
switch_to(struct task *next)
{
    uint32_t counter = arch_counter();
    uint32_t counts = counter - kernel.charged;

    kernel.current->cpu +=
        counter < kernel.charged ? counts + image.time.period : counts;
    kernel.charged = counter;
    kernel.current = next;
}
