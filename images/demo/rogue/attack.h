/* SPDX-License-Identifier: MIT */
/* The attempts, by the numbers of enum attack. */
#pragma once

#include <stdint.h>

#include "syscall.h"

/* A client that waits on me and lends: lease 0 to write, lease 1 to read. */
struct victim {
    struct task_id id;
    uint32_t address; /* of a word of its memory */
};

/*
 * Effect: tries. Most never return.
 * Returns: the code that the kernel gave.
 */
uint32_t attack_run(uint32_t step, const struct victim *victim);
