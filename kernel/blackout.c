/* SPDX-License-Identifier: MIT */
/*
 * The longest time in the kernel, from the saved context of the task that ran
 * to the next one's: what an interrupt may have to wait for, but for a constant
 * way in and out. Linked only into an image that asks for it.
 */
#include "kernel.h"
#include "port/arch.h"
#include "port/trap.h"

void
blackout_enter(void)
{
    kernel.entered = arch_counter();
}

/* A tick's counter that stands below where it began has wrapped. */
struct task *
blackout_exit(struct task *next)
{
    uint32_t now = arch_counter();
    uint32_t counts = now - kernel.entered;

    if (now < kernel.entered) {
        counts += image.time.period;
    }
    if (counts > kernel.blackout) {
        kernel.blackout = counts;
    }
    return next;
}
