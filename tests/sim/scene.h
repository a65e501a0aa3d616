/* SPDX-License-Identifier: MIT */
/*
 * The scene of the tests that stop a transfer: CHANNEL_READ of DRIVER is armed
 * on a lease in the middle of CLIENT_A's chunk, the engine has its habits, and
 * a snapshot was taken before the first beat.
 */
#pragma once

#include "script.h"

#define LENGTH 64u
#define LENT (CHUNK_A + 0x100u)
#define BEATS (2u * LENGTH / 4u)
#define AFTER_BEATS 1000u

struct engine {
    const char *name;
    struct pl081_faults faults;
    uint32_t beats_per_access;
};

/* Effect: boots and arms; DRIVER runs. */
void scene_set(const struct engine *engine);

/* Returns: whether CLIENT_A's memory is pinned. */
bool scene_is_pinned(void);

/* Nothing in DMA memory but the lent range may have changed. */
void scene_check_canaries(void);

/* While the pin lives nobody may use the memory, CLIENT_A least of all. */
void scene_check_held(void);

/* Effect: beats, one by one, until the pin drops; each is checked. */
void scene_settle(void);
