/* SPDX-License-Identifier: MIT */
/* The longest times with interrupts held off: docs/spec/blackout.md. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "code.h"
#include "model.h"
#include "path.h"

struct blackout {
    const struct app *app;
    const struct code *code; /* of the linked kernel; NULL: not built */
};

/* What a search takes into account. */
struct blackout_scope {
    const struct dma_use *only; /* tables of this channel; NULL: of all */
    bool no_fault;              /* no task faults meanwhile */
    bool no_stop;               /* no channel is stopped by force */
};

/*
 * Effect: a search through the kernel with the limits of this image.
 * Returns: NULL after an error.
 */
struct path_search *blackout_begin(const struct blackout *blackout,
                                   const struct blackout_scope *scope);

/* Effect: the longest path through the function, or an error. */
bool blackout_cost(const struct blackout *blackout, struct path_search *search,
                   const char *function, struct path_cost *cost);

/* Returns: whether the channel can hold memory of the task, or is its own. */
bool blackout_may_pin(const struct task_model *owner, const struct dma_use *use,
                      const struct task_model *task);
