/* SPDX-License-Identifier: MIT */
/*
 * What a protection unit can tell apart, and how it is told.
 *
 * PMSAv8: any multiple of GRAIN at any multiple of GRAIN. PMSAv7: a block of a
 * power of two at a multiple of its size, of which eighths (sub-regions) may be
 * left out. So a region is a run of eighths of one block: no more than a
 * quarter of a region is lost to rounding, and what a block leaves out is free
 * for others.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

#define PROTECTION_GRAIN 32u

/* Returns: the least size of a region with room for `size` bytes. */
uint32_t protection_size(enum protection_kind kind, uint32_t size);

/* Returns: the distance of places to try for a region of such a size. */
uint32_t protection_step(enum protection_kind kind, uint32_t size);

/* Returns: whether one region can be exactly these bytes. */
bool protection_fits(enum protection_kind kind, uint64_t base, uint32_t size);

/*
 * Returns: whether the core's default map, which the kernel lives by, has
 * memory (registers, if `device`) in this range. Both must see the same.
 */
bool protection_agrees(enum protection_kind kind, uint32_t base, uint32_t size,
                       bool device);

/* Effect: the register pair of the guard of the kernel's stack (PMSAv7). */
void protection_guard(uint32_t base, uint32_t number, uint32_t words[2]);

/*
 * Effect: the register pair of region `number`: (RBAR, RLAR) or (RBAR, RASR). A
 * NULL range, or on PMSAv7 one that does not fit, is a region that is off.
 */
void protection_words(enum protection_kind kind, const struct range *range,
                      uint32_t number, uint32_t words[2]);
