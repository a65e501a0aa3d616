/* SPDX-License-Identifier: MIT */
/*
 * All mutable state of the kernel: this struct, and three arrays that the image
 * sizes. There is no other .data or .bss in kernel/.
 */
#pragma once

#include <stdint.h>

#include "dma.h"
#include "image.h"
#include "task.h"

struct kernel {
    /* Who runs. Never in a ready list; &kernel.idle when nobody is ready. */
    struct task *current;

    /* Written by sched.c. Bit 31 - p is set while ready[p] is not empty. */
    uint32_t ready_map;
    struct task_list ready[PRIORITIES];

    /* Written by timer.c: pending deadlines, the nearest first. */
    struct timer *timers;
    uint64_t ticks;         /* tick interrupts handled since boot */
    uint64_t charged_until; /* counts up to which CPU time is accounted */

    /* Written by dma.c: channels in state DRAINING or RESETTING. */
    uint32_t draining;

    /* Written by irq.c: interrupts nobody handles, and the latest of them. */
    uint32_t stray_count;
    uint32_t stray_line;

    /* The kernel's own loop, run when no task is ready. Not in any list. */
    struct task idle;
};

extern struct kernel kernel;

/* Sized by the image, defined in its tables. */
extern struct task task_table[];
extern struct channel channel_table[];
/* Armed ends per region index; 0 passes at once, else ranges are compared. */
extern uint8_t region_pins[];
