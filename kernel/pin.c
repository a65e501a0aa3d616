/* SPDX-License-Identifier: MIT */
/*
 * Pins. The record is the channel's own (struct pin); here are the counts that
 * make the common question cheap, and the exact comparison behind them.
 */
#include "pin.h"

#include <stddef.h>

#include "compiler.h"
#include "kernel.h"

bool
pin_is_held_by(const struct channel *channel)
{
    return channel->state != SLUICE_DMA_IDLE &&
           channel->state != SLUICE_DMA_BROKEN;
}

/* No sum is formed, so nothing can wrap. */
static bool
overlaps(const struct pin *pin, uint32_t base, uint32_t length)
{
    return base - pin->base < pin->length || pin->base - base < length;
}

static bool
meets(const struct pin *a, const struct pin *b)
{
    return (a->written || b->written) && b->length != 0 &&
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
pin_conflicts(const struct pin *pin)
{
    return pin->length != 0 && unlikely(region_pins[pin->region] != 0) &&
           conflicts_slowly(pin);
}

void
pin_take(const struct pin *pin)
{
    if (pin->length == 0) {
        return;
    }
    region_pins[pin->region]++;
    if (pin->lender != NULL) {
        pin->lender->lent_pins++;
    }
}

void
pin_drop(const struct pin *pin)
{
    if (pin->length == 0) {
        return;
    }
    region_pins[pin->region]--;
    if (pin->lender != NULL) {
        pin->lender->lent_pins--;
    }
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
