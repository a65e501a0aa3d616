/* SPDX-License-Identifier: MIT */
/*
 * The bindings of the four PL081 controllers of the MPS2 images with a
 * Cortex-M33: <controller>_<channel>_<request>.
 */
#pragma once

#include <sluice/dma.h>

#define PL081_DECLARE(controller)                                              \
    extern const struct dma_binding controller##_0_memory;                     \
    extern const struct dma_binding controller##_0_never;                      \
    extern const struct dma_binding controller##_1_memory;                     \
    extern const struct dma_binding controller##_1_never

PL081_DECLARE(dmac0);
PL081_DECLARE(dmac1);
PL081_DECLARE(dmac2);
PL081_DECLARE(dmac3);
