/* SPDX-License-Identifier: MIT */
/*
 * What the files of this port share. The port's own state is small and lives
 * beside its user: the fault that waits for delivery (fault.c), and what the
 * tick is (tick.c).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "scs.h"

/* Bytes of FPU registers (s16..s31) that a context's `extra` points to. */
#define EXTRA_WORDS 16u

struct task;

extern uint32_t tick_period; /* counts */

/* struct kernel begins with this; the rest is not the port's business. */
struct kernel_head {
    struct task *current;
    uint32_t charged;
    struct clock clock;
};
extern struct kernel_head kernel;

/* struct task begins with this; kernel/task.c asserts it. */
struct task_head {
    struct context context;
};

/* Safe: a register of the core, named in scs.h. */
static inline uint32_t
scs_read(uint32_t address)
{
    return *(volatile uint32_t *)(uintptr_t)address;
}

static inline void
scs_write(uint32_t address, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)address = value;
}

/*
 * Effect: the core is as the kernel needs it: priorities, faults, traps, memory
 * types. Called once, between .bss and boot_main(), interrupts masked.
 */
void port_init(void);

/*
 * What differs between the architectures, in v7m/mpu.c and v8m/mpu.c.
 *
 * Effect: the memory protection is on, no task has a region yet; the FPU and
 * other states are closed to tasks. Part of port_init().
 */
void core_init(void);

/* Effect: regions of the kernel's own, if it has a map of its own (map_own/).
 */
void map_init(void);

/* Effect: the page of the time base is in the kernel's map. */
void map_counter(uint32_t counter);

/* Effect: only the kernel may use the FPU, if there is one. */
void fpu_init(void);

/* Returns: the status of a breach of the security state; 0 where none is. */
uint32_t core_security_status(void);
void core_clear_security_status(void);

/* Effect: a call or fault of the task that waits to be taken is forgotten. */
void core_drop_pending(void);

/* Returns: whether PSP was left where no frame is, and no other bit tells. */
bool core_left_no_frame(uint32_t cfsr, uint32_t stack);

/* Returns: whether the fault is a stack over its limit, by more than CFSR's
 * stacking errors. `stack`: where the frame is. */
bool core_stack_ran_over(uint32_t cfsr, uint32_t stack);

/* Effect: the tick begins. */
void tick_start(void);

/* Effect: takes the first exception; its return runs the task (fpu.S). */
_Noreturn void entry_start(struct task *first);

/*
 * Effect: s16-s31 are what `extra` holds, and nothing waits to be stored on the
 * stack of an incarnation that is over (fpu.S); the frame has the rest.
 */
void entry_reset_fpu(const uint32_t *extra);

/* The fault handlers' C halves; called by entry.S only. */
void fault_of_task(uint32_t link, uint32_t stack);
void fault_of_kernel(uint32_t *stacked, struct task *outgoing);
struct task *fault_deliver(void);

/* Ranges of code in which a fault is a controller's (inline/arch_io.h). */
struct io_site {
    uint32_t begin;
    uint32_t end; /* 2 behind the begin: a load into r0 */
};
extern const struct io_site io_sites_begin[];
extern const struct io_site io_sites_end[];

/* Bounds of code in which a fault is not the kernel's own (fpu.S). */
extern const char fpu_store_begin[];
extern const char fpu_store_end[];
