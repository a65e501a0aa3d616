/* SPDX-License-Identifier: MIT */
/*
 * All mutable state of the kernel: this struct, and three arrays that the image
 * sizes. There is no other .data or .bss in kernel/; what survives a reset is
 * in panic.c.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "compiler.h"
#include "dma.h"
#include "image.h"
#include "task.h"

struct kernel {
    /*
     * Entry code reads and writes these: keep first, in this order. Who runs,
     * never in a ready ring; &kernel.idle when nobody is ready.
     */
    struct task *current;
    uint32_t charged; /* counts since the last tick that are accounted */
    struct clock clock;

    /* Written by sched.c. Bit 31 - p is set while ready[p] is not empty. */
    uint32_t ready_map;
    struct link ready[PRIORITIES];

    /* Written by timer.c: deadlines to come. */
    struct wheel wheel;
    struct timer good_run;
    struct timer watchdog;
    uint64_t epoch; /* counts since boot, at the latest tick or alarm */
    uint32_t mark;  /* the counter then; 0 with a tick */
    uint64_t alarm; /* counts: when the alarm is set to */

    uint32_t channels_armed; /* hold pins. Written by pin.c */
    bool stops_due;          /* some are marked. Written by dma.c */

    /* Written by irq.c: interrupts nobody handles, and the latest of them. */
    uint32_t stray_count;
    uint32_t stray_line;

    /* Written by blackout.c: counts of the longest entry, the counter at the
     * latest; 0: not linked. */
    uint32_t blackout;
    uint32_t entered;

    /* The kernel's own loop, run when no task is ready. Not in any ring. */
    struct task idle;
};

/* The bit of the most important priority in ready_map. */
#define FIRST_PRIORITY 0x80000000u

extern struct kernel kernel;

/* Sized by the image, defined in its tables. */
extern struct task task_table[];
/* Pointers to the same in order: one load instead of a multiplication. */
extern struct task *const task_at[];
extern struct channel channel_table[];
/* Armed ends per region index; 0 passes at once, else ranges are compared. */
extern uint8_t region_pins[];
/* By handoff: the index of the task that has the region. */
extern uint8_t handoff_holder[];

/* Returns: the task that the index of this id names, or NULL. */
static inline struct task *
task_by_index(uint32_t id)
{
    uint32_t index = id & SLUICE_ID_INDEX_MASK;

    if (unlikely(id > SLUICE_ID_MASK || index >= image.task_count)) {
        return NULL;
    }
    struct task *task = task_at[index];
    if (task == NULL) {
        __builtin_unreachable();
    }
    return task;
}
