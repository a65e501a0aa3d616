/* SPDX-License-Identifier: MIT */
/* What a core needs of the compiler, and which port it runs. */
#pragma once

#include "model.h"

struct core {
    const char *cpu;
    const char *fpu;    /* as the compiler names it, or NULL */
    const char *no_dsp; /* what takes the DSP extension out, if one can */
    const char *arch;
    const char *variant; /* folder of the port with what only this core has */
};

/* Returns: what is known of the chip's core, or NULL. */
const struct core *core_find(const struct chip *chip);

/* Returns: the chip's FPU, or NULL if it has none. */
const char *core_fpu(const struct chip *chip);

/* Returns: the port's folder with the map that the kernel has there. */
const char *core_map(const struct chip *chip);
