/* SPDX-License-Identifier: MIT */
/* kernel/bounds.yaml: how often each loop of the kernel goes round. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "path.h"

struct bounds;

/* Returns: the file's bounds, or NULL after an error. */
struct bounds *bounds_read(const char *path, const struct path_word *words,
                           size_t count);

/*
 * Effect: `*bound` gets how often loop `number` (by address) of the function
 * goes round; UINT64_MAX: its body runs once, whole.
 * Returns: false if the file does not name it.
 */
bool bounds_of(const struct bounds *bounds, const char *function, size_t number,
               uint64_t *bound);

/*
 * Effect: `*count` gets how often the function is called between an entry into
 * the kernel and its exit, in all.
 * Returns: false if the file does not say, or if the bit of its place among the
 * totals is not in `mask`.
 */
bool bounds_total(const struct bounds *bounds, const char *function,
                  uint32_t mask, uint64_t *count);

/* Returns: how many functions it says that of, at most BOUNDS_TOTALS_MAX. */
#define BOUNDS_TOTALS_MAX 6u
size_t bounds_totals(const struct bounds *bounds);

/* Returns: whether the function ends the system: what follows is a reset. */
bool bounds_ends(const struct bounds *bounds, const char *function);

/* Returns: whether a call of the function is one access to a register. */
bool bounds_is_access(const struct bounds *bounds, const char *function);
