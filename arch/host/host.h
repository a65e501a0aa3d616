/* SPDX-License-Identifier: MIT */
/*
 * The host port: the kernel in one POSIX process, for tests.
 *
 * There are no tasks that run: whoever drives the port (tests/support/sim.c)
 * acts as them, calls the trap_* functions and keeps the time. Memory of tasks
 * is mapped at its canonical address, below 4 GiB, so a 32-bit task address is
 * the pointer. Controllers are models attached to a range of the bus.
 */
#pragma once

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>

#define HOST_LINES 256u
#define HOST_MEMORIES 8u
#define HOST_DEVICES 8u

/* In context.link: the task makes its system call again when it next runs. */
#define HOST_LINK_REPEAT 1u

/* A controller or peripheral on the bus. Offsets count from its base. */
struct host_device {
    uint32_t base;
    uint32_t size;
    uint32_t (*read)(void *state, uint32_t offset, uint32_t width);
    void (*write)(void *state, uint32_t offset, uint32_t value, uint32_t width);
    void *state;
};

/* What the core came to when it left kernel code by other than a return. */
enum host_exit {
    HOST_STARTED = 1, /* arch_start: host.first runs */
    HOST_RESET,
    HOST_HALTED,
};

struct host_line {
    bool enabled;
    bool pending;
    bool level; /* held high by a device: stays pending */
};

struct host_range {
    uint32_t base;
    uint32_t size;
};

struct host {
    struct host_line lines[HOST_LINES];
    bool hides_waiting; /* the kernel is not told of a pending interrupt */
    struct host_range memories[HOST_MEMORIES];
    struct host_device devices[HOST_DEVICES];
    uint32_t memory_count;
    uint32_t device_count;

    uint64_t clock;     /* counts of the time base since power-on */
    uint64_t last_tick; /* when the latest handled tick was due */
    uint32_t period;    /* counts from tick to tick; 0: no tick */

    uint32_t io_fault_at; /* bus-faults every access to this register, or 0 */
    bool io_faulted;

    struct task *first; /* valid after HOST_STARTED */
    uint32_t resets;
    uint32_t halts;
    /* Set by who has called setjmp(exit): leave there and do not return. */
    bool exit_armed;
    jmp_buf exit;
};

extern struct host host;

/* Effect: power-on: no line, no device, time 0. Memory keeps its mapping. */
void host_power_on(void);

/*
 * Effect: memory at this address, zeroed; the same range again is only zeroed.
 * Returns: false if the process has something else there.
 */
bool host_map(uint32_t base, uint32_t size);

/* Returns: true if all bytes of the range are memory. */
bool host_is_memory(uint32_t base, uint32_t length);

/* Effect: accesses to its range go to the device. */
void host_attach(const struct host_device *device);

/* Effect: a device holds the line high, or lets it go. */
void host_line_set(uint32_t line, bool level);

/*
 * Returns: true, and the line, if an enabled interrupt is pending: it is taken
 * as a core takes it, lowest number first. host_line_done() ends its handling.
 */
bool host_line_take(uint32_t *line);
void host_line_done(uint32_t line);

/* Returns: true if a tick is due. */
bool host_tick_waits(void);
