/* SPDX-License-Identifier: MIT */
/*
 * The end of the system's run: a record in memory that survives, then a reset;
 * after PANIC_IN_A_ROW of them without a good run between, a safe halt.
 *
 * Spec: docs/spec/faults.md.
 */
#pragma once

#include <stdint.h>

#include <sluice/abi.h>
#include <sluice/fault.h>

#include "compiler.h"

#define PANIC_IN_A_ROW 5u

/* So long without a panic is a good run: the count begins anew. */
#define PANIC_GOOD_US 10000000u

struct panic_record {
    uint32_t magic;
    uint32_t why;   /* PANIC_* of the latest */
    uint32_t count; /* in a row */
    struct fault fault;
    uint32_t checksum; /* over all before it */
};

extern struct panic_record panic_record;

/* Effect: at boot: keeps a record that a panic left, clears any other. */
void panic_init(void);

/* Effect: a good run is noted. */
void panic_good_run(void);

/* Effect: records and resets, or halts. Returns in the host port only. */
COLD void panic_reset(uint32_t why, const struct fault *fault);

/* The same with what there is to say in two words. */
COLD void panic_note(uint32_t why, uint32_t address, uint32_t detail);

/* A condition that only a kernel bug can break. Stays in release builds. */
#define kassert(condition)                                                     \
    do {                                                                       \
        if (unlikely(!(condition))) {                                          \
            panic_note(SLUICE_PANIC_ASSERTION, __LINE__, 0);                   \
        }                                                                      \
    } while (0)
