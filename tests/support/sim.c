/* SPDX-License-Identifier: MIT */
/* See sim.h. */
#include "sim.h"

#include <setjmp.h>
#include <string.h>

#include "expect.h"
#include "kernel_check.h"
#include "panic.h"
#include "port/arch.h"
#include "port/trap.h"
#include "sched.h"
#include "switch.h"

#define PATTERN 0xa5u
#define CALL_COUNTS 20u /* that a kernel entry takes */
#define REPEATS_MAX 1000u

struct sim sim;
const struct sim_watch *sim_watch;
void (*sim_point)(void);
void (*sim_before_power_on)(void);

/* Boot. */

static void
attach_controllers(void)
{
    for (uint32_t i = 0; i < SIM_CONTROLLERS; i++) {
        const struct sim_controller *at = &sim_controllers[i];
        struct host_device device = {at->base, PL081_SIZE, pl081_read,
                                     pl081_write, &sim.dma[i]};

        pl081_reset(&sim.dma[i], at->line_error, at->line_done);
        host_attach(&device);
    }
}

void
sim_power_on(void)
{
    if (sim_before_power_on != NULL) {
        sim_before_power_on();
    }
    memset(&sim, 0, sizeof(sim));
    host_power_on();
    for (uint32_t i = 0; i < SIM_MEMORIES; i++) {
        const struct host_range *at = &sim_memories[i];

        assert_true(at->size <= SIM_MEMORY_MAX);
        assert_true(host_map(at->base, at->size));
        memset((void *)(uintptr_t)at->base, PATTERN, at->size);
    }
    attach_controllers();
    memset(&panic_record, PATTERN, sizeof(panic_record));
}

static void
clear_kernel(void)
{
    memset(&kernel, 0, sizeof(kernel));
    memset(task_table, 0, image.task_count * sizeof(task_table[0]));
    memset(channel_table, 0, image.channel_count * sizeof(channel_table[0]));
    memset(region_pins, 0, image.region_count * sizeof(region_pins[0]));
    sim_image_init();
}

/* The supervisor's own fault is a slip of the script; any other is broken. */
static void
left_by_reset(void)
{
    const struct panic_record *record = &panic_record;

    sim.reset_seen = true;
    if (sim.expects_reset) {
        return;
    }
    if (record->why == SLUICE_PANIC_SUPERVISOR) {
        fail_msg("reset: the supervisor's fault: kind %u, detail %08x",
                 record->fault.kind, record->fault.detail);
    }
    EXPECT_BROKEN("reset: why %u, count %u, address %08x, detail %08x",
                  record->why, record->count, record->fault.address,
                  record->fault.detail);
}

void
sim_start(void)
{
    if (setjmp(host.exit) != 0) {
        left_by_reset();
        return;
    }
    host.exit_armed = true;
    boot_quiesce();
    clear_kernel();
    boot_init();
    host.exit_armed = false;
    sim_check();
}

void
sim_boot(void)
{
    sim_power_on();
    sim_start();
}

/* What is true after every entry. */

/* Returns: true if a live engine of this channel may hold this address. */
static bool
is_pinned_here(const struct channel *channel, uint32_t address, uint32_t left)
{
    const struct pin *ends[2] = {&channel->near, &channel->far};

    for (uint32_t i = 0; i < 2; i++) {
        uint32_t offset = address - ends[i]->base;

        if (ends[i]->length != 0 && offset <= ends[i]->length &&
            left <= ends[i]->length - offset) {
            return true;
        }
    }
    return false;
}

/* An engine that may move bytes has to be one whose channel holds pins. */
static void
check_engine(uint32_t controller, uint32_t index)
{
    const struct pl081_channel *engine = &sim.dma[controller].channels[index];

    if (!engine->running) {
        return;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        const struct channel *channel = &channel_table[i];
        uint32_t left = engine->to_read + engine->level;

        if (channel->state != SLUICE_DMA_IDLE &&
            channel->state != SLUICE_DMA_BROKEN &&
            is_pinned_here(channel, engine->source, engine->to_read) &&
            (is_pinned_here(channel, engine->destination, left) ||
             (engine->control & (1u << 27)) == 0)) {
            return;
        }
    }
    EXPECT_BROKEN("controller %u channel %u runs outside of every pin: %08x to "
                  "%08x, %u bytes",
                  controller, index, engine->source, engine->destination,
                  engine->to_read + engine->level);
}

void
sim_check(void)
{
    const char *bad = kernel_check();

    if (bad != NULL) {
        EXPECT_BROKEN("entry %u: %s", sim.entries, bad);
    }
    for (uint32_t i = 0; i < SIM_CONTROLLERS; i++) {
        for (uint32_t j = 0; j < PL081_CHANNELS; j++) {
            check_engine(i, j);
        }
        if (sim.dma[i].misuses != 0 && !sim.lies_allowed) {
            EXPECT_BROKEN("controller %u: forbidden access to register %03x", i,
                          sim.dma[i].misuse_offset);
        }
    }
}

/* Entries. */

static struct task *
enter_kernel(const struct sim_entry *entry)
{
    switch (entry->kind) {
    case SIM_SYSCALL:
        return trap_syscall(kernel.current);
    case SIM_IRQ:
        return trap_irq(entry->line);
    case SIM_TICK:
        return trap_tick();
    case SIM_FAULT:
        return trap_fault(&task_table[entry->victim], &entry->fault);
    case SIM_RESTART:
        (void)task_restart(&task_table[entry->victim], entry->runs);
        return sched_next(kernel.current);
    default:
        return kernel.current; /* only what follows every entry */
    }
}

bool
sim_enter(const struct sim_entry *entry)
{
    struct task *next;

    assert_false(sim.reset_seen);
    if (sim_watch != NULL) {
        sim_watch->before(entry);
    }
    if (setjmp(host.exit) != 0) {
        left_by_reset();
        if (sim_watch != NULL) {
            sim_watch->after(entry);
        }
        return false;
    }
    host.exit_armed = true;
    next = enter_kernel(entry);
    if (next != kernel.current) {
        switch_to(next);
    }
    dma_audit();
    host.exit_armed = false;
    if (host.io_faulted) {
        EXPECT_BROKEN("entry %u: a bus fault that nobody asked for",
                      sim.entries);
    }
    sim.entries++;
    sim_check();
    if (sim_watch != NULL) {
        sim_watch->after(entry);
    }
    host.clock += CALL_COUNTS;
    return true;
}

/*
 * Effect: a point at which something may come between the script and the
 * kernel.
 * Returns: whether who ran still runs.
 */
static bool
point(void)
{
    const struct task *ran = kernel.current;
    uint32_t id = ran->id;

    if (sim_point != NULL) {
        sim_point();
    }
    return !sim.reset_seen && kernel.current == ran && ran->id == id;
}

static bool
take_one_interrupt(void)
{
    struct sim_entry entry = {.kind = SIM_TICK};
    bool alive;

    if (host_tick_waits()) {
        host.last_tick += host.period;
        return sim_enter(&entry);
    }
    if (!host_line_take(&entry.line)) {
        return false;
    }
    entry.kind = SIM_IRQ;
    alive = sim_enter(&entry);
    host_line_done(entry.line);
    return alive;
}

void
sim_interrupts(void)
{
    for (uint32_t i = 0; i < REPEATS_MAX; i++) {
        if (arch_interrupt_waits()) {
            (void)point();
        }
        if (sim.reset_seen || !take_one_interrupt()) {
            return;
        }
    }
    EXPECT_BROKEN("an interrupt that does not go away");
}

static void
beat_all(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < SIM_CONTROLLERS; j++) {
            pl081_beat(&sim.dma[j]);
        }
    }
}

/* Returns: true if the task that runs has a call to make again. */
static bool
takes_repeat(void)
{
    struct context *context = &kernel.current->context;

    if (kernel.current == &kernel.idle ||
        (context->link & HOST_LINK_REPEAT) == 0) {
        return false;
    }
    context->link &= ~HOST_LINK_REPEAT;
    return true;
}

/* Effect: what happens between an entry and the next word of the script. */
static void
after_entry(void)
{
    struct sim_entry audit = {.kind = SIM_AUDIT};
    struct sim_entry repeat = {.kind = SIM_SYSCALL};

    do {
        beat_all(sim.beats_per_entry);
        /* With stops due, one waits: no task runs before it is taken */
        if (!sim.holds_interrupts || kernel.stops_due) {
            sim_interrupts();
        }
        (void)point();
        if (sim.reset_seen || !sim_enter(&audit)) {
            return;
        }
    } while (takes_repeat() && sim_enter(&repeat));
}

void
sim_call(uint32_t number, const uint32_t words[7])
{
    uint32_t *frame = kernel.current->context.frame;
    struct sim_entry entry = {.kind = SIM_SYSCALL};

    assert_ptr_not_equal(kernel.current, &kernel.idle);
    if (point()) {
        memcpy(frame, words, 7 * sizeof(words[0]));
        frame[FRAME_NUMBER] = number;
        sim_enter(&entry);
    }
    if (!sim.reset_seen) {
        after_entry();
    }
}

void
sim_fault(uint32_t kind, uint32_t address)
{
    struct sim_entry entry = {.kind = SIM_FAULT,
                              .victim = kernel.current->index,
                              .fault = {kind, 0, address, 0, SLUICE_ID_NOBODY}};

    assert_ptr_not_equal(kernel.current, &kernel.idle);
    if (point()) {
        sim_enter(&entry);
    }
    if (!sim.reset_seen) {
        after_entry();
    }
}

void
sim_irq(uint32_t line)
{
    host.lines[line].pending = true;
    after_entry();
}

void
sim_tick(void)
{
    if (!host_tick_waits()) {
        host.clock = host.last_tick + host.period;
    }
    after_entry();
}

void
sim_ticks(uint32_t count)
{
    for (uint32_t i = 0; i < count && !sim.reset_seen; i++) {
        sim_tick();
    }
}

void
sim_beats(uint32_t count)
{
    struct sim_entry audit = {.kind = SIM_AUDIT};

    for (uint32_t i = 0; i < count && !sim.reset_seen; i++) {
        beat_all(1);
        sim_check();
        if (!sim.holds_interrupts) {
            sim_interrupts();
        }
    }
    if (!sim.reset_seen) {
        sim_enter(&audit);
    }
}

/* Tasks and their rights. */

uint32_t
sim_running(void)
{
    return kernel.current->index;
}

struct task *
sim_task(uint32_t index)
{
    return &task_table[index];
}

uint32_t
sim_id(uint32_t index)
{
    return task_table[index].id;
}

uint32_t
sim_result(uint32_t index, uint32_t word)
{
    return task_table[index].context.frame[word];
}

/* The protection unit's answer, from the words that it would be loaded with. */
static bool
protection_allows(const struct protection *protection, uint32_t address,
                  bool write)
{
    uint32_t hits = 0;
    bool allowed = false;

    for (uint32_t i = 0; i < PROTECTION_REGIONS; i++) {
        const uint32_t *pair = &protection->halves[i / 4].words[2 * (i % 4)];
        uint32_t base = pair[0];
        uint32_t limit = pair[1];

        if ((limit & 1u) == 0 || address < (base & ~31u) ||
            address > (limit | 31u)) {
            continue;
        }
        hits++;
        /* AP: bit 1 unprivileged too, bit 2 read only */
        allowed = (base & 2u) != 0 && (!write || (base & 4u) == 0);
    }
    return hits == 1 && allowed; /* regions that overlap fault */
}

static bool
may_touch(uint32_t address, bool write)
{
    assert_ptr_not_equal(kernel.current, &kernel.idle);
    if (protection_allows(kernel.current->protection, address, write)) {
        return true;
    }
    sim_fault(SLUICE_FAULT_MEMORY, address);
    return false;
}

bool
sim_load(uint32_t address, uint8_t *value)
{
    if (!may_touch(address, false)) {
        return false;
    }
    *value = *sim_memory(address);
    return true;
}

bool
sim_store(uint32_t address, uint8_t value)
{
    if (!may_touch(address, true)) {
        return false;
    }
    *sim_memory(address) = value;
    return true;
}
