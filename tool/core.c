/* SPDX-License-Identifier: MIT */
#include "core.h"

#include <stddef.h>
#include <string.h>

static const struct core cores[] = {
    {"cortex-m3", NULL, "", "arm_m", "v7m"},
    {"cortex-m4", "fpv4-sp-d16", "", "arm_m", "v7m"},
    {"cortex-m7", "fpv5-sp-d16", "", "arm_m", "v7m"},
    {"cortex-m33", "fpv5-sp-d16", "+nodsp", "arm_m", "v8m"},
    {"cortex-m55", "fpv5-sp-d16", "", "arm_m", "v8m"},
};

const struct core *
core_find(const struct chip *chip)
{
    for (size_t i = 0; i < sizeof(cores) / sizeof(cores[0]); i++) {
        if (strcmp(cores[i].cpu, chip->cpu) == 0) {
            return &cores[i];
        }
    }
    return NULL;
}

const char *
core_fpu(const struct chip *chip)
{
    const struct core *core = core_find(chip);

    return core == NULL || (chip->lacks & CORE_FPU) != 0 ? NULL : core->fpu;
}

/* The running task's eight, and the kernel's five (arch/arm_m/map_own). */
#define MAP_REGIONS 13u
/* The core's own registers need no region; a counter elsewhere has a page. */
#define CORE_REGISTERS 0xe0000000u
#define PAGE_MASK 0xfffff000u

static bool
is_beside(const struct chip *chip, uint32_t address)
{
    return ((address ^ chip->counter) & PAGE_MASK) == 0;
}

/* Whether one region shows all that time is made of, and no task has it. */
static bool
has_page(const struct chip *chip)
{
    bool own = chip->tick_us != 0 || (is_beside(chip, chip->alarm.reg) &&
                                      is_beside(chip, chip->alarm.clear.reg));

    for (size_t i = 0; i < chip->alarm.start_count; i++) {
        own = own && is_beside(chip, chip->alarm.start[i].reg);
    }
    for (size_t i = 0; i < chip->peripheral_count; i++) {
        const struct peripheral *p = &chip->peripherals[i];
        uint32_t page = chip->counter & PAGE_MASK;

        own = own &&
              (p->base + (p->size - 1) < page || p->base > page + ~PAGE_MASK);
    }
    return own;
}

const char *
core_map(const struct chip *chip)
{
    bool own = chip->protection == PROTECTION_PMSAV8 &&
               chip->protection_regions >= MAP_REGIONS &&
               (chip->counter >= CORE_REGISTERS || has_page(chip));

    return own ? "map_own" : "map_default";
}
