/* SPDX-License-Identifier: MIT */
/*
 * The reporter: prints a line for every task that has faulted since it last
 * looked. It is for development, and the least important of all: it asks the
 * kernel for what is on record, and nobody waits for it.
 *
 * Of several faults of a task between two looks, the last is told.
 */
#include <stdint.h>

#include "kcall.h"
#include "print.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

#define INTERVAL_US 100000u

static const char *const names[TASK_COUNT] = TASK_NAMES;

/* Incarnations of each task that have been told of. */
static uint32_t told[TASK_COUNT];

static const char *const kinds[] = {
    [SLUICE_FAULT_NONE] = "stopped by the supervisor",
    [SLUICE_FAULT_MEMORY] = "memory",
    [SLUICE_FAULT_BUS] = "bus error",
    [SLUICE_FAULT_STACK] = "stack overflow",
    [SLUICE_FAULT_TEXT] = "executed where nothing may run",
    [SLUICE_FAULT_DIVIDE] = "divided by zero",
    [SLUICE_FAULT_INSTRUCTION] = "undefined instruction",
    [SLUICE_FAULT_STATE] = "bad processor state",
    [SLUICE_FAULT_USAGE] = "misused a system call",
    [SLUICE_FAULT_PANIC] = "panic",
    [SLUICE_FAULT_INJECTED] = "killed by a kernel call",
    [SLUICE_FAULT_SERVER] = "refused by its server",
};

static const char *const usages[] = {
    [0] = "?",
    [SLUICE_USAGE_SYSCALL] = "no such call",
    [SLUICE_USAGE_SLICE] = "a range that wraps or is not aligned",
    [SLUICE_USAGE_TASK] = "no such task",
    [SLUICE_USAGE_RIGHT] = "the manifest gives no such right",
    [SLUICE_USAGE_LENGTH] = "message too long",
    [SLUICE_USAGE_REPLY] = "reply longer than its room",
    [SLUICE_USAGE_LEASE] = "no such lease",
    [SLUICE_USAGE_OFFSET] = "offset past the end",
    [SLUICE_USAGE_ATTRIBUTE] = "undefined lease attribute",
    [SLUICE_USAGE_REASON] = "undefined reason",
    [SLUICE_USAGE_IRQ] = "not its interrupt",
    [SLUICE_USAGE_KERNEL_CALL] = "bad kernel call",
    [SLUICE_USAGE_PINNED] = "pinned memory",
    [SLUICE_USAGE_CHANNEL] = "not its channel, or in flight",
    [SLUICE_USAGE_DMA] = "bad ends or length of a transfer",
};

static const char *const reasons[] = {
    [SLUICE_REASON_OPERATION] = "no such operation",
    [SLUICE_REASON_SIZE] = "message of the wrong size",
    [SLUICE_REASON_CONTENTS] = "message makes no sense",
    [SLUICE_REASON_LEASES] = "wrong leases",
    [SLUICE_REASON_ROOM] = "reply room too small",
    [SLUICE_REASON_ACCESS] = "not for this client",
};

#define PICK(texts, index)                                                     \
    ((index) < sizeof(texts) / sizeof((texts)[0]) ? (texts)[index] : "?")

/* Effect: appends the other task that had a hand in it. */
static void
format_by(struct text *text, uint32_t id)
{
    uint32_t index = id & SLUICE_ID_INDEX_MASK;

    if (id != SLUICE_ID_NOBODY) {
        text_format(text, ", by %s", index < TASK_COUNT ? names[index] : "?");
    }
}

static void
format_fault(struct text *text, const struct fault *fault)
{
    text_format(text, "%s", PICK(kinds, fault->kind));
    switch (fault->kind) {
    case SLUICE_FAULT_MEMORY:
        text_format(text, "%s, address 0x%x",
                    fault->detail == 1 ? ", in a system call" : "",
                    fault->address);
        break;
    case SLUICE_FAULT_BUS:
        text_format(text, ", address 0x%x", fault->address);
        break;
    case SLUICE_FAULT_USAGE:
        text_format(text, ": %s", PICK(usages, fault->detail));
        break;
    case SLUICE_FAULT_SERVER:
        text_format(text, ": %s", PICK(reasons, fault->detail));
        break;
    default:
        break;
    }
    format_by(text, fault->by);
    if (fault->pc != 0) {
        text_format(text, ", pc 0x%x", fault->pc);
    }
}

static const char *
state_text(uint32_t state)
{
    switch (state) {
    case SLUICE_STATE_FAULTED:
        return "waits for its restart";
    case SLUICE_STATE_RETIRED:
        return "never runs again";
    case SLUICE_STATE_STOPPED:
        return "stopped";
    default:
        return "restarted";
    }
}

static void
report(struct peer *console, uint32_t index, const struct kcall_status *status)
{
    char bytes[CONSOLE_PRINT_MAX];
    struct text text = {bytes, sizeof bytes, 0};
    text_format(&text, "%s faulted: ", names[index]);
    format_fault(&text, &status->fault);
    text_format(&text, "; %s (%u)\n", state_text(status->state),
                status->restarts);
    console_write(console, bytes,
                  text.length < text.room ? text.length : text.room);
}

/* Effect: one look at every task. */
static void
look(struct peer *console)
{
    for (uint32_t i = 0; i < TASK_COUNT; i++) {
        struct kcall_status status = {0};

        kcall_status(i, &status);
        if (status.restarts != told[i]) {
            told[i] = status.restarts;
            report(console, i, &status);
        }
    }
}

_Noreturn void
task_main(void)
{
    struct peer console = peer_of(PEER_CONSOLE);

    for (;;) {
        sleep_for(INTERVAL_US);
        look(&console);
    }
}
