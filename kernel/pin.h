/* SPDX-License-Identifier: MIT */
/*
 * Pins: memory that an engine may touch. Taken when a channel is armed, dropped
 * only after the kernel has seen the engine idle and has scrubbed it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/dma.h>

#include "dma.h"

/* Returns: true if the channel's engine may still touch memory. */
static inline bool
pin_is_held_by(const struct channel *channel)
{
    return channel->state != SLUICE_DMA_IDLE &&
           channel->state != SLUICE_DMA_BROKEN;
}

/*
 * Returns: true if an end of the channel meets an armed end, and either is
 * written. Two engines may read the same bytes.
 */
bool pin_conflicts(const struct channel *channel);

/* Effect: the channel's ends are counted, as are the channels that are armed.
 */
void pin_take(const struct channel *channel);
void pin_drop(const struct channel *channel);
