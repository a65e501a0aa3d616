/* SPDX-License-Identifier: MIT */
/* Panic: the record lies in .noinit, so a reset keeps it and a checksum tells
 * whether it is one. */
#include "panic.h"

#include <stdbool.h>
#include <stddef.h>

#include "port/arch.h"

#define MAGIC 0x534c5543u

NOINIT struct panic_record panic_record;

static uint32_t
checksum(void)
{
    const uint32_t *word = (const uint32_t *)&panic_record;
    uint32_t sum = 0x811c9dc5u;

    for (size_t i = 0; i < offsetof(struct panic_record, checksum) / 4; i++) {
        sum = (sum ^ word[i]) * 0x01000193u;
    }
    return sum;
}

static bool
is_valid(void)
{
    return panic_record.magic == MAGIC && panic_record.checksum == checksum();
}

static void
clear(void)
{
    panic_record = (struct panic_record){.magic = MAGIC};
    panic_record.checksum = checksum();
}

void
panic_init(void)
{
    if (!is_valid()) {
        clear();
    }
}

void
panic_good_run(void)
{
    panic_record.count = 0;
    panic_record.checksum = checksum();
}

void
panic_reset(uint32_t why, const struct fault *fault)
{
    panic_init(); /* before boot_main() the record may be noise */
    panic_record.why = why;
    panic_record.count++;
    panic_record.fault = *fault;
    panic_record.checksum = checksum();
    if (panic_record.count >= PANIC_IN_A_ROW) {
        arch_halt();
        return;
    }
    arch_reset();
}

void
panic_note(uint32_t why, uint32_t address, uint32_t detail)
{
    struct fault fault = {SLUICE_FAULT_NONE, detail, address, 0,
                          SLUICE_ID_NOBODY};

    panic_reset(why, &fault);
}
