/* SPDX-License-Identifier: MIT */
/*
 * Pins. The record is the channel's own (struct pin); here are the counts that
 * make the common question cheap, and the exact comparison behind them. An end
 * without bytes is a peripheral's: it pins nothing.
 */
#include "pin.h"

#include <stddef.h>

#include "compiler.h"
#include "kernel.h"

/* No sum is formed, so nothing can wrap. */
static bool
overlaps(const struct pin *pin, uint32_t base, uint32_t length)
{
    return base - pin->base < pin->length || pin->base - base < length;
}

static bool
meets(const struct pin *a, const struct pin *b)
{
    return (a->written || b->written) && a->length != 0 && b->length != 0 &&
           overlaps(a, b->base, b->length);
}

static COLD bool
conflicts_slowly(const struct pin *pin)
{
    for (uint32_t i = 0; i < image.channel_count; i++) {
        const struct channel *channel = &channel_table[i];

        if (pin_is_held_by(channel) &&
            (meets(pin, &channel->near) || meets(pin, &channel->far))) {
            return true;
        }
    }
    return false;
}

bool
pin_conflicts(const struct channel *channel)
{
    return unlikely(kernel.channels_armed != 0) &&
           (conflicts_slowly(&channel->near) ||
            conflicts_slowly(&channel->far));
}

/* Effect: adds `one` (1 or -1) to the counts of an end. */
static inline void
count(const struct pin *pin, int one)
{
    if (pin->length != 0) {
        region_pins[pin->region] = (uint8_t)(region_pins[pin->region] + one);
        if (pin->lender != NULL) {
            pin->lender->lent_pins = (uint8_t)(pin->lender->lent_pins + one);
            pin->lender->near = false; /* whoever copies there asks first */
        }
    }
}

void
pin_take(const struct channel *channel)
{
    kernel.channels_armed++;
    task_table[channel->desc->owner].own_pins++;
    count(&channel->near, 1);
    count(&channel->far, 1);
}

void
pin_drop(const struct channel *channel)
{
    kernel.channels_armed--;
    task_table[channel->desc->owner].own_pins--;
    count(&channel->near, -1);
    count(&channel->far, -1);
}

static bool
excludes(const struct pin *pin, uint32_t base, uint32_t length)
{
    return pin->lender != NULL && overlaps(pin, base, length);
}

bool
dma_is_pinned(uint32_t region, uint32_t base, uint32_t length)
{
    if (length == 0 || region_pins[region] == 0) {
        return false;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        const struct channel *channel = &channel_table[i];

        if (pin_is_held_by(channel) &&
            (excludes(&channel->near, base, length) ||
             excludes(&channel->far, base, length))) {
            return true;
        }
    }
    return false;
}
