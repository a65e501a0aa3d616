/* SPDX-License-Identifier: MIT */
#include "fake_arch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arch_io.h"
#include "port/arch.h"

struct fake_arch fake;

void
fake_reset(void)
{
    memset(&fake, 0, sizeof(fake));
}

uint32_t *
fake_register(uint32_t address)
{
    uint32_t word = (address - FAKE_IO) / 4;

    assert(word < FAKE_IO_WORDS);
    return &fake.io[word];
}

void *
fake_memory(uint32_t address)
{
    assert(address - FAKE_MEMORY < FAKE_MEMORY_SIZE);
    return &fake.memory[address - FAKE_MEMORY];
}

size_t
fake_writes(uint32_t address)
{
    size_t count = 0;

    for (size_t i = 0; i < fake.accesses; i++) {
        count += fake.log[i].write && fake.log[i].address == address;
    }
    return count;
}

static bool
io_access(uint32_t address, uint32_t value, uint32_t width, bool write)
{
    assert(fake.accesses < FAKE_LOG);
    fake.log[fake.accesses++] =
        (struct fake_access){address, value, width, write};
    if (fake.fault_at == address && address != 0) {
        fake.faulted = true;
        return false;
    }
    return true;
}

uint32_t
arch_io_read(uint32_t address, uint32_t width)
{
    uint32_t stored = *fake_register(address);

    if (fake.on_read != NULL) {
        stored = fake.on_read(address, stored);
    }
    return io_access(address, stored, width, false) ? stored : 0;
}

void
arch_io_write(uint32_t address, uint32_t value, uint32_t width)
{
    if (!io_access(address, value, width, true)) {
        return;
    }
    *fake_register(address) = value;
    if (fake.on_write != NULL) {
        fake.on_write(address, value);
    }
}

bool
arch_io_faulted(void)
{
    bool faulted = fake.faulted;

    fake.faulted = false;
    return faulted;
}

void
arch_barrier(void)
{
    fake.barriers++;
}

/* A pointer that a task's address became lies below 4 GiB. */
static void *
translate(const void *pointer)
{
    uintptr_t address = (uintptr_t)pointer;

    return address - FAKE_MEMORY < FAKE_MEMORY_SIZE
               ? fake_memory((uint32_t)address)
               : (void *)address;
}

void
arch_copy(void *to, const void *from, uint32_t length)
{
    memcpy(translate(to), translate(from), length);
}

void
arch_context_reset(struct context *context, uint32_t entry,
                   uint32_t stack_limit, uint32_t stack_top)
{
    (void)entry;
    memset(context, 0, sizeof(*context));
    context->stack = stack_top;
    context->stack_limit = stack_limit;
}

void
arch_repeat_call(struct context *context)
{
    (void)context;
}

bool
arch_interrupt_waits(void)
{
    return fake.waits || (fake.waits_at != 0 && fake.enabled[fake.waits_at]);
}

void
arch_line_enable(uint32_t line)
{
    fake.enabled[line] = true;
}

void
arch_line_disable(uint32_t line)
{
    fake.enabled[line] = false;
}

void
arch_line_clear(uint32_t line)
{
    fake.pending[line] = false;
}

void
arch_line_pend(uint32_t line)
{
    fake.pending[line] = true;
}

bool
arch_line_is_enabled(uint32_t line)
{
    return fake.enabled[line];
}

bool
arch_line_is_pending(uint32_t line)
{
    return fake.pending[line];
}

uint32_t
arch_counts_since_tick(void)
{
    return fake.clock;
}

uint32_t
arch_counter(void)
{
    return fake.clock;
}

void
arch_time_init(uint32_t counter, uint32_t period, bool counts_down)
{
    (void)counter;
    (void)period;
    (void)counts_down;
}

_Noreturn void
arch_start(struct task *first)
{
    (void)first;
    abort();
}

void
arch_reset(void)
{
    fake.resets++;
}

void
arch_halt(void)
{
    fake.halts++;
}

const struct protection *
arch_idle_init(struct context *context)
{
    memset(context, 0, sizeof(*context));
    return NULL;
}

void
arch_protection_load(const struct protection *protection)
{
    fake.loaded = protection;
}

void
arch_copy_across(void *to, const void *from, uint32_t length)
{
    arch_copy(to, from, length);
}
