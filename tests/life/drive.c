/* SPDX-License-Identifier: MIT */
/* See drive.h: the kernel's entries, and what is asked after each. */
#include "drive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <sluice/fault.h>
#include <sluice/kcall.h>

#include "host.h"
#include "kernel_check.h"
#include "panic.h"
#include "port/arch.h"
#include "port/trap.h"
#include "switch.h"

#define ENTRY_COUNTS 20u
#define SETTLE_BEATS 600u
#define SETTLE_TICKS 64u

struct life life;
const char *life_scenario = "";
uint64_t life_count, life_accesses;

uint32_t life_ticks;
static jmp_buf over;

void
life_note(const char *format, ...)
{
    va_list arguments;

    if (life.finding[0] != '\0') {
        return;
    }
    va_start(arguments, format);
    vsnprintf(life.finding, sizeof(life.finding), format, arguments);
    va_end(arguments);
}

_Noreturn void
life_fail(const char *format, ...)
{
    va_list arguments;

    if (life.finding[0] == '\0') {
        va_start(arguments, format);
        vsnprintf(life.finding, sizeof(life.finding), format, arguments);
        va_end(arguments);
    }
    longjmp(over, 1);
}

const char *
life_run(const struct life_row *row, const struct dma_binding *binding)
{
    for (uint32_t i = 0; i < life_scenario_count; i++) {
        const struct life_scenario *scenario = &life_scenarios[i];

        if ((scenario->unless & row->limits) != 0) {
            continue;
        }
        life_scenario = scenario->name;
        life.finding[0] = '\0';
        life.row = row;
        life.binding = binding;
        life.speed = 0;
        life.neighbour = 0;
        life.beats_per_entry = 0;
        if (setjmp(over) != 0) {
            return life.finding;
        }
        scenario->run();
    }
    return NULL;
}

/* What an engine may touch. */

static bool
is_pinned(const struct pin *pin, uint32_t address, uint32_t width, bool write)
{
    uint32_t offset = address - pin->base;

    return pin->length != 0 && offset < pin->length &&
           width <= pin->length - offset && (!write || pin->written);
}

static bool
is_port(uint32_t address)
{
    for (uint32_t i = 0; i < 4; i++) {
        if (address != 0 && life.row->model->ports[i] == address) {
            return true;
        }
    }
    return false;
}

static void
watch(uint32_t engine, uint32_t address, uint32_t width, bool write)
{
    const struct channel *channel = &channel_table[0];
    bool holds = channel->state != SLUICE_DMA_IDLE &&
                 channel->state != SLUICE_DMA_BROKEN;

    life_accesses++;
    if (life.unwatched ||
        (life.neighbour != 0 && engine == life.neighbour - 1u) ||
        is_port(address) ||
        (holds && engine == life.row->channel &&
         (is_pinned(&channel->near, address, width, write) ||
          is_pinned(&channel->far, address, width, write)))) {
        return;
    }
    life_note("engine %u %s %08x outside of every pin", engine,
              write ? "writes" : "reads", address);
}

void
life_check(void)
{
    const char *bad = kernel_check();

    if (bad != NULL) {
        life_fail("%s", bad);
    }
    if (life.finding[0] != '\0') {
        life_fail("noted");
    }
    if (life.model.misuses != 0) {
        life_fail("forbidden access to register %03x of window %u",
                  life.model.misuse_offset, life.model.misuse_window);
    }
}

/* Boot. */

static void
left_by_reset(void)
{
    life.reset_seen = true;
    if (!life.expects_reset) {
        life_fail("the system resets: why %u, address %08x, detail %08x",
                  panic_record.why, panic_record.fault.address,
                  panic_record.fault.detail);
    }
}

static void
boot(void)
{
    memset(&panic_record, 0xa5, sizeof(panic_record));
    life.reset_seen = false;
    if (setjmp(host.exit) != 0) {
        left_by_reset();
        return;
    }
    host.exit_armed = true;
    life.unwatched = true;
    boot_quiesce();
    life.unwatched = false;
    if (model_is_live(&life.model, life.row->channel)) {
        life_fail("an engine lives on after boot");
    }
    memset(&kernel, 0, sizeof(kernel));
    memset(task_table, 0, TASKS * sizeof(task_table[0]));
    memset(channel_table, 0, sizeof(channel_table[0]));
    memset(region_pins, 0, image.region_count);
    boot_init();
    host.exit_armed = false;
}

/* Entries. */

enum entry { ENTRY_CALL, ENTRY_LINE, ENTRY_TICK, ENTRY_FAULT, ENTRY_AUDIT };

static struct task *
enter_kernel(enum entry entry, uint32_t line)
{
    const struct fault fault = {SLUICE_FAULT_MEMORY, 0, 0, 0, SLUICE_ID_NOBODY};

    switch (entry) {
    case ENTRY_CALL:
        return trap_syscall(kernel.current);
    case ENTRY_LINE:
        return trap_irq(line);
    case ENTRY_TICK:
        life_ticks++;
        return trap_tick();
    case ENTRY_FAULT:
        return trap_fault(kernel.current, &fault);
    default:
        return kernel.current;
    }
}

static void
enter(enum entry entry, uint32_t line)
{
    struct task *next;

    if (life.reset_seen) {
        return;
    }
    if (setjmp(host.exit) != 0) {
        left_by_reset();
        return;
    }
    host.exit_armed = true;
    next = enter_kernel(entry, line);
    if (next != kernel.current) {
        switch_to(next);
    }
    dma_audit();
    host.exit_armed = false;
    host.clock += ENTRY_COUNTS;
    life_check();
}

void
life_interrupts(void)
{
    uint32_t line;

    for (uint32_t i = 0; i < 20 && !life.reset_seen; i++) {
        if (!host_line_take(&line)) {
            return;
        }
        enter(ENTRY_LINE, line);
        host_line_done(line);
    }
    if (!life.reset_seen) {
        life_fail("an interrupt that does not go away");
    }
}

static void
after_entry(void)
{
    for (uint32_t i = 0; i < life.beats_per_entry; i++) {
        model_beat(&life.model);
    }
    life_interrupts();
    enter(ENTRY_AUDIT, 0);
}

static void
call(uint32_t number, const uint32_t words[7])
{
    uint32_t *frame = kernel.current->context.frame;

    if (kernel.current == &kernel.idle) {
        life_fail("nobody runs who could make call %u", number);
    }
    memcpy(frame, words, 7 * sizeof(words[0]));
    frame[FRAME_NUMBER] = number;
    enter(ENTRY_CALL, 0);
    after_entry();
}
#define CALL(number, ...) call(number, (const uint32_t[7]){__VA_ARGS__})

void
life_beats(uint32_t count)
{
    for (uint32_t i = 0; i < count && !life.reset_seen; i++) {
        model_beat(&life.model);
        host.clock++;
        life_interrupts();
        life_check();
    }
    enter(ENTRY_AUDIT, 0);
}

void
life_tick(void)
{
    host.clock = host.last_tick + host.period;
    host.last_tick += host.period;
    enter(ENTRY_TICK, 0);
    after_entry();
}

uint32_t
life_state(void)
{
    return channel_table[0].state;
}

static bool
is_over(void)
{
    return life.reset_seen || life_state() == SLUICE_DMA_IDLE;
}

void
life_settle(void)
{
    for (uint32_t i = 0; i < SETTLE_BEATS && !is_over(); i++) {
        life_beats(1);
    }
    for (uint32_t i = 0; i < SETTLE_TICKS && !is_over(); i++) {
        life_tick();
        life_beats(1);
    }
    if (!is_over()) {
        life_fail("the transfer never ends: state %u", life_state());
    }
}

/* Tasks. */

static uint32_t
id_of(uint32_t task)
{
    return task_table[task].id;
}

static void
sleep_supervisor(void)
{
    while (!life.reset_seen && kernel.current == &task_table[SUPERVISOR]) {
        CALL(SLUICE_SYS_RECEIVE, HOME(SUPERVISOR) + 0x200u, 0x40,
             SLUICE_NOTIFY_FAULT | SLUICE_NOTIFY_RESTARTED | 4u,
             SLUICE_ID_NOBODY);
    }
}

static void
ask_owner(void)
{
    struct lease *leases = (struct lease *)(uintptr_t)(HOME(CLIENT) + 0x300u);

    leases[0] = (struct lease){life.row->memory + NEAR_AT, CHUNK_SIZE,
                               SLUICE_LEASE_READ | SLUICE_LEASE_WRITE};
    leases[1] = (struct lease){life.row->memory + FAR_AT, CHUNK_SIZE,
                               SLUICE_LEASE_READ};
    CALL(SLUICE_SYS_IRQ, 4u, SLUICE_IRQ_ENABLE);
    sleep_supervisor();
    CALL(SLUICE_SYS_RECEIVE, HOME(OWNER) + 0x200u, 0x40, OWNER_BIT,
         SLUICE_ID_NOBODY);
    CALL(SLUICE_SYS_SEND, id_of(OWNER), 1u | 2u << SLUICE_LEASES_SHIFT,
         HOME(CLIENT) + 0x200u, 4, HOME(CLIENT) + 0x280u, 0x40,
         HOME(CLIENT) + 0x300u);
    if (kernel.current != &task_table[OWNER]) {
        life_fail("the owner does not run");
    }
}

void
life_begin(const struct life_row *row, const struct dma_binding *binding)
{
    uint32_t speed = life.speed;

    life_count++;
    life.expects_reset = false;
    host_power_on();
    if (!host_map(HOME_BASE, LIFE_HOMES_SIZE) ||
        !host_map(row->memory, LIFE_MEMORY_SIZE) ||
        (row->model->ram.size != 0 &&
         !host_map(row->model->ram.base, LIFE_MEMORY_SIZE))) {
        life_fail("no memory at %08x", row->memory);
    }
    memset((void *)(uintptr_t)row->memory, EMPTY, LIFE_MEMORY_SIZE);
    life_image_init(row, binding);
    model_attach(&life.model, row->model);
    life.model.watch = watch;
    life.model.requests = true;
    life.model.beats_per_access =
        speed == 0 && (row->limits & LIFE_NO_BUSY) != 0 ? 1 : speed;
    for (uint32_t i = 0; i < MODEL_ENGINES; i++) {
        life.model.lines[i] = i == row->channel ? LINE_DMA : LINES + i;
    }
    boot();
    ask_owner();
}

void
life_reboot(void)
{
    boot();
    ask_owner();
}

static void
supervisor_call(uint32_t operation, uint32_t index, uint32_t value)
{
    struct kcall_request request = {index, value};

    host.lines[LINE_POKE].pending = true;
    life_interrupts();
    memcpy((void *)(uintptr_t)(HOME(SUPERVISOR) + 0x300u), &request,
           sizeof(request));
    CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, operation,
         HOME(SUPERVISOR) + 0x300u, sizeof(request), HOME(SUPERVISOR) + 0x340u,
         0x40);
    sleep_supervisor();
}

void
life_fault_owner(void)
{
    enter(ENTRY_FAULT, 0);
    after_entry();
    sleep_supervisor();
}

void
life_restart_client(void)
{
    supervisor_call(SLUICE_KCALL_RESTART, CLIENT, 1);
}

uint32_t
life_arm(uint32_t offset, uint32_t length)
{
    bool copy = life.row->way == LIFE_COPY;

    life.near = life.row->memory + NEAR_AT + offset;
    life.far = life.row->memory + FAR_AT + offset;
    life.length = length;
    life_prepare();
    CALL(SLUICE_SYS_DMA_ARM, 0, id_of(CLIENT), 0, offset,
         copy ? 1 : SLUICE_DMA_NO_FAR, copy ? offset : 0, length);
    return task_table[OWNER].context.frame[0];
}

void
life_stop(void)
{
    CALL(SLUICE_SYS_DMA_STOP, 0);
}
