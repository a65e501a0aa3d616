/* SPDX-License-Identifier: MIT */
/*
 * The wheel. Invariants: at level 0 a slot is that of the base's digit or a
 * later one, above it is later; all digits above are the base's. So whatever
 * is at a lower level is nearer, and at one level the lower slot is.
 */
#include "wheel.h"

#include <stddef.h>

#include "compiler.h"

#define DIGIT_BITS 4u
#define DIGIT_MASK (WHEEL_SLOTS - 1u)
#define GRANULE (1u << WHEEL_SHIFT)

static void
ring_add(struct timer **ring, struct timer *timer)
{
    struct timer *first = *ring;

    if (first == NULL) {
        timer->next = timer;
        timer->previous = timer;
        *ring = timer;
        return;
    }
    timer->next = first;
    timer->previous = first->previous;
    first->previous->next = timer;
    first->previous = timer;
}

static void
ring_remove(struct timer **ring, struct timer *timer)
{
    if (timer->next == timer) {
        *ring = NULL;
        return;
    }
    timer->previous->next = timer->next;
    timer->next->previous = timer->previous;
    if (*ring == timer) {
        *ring = timer->next;
    }
}

/* Returns: the level of the highest digit that is not 0. */
static inline uint32_t
level_of(uint64_t difference)
{
    uint32_t high = (uint32_t)(difference >> 32);
    uint32_t low = (uint32_t)difference;

    if (likely(high == 0)) {
        return (31u - (uint32_t)__builtin_clz(low | 1u)) / DIGIT_BITS;
    }
    return (63u - (uint32_t)__builtin_clz(high)) / DIGIT_BITS;
}

void
wheel_add(struct wheel *wheel, struct timer *timer)
{
    uint64_t granule = timer->deadline >> WHEEL_SHIFT;

    if (unlikely(timer->deadline >= WHEEL_HORIZON)) {
        return;
    }
    if (unlikely(granule < wheel->base)) {
        granule = wheel->base; /* it is due already */
    }
    uint32_t level = level_of(granule ^ wheel->base);
    uint32_t digit = (uint32_t)(granule >> (DIGIT_BITS * level)) & DIGIT_MASK;
    uint32_t slot = level * WHEEL_SLOTS + digit;
    wheel->levels |= 1u << level;
    wheel->maps[level] = (uint16_t)(wheel->maps[level] | 1u << digit);
    timer->place = (uint8_t)(slot + 1u);
    ring_add(&wheel->slots[slot], timer);
}

/* Effect: the slot, which is empty now, is marked so. */
static void
unmark(struct wheel *wheel, uint32_t slot)
{
    uint32_t level = slot / WHEEL_SLOTS;
    uint32_t map = wheel->maps[level] & ~(1u << slot % WHEEL_SLOTS);

    wheel->maps[level] = (uint16_t)map;
    if (map == 0) {
        wheel->levels &= ~(1u << level);
    }
}

void
wheel_remove(struct wheel *wheel, struct timer *timer)
{
    uint32_t slot = timer->place - 1u;

    timer->place = PLACE_OFF;
    if (unlikely(wheel->moving == timer)) {
        ring_remove(&wheel->moving, timer);
        return;
    }
    /* One that moves, and is not the first, leaves no empty ring behind */
    ring_remove(&wheel->slots[slot], timer);
    if (wheel->slots[slot] == NULL) {
        unmark(wheel, slot);
    }
}

/* Requires: a level is not empty. */
static uint32_t
first_slot(const struct wheel *wheel)
{
    uint32_t level = (uint32_t)__builtin_ctz(wheel->levels);

    return level * WHEEL_SLOTS + (uint32_t)__builtin_ctz(wheel->maps[level]);
}

/* Returns: the first granule of the slot. */
static uint64_t
start_of(const struct wheel *wheel, uint32_t slot)
{
    uint32_t shift = DIGIT_BITS * (slot / WHEEL_SLOTS);
    uint64_t digits = wheel->base >> shift & ~(uint64_t)DIGIT_MASK;

    return (digits | slot % WHEEL_SLOTS) << shift;
}

/* Effect: nothing is nearer than what is alone in the first slot. */
static void
skip_to(struct wheel *wheel, uint64_t alone, uint64_t granule)
{
    uint64_t base = alone < granule ? alone : granule;

    if (base > wheel->base) {
        wheel->base = base;
    }
}

/*
 * Effect: if the first slot has begun, its timers are to be moved, or the base
 * comes up to `granule`. A slot of a granule is looked at once, which `*seen`
 * tells: what is left in it has yet to come.
 * Returns: whether there are any to move.
 */
static bool
take_slot(struct wheel *wheel, uint64_t granule, bool *seen)
{
    uint32_t slot = wheel->levels == 0 ? 0 : first_slot(wheel);
    uint64_t start = start_of(wheel, slot);

    if (wheel->levels == 0 || start > granule) {
        wheel->base = granule;
        return false;
    }
    if (slot < WHEEL_SLOTS && start == granule) {
        if (*seen) {
            return false;
        }
        *seen = true;
    }
    wheel->base = start;
    wheel->moving = wheel->slots[slot];
    wheel->slots[slot] = NULL;
    unmark(wheel, slot);
    if (wheel->moving->next == wheel->moving) {
        skip_to(wheel, wheel->moving->deadline >> WHEEL_SHIFT, granule);
    }
    return true;
}

struct timer *
wheel_pop(struct wheel *wheel, uint64_t now, uint32_t *steps)
{
    bool seen = false;

    while (*steps != 0) {
        struct timer *timer = wheel->moving;

        if (timer == NULL) {
            if (!take_slot(wheel, now >> WHEEL_SHIFT, &seen)) {
                return NULL;
            }
            continue;
        }
        --*steps;
        ring_remove(&wheel->moving, timer);
        timer->place = PLACE_OFF;
        if (timer->deadline <= now &&
            timer->deadline >> WHEEL_SHIFT <= wheel->base) {
            return timer;
        }
        wheel_add(wheel, timer);
    }
    return NULL;
}

uint64_t
wheel_next(const struct wheel *wheel)
{
    if (wheel->moving != NULL) {
        return 0;
    }
    if (wheel->levels == 0) {
        return WHEEL_NEVER;
    }
    uint32_t slot = first_slot(wheel);
    const struct timer *first = wheel->slots[slot];
    if (first->next == first) {
        return first->deadline;
    }
    uint64_t start = start_of(wheel, slot) << WHEEL_SHIFT;
    return slot < WHEEL_SLOTS ? start + GRANULE - 1u : start;
}
