/* SPDX-License-Identifier: MIT */
/*
 * The host port of kernel/port/arch.h. See host.h.
 *
 * Where hardware lets an error through, this port stops: memory that nobody
 * mapped is never touched silently, and a register that no device answers is a
 * bus fault.
 */
#define _GNU_SOURCE /* MAP_FIXED_NOREPLACE */
#include "arch.h"
#include "arch_io.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

#include "host.h"

/* A stacked exception frame, as a core leaves it on the task's stack. */
#define STACKED_BYTES 32u
#define STACKED_PC 6u

struct host host;

/* As large as the kernel's own. */
struct protection {
    uint32_t words[20];
};

/* Idle holds nothing. */
static const struct protection idle_protection;

void
host_power_on(void)
{
    memset(host.lines, 0, sizeof(host.lines));
    memset(host.devices, 0, sizeof(host.devices));
    host.device_count = 0;
    host.clock = 0;
    host.last_tick = 0;
    host.period = 0;
    host.io_fault_at = 0;
    host.io_faulted = false;
    host.first = NULL;
    host.resets = 0;
    host.halts = 0;
    host.exit_armed = false;
}

static bool
memory_is_mapped(uint32_t base, uint32_t size)
{
    for (uint32_t i = 0; i < host.memory_count; i++) {
        if (host.memories[i].base == base && host.memories[i].size == size) {
            return true;
        }
    }
    return false;
}

bool
host_map(uint32_t base, uint32_t size)
{
    void *at = (void *)(uintptr_t)base;

    if (memory_is_mapped(base, size)) {
        memset(at, 0, size);
        return true;
    }
    assert(host.memory_count < HOST_MEMORIES);
    if (mmap(at, size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != at) {
        return false;
    }
    host.memories[host.memory_count++] = (struct host_range){base, size};
    return true;
}

bool
host_is_memory(uint32_t base, uint32_t length)
{
    for (uint32_t i = 0; i < host.memory_count; i++) {
        uint32_t offset = base - host.memories[i].base;

        if (offset <= host.memories[i].size &&
            length <= host.memories[i].size - offset) {
            return true;
        }
    }
    return false;
}

void
host_attach(const struct host_device *device)
{
    assert(host.device_count < HOST_DEVICES);
    host.devices[host.device_count++] = *device;
}

/* Contexts. */

void
arch_context_reset(struct context *context, uint32_t entry,
                   uint32_t stack_limit, uint32_t stack_top)
{
    uint32_t stack = stack_top - STACKED_BYTES;
    uint32_t *stacked = (uint32_t *)(uintptr_t)stack;

    assert(host_is_memory(stack_limit, stack_top - stack_limit));
    assert(stack_limit % 8u == 0 && stack_top % 8u == 0);
    /* As on a core: hardware aimed at this stack would be seen to hurt. */
    memset(stacked, 0, STACKED_BYTES);
    stacked[STACKED_PC] = entry;
    memset(context->frame, 0, sizeof(context->frame));
    context->stack = stack;
    context->stack_limit = stack_limit;
    context->link = 0;
}

void
arch_repeat_call(struct context *context)
{
    context->link |= HOST_LINK_REPEAT;
}

const struct protection *
arch_idle_init(struct context *context)
{
    memset(context, 0, sizeof(*context));
    return &idle_protection;
}

/* Copies take time, so that a long one can be late for a tick. */
void
arch_copy(void *to, const void *from, uint32_t length)
{
    /* Of no bytes the addresses may be anything: not so for memcpy() */
    if (length != 0) {
        memcpy(to, from, length);
    }
    host.clock += length / 4u;
}

/* Interrupt lines. */

void
host_line_set(uint32_t line, bool level)
{
    assert(line < HOST_LINES);
    if (level && !host.lines[line].level) {
        host.lines[line].pending = true;
    }
    host.lines[line].level = level;
}

bool
host_line_take(uint32_t *line)
{
    for (uint32_t i = 0; i < HOST_LINES; i++) {
        if (host.lines[i].enabled && host.lines[i].pending) {
            host.lines[i].pending = false;
            *line = i;
            return true;
        }
    }
    return false;
}

void
host_line_done(uint32_t line)
{
    if (host.lines[line].level) {
        host.lines[line].pending = true;
    }
}

bool
host_tick_waits(void)
{
    return host.period != 0 && host.clock - host.last_tick >= host.period;
}

bool
arch_interrupt_waits(void)
{
    if (host.hides_waiting) {
        return false;
    }
    for (uint32_t i = 0; i < HOST_LINES; i++) {
        if (host.lines[i].enabled && host.lines[i].pending) {
            return true;
        }
    }
    return host_tick_waits();
}

void
arch_line_enable(uint32_t line)
{
    assert(line < HOST_LINES);
    host.lines[line].enabled = true;
}

void
arch_line_disable(uint32_t line)
{
    assert(line < HOST_LINES);
    host.lines[line].enabled = false;
}

void
arch_line_clear(uint32_t line)
{
    assert(line < HOST_LINES);
    /* A line that is still held high stays pending, as on a real core. */
    host.lines[line].pending = host.lines[line].level;
}

void
arch_line_pend(uint32_t line)
{
    assert(line < HOST_LINES);
    host.lines[line].pending = true;
}

bool
arch_line_is_enabled(uint32_t line)
{
    assert(line < HOST_LINES);
    return host.lines[line].enabled;
}

bool
arch_line_is_pending(uint32_t line)
{
    assert(line < HOST_LINES);
    return host.lines[line].pending;
}

void
arch_time_init(uint32_t counter, uint32_t period, bool counts_down)
{
    (void)counter; /* the counter is host.clock */
    (void)counts_down;
    host.period = period;
}

uint32_t
arch_counts_since_tick(void)
{
    return (uint32_t)(host.clock - host.last_tick);
}

uint32_t
arch_counter(void)
{
    uint32_t counts = arch_counts_since_tick();

    return host.period == 0 ? counts : counts % host.period;
}

/* The bus. */

static const struct host_device *
device_at(uint32_t address)
{
    for (uint32_t i = 0; i < host.device_count; i++) {
        if (address - host.devices[i].base < host.devices[i].size) {
            return &host.devices[i];
        }
    }
    return NULL;
}

/* Returns: the device, or NULL after a bus fault. */
static const struct host_device *
io_access(uint32_t address)
{
    const struct host_device *device = device_at(address);

    host.clock++;
    if (device == NULL || (host.io_fault_at == address && address != 0)) {
        host.io_faulted = true;
        return NULL;
    }
    return device;
}

uint32_t
arch_io_read(uint32_t address, uint32_t width)
{
    const struct host_device *device = io_access(address);

    if (device == NULL) {
        return 0;
    }
    return device->read(device->state, address - device->base, width);
}

void
arch_io_write(uint32_t address, uint32_t value, uint32_t width)
{
    const struct host_device *device = io_access(address);

    if (device != NULL) {
        device->write(device->state, address - device->base, value, width);
    }
}

bool
arch_io_faulted(void)
{
    bool faulted = host.io_faulted;

    host.io_faulted = false;
    return faulted;
}

void
arch_barrier(void)
{
}

/* Leaving kernel code. */

static void
leave(enum host_exit reason)
{
    if (host.exit_armed) {
        host.exit_armed = false;
        longjmp(host.exit, (int)reason);
    }
}

_Noreturn void
arch_start(struct task *first)
{
    host.first = first;
    leave(HOST_STARTED);
    __builtin_trap(); /* nobody drives this port */
}

void
arch_reset(void)
{
    host.resets++;
    leave(HOST_RESET);
}

void
arch_halt(void)
{
    host.halts++;
    leave(HOST_HALTED);
}

void
arch_protection_load(const struct protection *protection)
{
    (void)protection;
}

void
arch_copy_across(void *to, const void *from, uint32_t length)
{
    arch_copy(to, from, length);
}
