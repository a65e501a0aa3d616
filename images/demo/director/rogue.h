/* SPDX-License-Identifier: MIT */
/* The act in which a driver attacks. */
#pragma once

#include <stdint.h>

/*
 * Effect: every attempt, one line each.
 * Returns: how many of the rogue's lives they cost.
 */
uint32_t rogue_act(void);
