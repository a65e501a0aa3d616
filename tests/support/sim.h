/* SPDX-License-Identifier: MIT */
/*
 * The kernel in a process, driven by a script: a test acts as whichever task
 * runs. It makes system calls for it, lets it fault, raises interrupts, lets
 * time pass and engines move.
 *
 * After each kernel entry: the engines make sim.beats_per_entry beats, waiting
 * interrupts and ticks are taken, cut calls are repeated, and the whole state
 * is checked, as is each engine against what is pinned. A reset that the test
 * has not announced fails it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sluice/abi.h>

#include "host.h"
#include "kernel.h"
#include "pl081_model.h"

#define SIM_MEMORIES 4u
#define SIM_MEMORY_MAX 0x10000u /* bytes of each */
#define SIM_CONTROLLERS 4u

struct sim_controller {
    uint32_t base;
    uint32_t line_error;
    uint32_t line_done;
};

struct sim {
    struct pl081 dma[SIM_CONTROLLERS];
    uint32_t beats_per_entry;
    bool holds_interrupts; /* they wait until the test lets them in */
    bool expects_reset;    /* by the next entry */
    bool lies_allowed;     /* an engine may act against what it reports */
    bool reset_seen;       /* then the state is dead until sim_boot() */
    uint32_t entries;      /* into the kernel, since boot */
};

extern struct sim sim;

/* One entry into the kernel. */
enum sim_entry_kind {
    SIM_SYSCALL, /* by who runs */
    SIM_IRQ,
    SIM_TICK,
    SIM_FAULT,
    SIM_RESTART, /* as if the supervisor had asked for it */
    SIM_AUDIT,   /* nothing but the audit of a kernel exit */
};

struct sim_entry {
    enum sim_entry_kind kind;
    uint32_t line;   /* IRQ */
    uint32_t victim; /* FAULT, RESTART: index */
    bool runs;       /* RESTART */
    struct fault fault;
};

/*
 * Returns: false if the system was reset.
 * Requires: it was not before.
 */
bool sim_enter(const struct sim_entry *entry);

/* Who looks at every entry, or NULL. */
struct sim_watch {
    void (*before)(const struct sim_entry *entry);
    void (*after)(const struct sim_entry *entry);
};
extern const struct sim_watch *sim_watch;

/*
 * Called, unless NULL, before a task's call or fault, before what waits is
 * taken, and after: it may enter the kernel. A call whose task then does not
 * run is left out.
 */
extern void (*sim_point)(void);

/* Called, unless NULL, before anything is wiped. */
extern void (*sim_before_power_on)(void);

/* Supplied by the image of the tests. */
extern const struct host_range sim_memories[SIM_MEMORIES];
extern const struct sim_controller sim_controllers[SIM_CONTROLLERS];
void sim_image_init(void);

/* Effect: power-on, memory filled with a pattern, boot; the first task runs. */
void sim_boot(void);

/*
 * The same in two steps, so that a test can prepare hardware and memory that
 * the kernel finds.
 */
void sim_power_on(void);
void sim_start(void);

/* Who runs: index, or NO_TASK for idle. */
uint32_t sim_running(void);

struct task *sim_task(uint32_t index);

/* Returns: the current id of the task. */
uint32_t sim_id(uint32_t index);

/* Effect: the task that runs makes a system call. */
void sim_call(uint32_t number, const uint32_t words[7]);
#define SIM_CALL(number, ...) sim_call(number, (const uint32_t[7]){__VA_ARGS__})

/* Returns: a word of a task's frame: a result, once its call is over. */
uint32_t sim_result(uint32_t index, uint32_t word);

/* Effect: the task that runs faults. */
void sim_fault(uint32_t kind, uint32_t address);

/*
 * Effect: the task that runs loads or stores a byte: done if its protection
 * words allow it, else it faults.
 * Returns: whether it was done.
 */
bool sim_load(uint32_t address, uint8_t *value);
bool sim_store(uint32_t address, uint8_t value);

/* Effect: a pulse on the line; it is taken if enabled. */
void sim_irq(uint32_t line);

/* Effect: the time goes on to the next tick, which is taken. */
void sim_tick(void);
void sim_ticks(uint32_t count);

/* Effect: takes what waits: interrupts and ticks. */
void sim_interrupts(void);

/* Effect: the engines make this many beats; then interrupts are taken. */
void sim_beats(uint32_t count);

/* Memory, seen by nobody's rights. */
uint8_t *sim_memory(uint32_t address);
uint32_t *sim_words(uint32_t address);
void sim_fill(uint32_t address, uint32_t length, uint8_t seed);
bool sim_is_filled(uint32_t address, uint32_t length, uint8_t seed);

/* Effect: remembers all simulated memory. */
void sim_snapshot(void);

/* Effect: these bytes are again as in the snapshot. */
void sim_restore(uint32_t base, uint32_t length);

/*
 * Returns: the address of the first byte that differs from the snapshot outside
 * [base, base + length), or 0.
 */
uint32_t sim_difference(uint32_t base, uint32_t length);

/* Effect: fails the test if an invariant does not hold now. */
void sim_check(void);
