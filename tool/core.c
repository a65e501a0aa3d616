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
