/* SPDX-License-Identifier: MIT */
/*
 * A port without a machine, for tests of one module: registers are an array,
 * every access is logged, memory of tasks is a buffer at FAKE_MEMORY. What a
 * register does beyond storing is up to the test's hooks.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAKE_IO 0x40000000u
#define FAKE_IO_WORDS 64u
#define FAKE_MEMORY 0x20000000u
#define FAKE_MEMORY_SIZE 0x10000u
#define FAKE_LOG 2048u
#define FAKE_LINES 64u

struct protection;

struct fake_access {
    uint32_t address;
    uint32_t value;
    uint32_t width;
    bool write;
};

struct fake_arch {
    uint32_t io[FAKE_IO_WORDS];
    struct fake_access log[FAKE_LOG];
    size_t accesses;
    /* What a load gives, and what a store does, if not NULL. */
    uint32_t (*on_read)(uint32_t address, uint32_t stored);
    void (*on_write)(uint32_t address, uint32_t value);
    uint32_t fault_at; /* this address bus-faults; 0: none does */
    bool faulted;
    uint32_t barriers;
    bool enabled[FAKE_LINES];
    bool pending[FAKE_LINES];
    bool waits;                      /* an interrupt to be taken */
    uint32_t waits_at;               /* or of this line, if enabled; 0: no */
    uint32_t clock;                  /* counts since the latest tick */
    const struct protection *loaded; /* by hand, the latest */
    uint32_t resets;
    uint32_t halts;
    uint8_t memory[FAKE_MEMORY_SIZE];
};

extern struct fake_arch fake;

/* Effect: everything off and zero. */
void fake_reset(void);

/* Returns: the word of the register file at this address. */
uint32_t *fake_register(uint32_t address);

/* Returns: where a task's address lies in the buffer. */
void *fake_memory(uint32_t address);

/* Returns: how often the register was stored to. */
size_t fake_writes(uint32_t address);
