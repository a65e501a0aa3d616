/* SPDX-License-Identifier: MIT */
/*
 * The state machine of a channel, as its events drive it: arming (dma_arm.c),
 * interrupts, timers, tasks (dma.c).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler.h"
#include "kernel.h"

/* Returns: the task's own channel with this number, or NULL. */
static inline struct channel *
channel_of(const struct task *me, uint32_t number)
{
    if (unlikely(number >= image.channel_count ||
                 channel_table[number].desc->owner != me->index)) {
        return NULL;
    }
    return &channel_table[number];
}

/*
 * Effect: INIT, unless a channel before this one has run it, then ROUTE. To be
 * called for the channels of a controller in their order.
 * Returns: false if one of them failed or met a bus fault.
 */
bool channel_set_up(const struct channel *channel);

/*
 * Effect: looks at the engine: idle: the transfer is closed; an error: it is
 * stopped; "done", but not idle: it drains.
 * Requires: ARMED or DRAINING.
 */
void channel_service(struct channel *channel);

/*
 * Effect: the transfer is stopped and closed, or drains; ends with `status`.
 * Requires: ARMED or DRAINING.
 */
COLD void channel_kill(struct channel *channel, uint8_t status);

/* Effect: DRAINING: memory stays pinned while a timer looks for idle. */
COLD void channel_drain(struct channel *channel);

/*
 * Effect: the same as channel_kill(), unless the transfer has come to its end
 * by itself: then that is how it ended. Requires: ARMED.
 */
void channel_stop(struct channel *channel, uint8_t status);

/*
 * Effect: one look at a channel that drains; the last one resets its domain.
 * Requires: DRAINING.
 */
void channel_poll(struct channel *channel);

/*
 * Effect: a bus fault in a table: the engine's state is not known any more. A
 * channel that holds pins resets its domain, an IDLE one is BROKEN.
 */
COLD void channel_fault(struct channel *channel);
