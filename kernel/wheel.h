/* SPDX-License-Identifier: MIT */
/*
 * Deadlines in order, at a cost that does not depend on how many there are: a
 * wheel of WHEEL_LEVELS digits of a deadline, to base 16. A deadline lies at
 * the level of the highest digit in which it differs from the wheel's base, in
 * the slot of that digit; it comes down as the base comes near, at most once a
 * level. What is less than a granule apart is told apart by comparing.
 *
 * Spec: docs/spec/time.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define WHEEL_SHIFT 6u /* counts of a granule: 64 */
#define WHEEL_LEVELS 12u
#define WHEEL_SLOTS 16u

/* Later ones are never reached: decades, at any rate of a counter. */
#define WHEEL_HORIZON (1ull << (WHEEL_SHIFT + 4u * WHEEL_LEVELS))
#define WHEEL_NEVER UINT64_MAX

#define PLACE_OFF 0u

struct timer {
    uint64_t deadline;      /* counts; valid while it is set */
    struct timer *next;     /* in a ring */
    struct timer *previous; /* of the first: the last */
    uint32_t bits;          /* posted to its task */
    uint8_t kind;           /* enum timer_kind */
    uint8_t index;          /* of the task or channel */
    uint8_t place;          /* PLACE_OFF, or slot + 1, also once it moves */
};

/* Zeroed, it is empty. */
struct wheel {
    uint64_t base;        /* granules; never past what is due */
    struct timer *moving; /* taken from a slot, to fire or to come down */
    uint32_t levels;      /* bit per level with a timer in it */
    uint16_t maps[WHEEL_LEVELS]; /* bit per slot with a timer in it */
    struct timer *slots[WHEEL_LEVELS * WHEEL_SLOTS];
};

/* Effect: the timer is in; with a deadline past the horizon it is not. */
void wheel_add(struct wheel *wheel, struct timer *timer);

/* Requires: it is in. */
void wheel_remove(struct wheel *wheel, struct timer *timer);

/*
 * Effect: takes out the first timer that is due, as counts go; at most `*steps`
 * timers are looked at, and counted down there.
 * Returns: it, or NULL.
 */
struct timer *wheel_pop(struct wheel *wheel, uint64_t now, uint32_t *steps);

/*
 * Returns: when wheel_pop() has something to do next, in counts: never after
 * the nearest deadline by more than a granule, and at it if nothing is near it.
 */
uint64_t wheel_next(const struct wheel *wheel);
