/* SPDX-License-Identifier: MIT */
/* Shared by path.c and path_loop.c: a part of a function's flow. */
#pragma once

#include "bounds.h"
#include "path.h"
#include "source.h"

enum mark { UNSEEN, OPEN, DONE };

struct known {
    enum mark mark;
    struct path_cost cost;
};

struct path_search {
    const struct code *code;
    struct bounds *bounds;
    struct source_info *source;
    /* What is known of each function, by which totals hold, and those */
    struct known *functions[1u << BOUNDS_TOTALS_MAX];
    uint32_t mask;
    const char *left_out[2]; /* functions that do not happen, or NULL */
    bool failed;
};

/* One part of a function's flow, while its longest path is looked for. */
struct part {
    struct path_search *search;
    const struct code_function *function;
    const struct path_cost *weights; /* of each step */
    bool *inside;                    /* which steps belong to it */
    uint32_t head;                   /* where it begins */
    bool is_loop;                    /* ways back to the head don't count */

    /* Tarjan's */
    uint32_t *order, *low, *stack;
    bool *on_stack;
    uint32_t count, stack_count;
    uint32_t *component; /* of each step, numbered from the last on */
    uint32_t component_count;
};

/* Effect: how often the loop goes round, or an error: nobody has said it. */
bool path_bound(const struct part *loop, uint64_t *bound);
