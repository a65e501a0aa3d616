/* SPDX-License-Identifier: MIT */
/*
 * Pins: memory that an engine may touch. Taken when a channel is armed, dropped
 * only after the kernel has seen the engine idle and has scrubbed it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct channel;
struct pin;

/* Returns: true if the channel's engine may still touch memory. */
bool pin_is_held_by(const struct channel *channel);

/*
 * Returns: true if the range meets an armed end, and either is written. Two
 * engines may read the same bytes.
 */
bool pin_conflicts(const struct pin *pin);

/* Effect: one more, one fewer, in the counts. Nothing for an end without bytes.
 */
void pin_take(const struct pin *pin);
void pin_drop(const struct pin *pin);
