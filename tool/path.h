/* SPDX-License-Identifier: MIT */
/*
 * The longest path through code, in instructions and in accesses to registers
 * of controllers: every loop as often as its bound says, every branch the
 * dearer way. The bounds are kernel/bounds.yaml's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "code.h"
#include "model.h"

struct path_cost {
    uint64_t instructions;
    uint64_t accesses;
};

/* What the words of a bound stand for. */
struct path_word {
    const char *name;
    uint32_t value;
};

struct path_search;

/*
 * Effect: reads the bounds and the debug info of the program.
 * Returns: NULL after an error.
 */
struct path_search *path_begin(const struct code *code, const char *bounds,
                               const struct path_word *words, size_t count);
void path_end(struct path_search *search);

/* Effect: a function that does not happen. Requires: nothing was asked yet. */
void path_leave_out(struct path_search *search, const char *function);

/*
 * Effect: `cost` gets the longest path through the function and all it calls.
 * Returns: false after an error: a loop without a bound, named.
 */
bool path_longest(struct path_search *search,
                  const struct code_function *function, struct path_cost *cost);
