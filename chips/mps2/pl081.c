/* SPDX-License-Identifier: MIT */
/*
 * Arm PrimeCell PL081 single-master DMA controllers of the MPS2 images, as
 * tables. Base addresses: Arm DAI 0505, Secure view.
 */
#include "pl081.h"

#include "pl08x.h"

#define CONTROLLER_TABLES(name, base)                                          \
    TABLE static const struct dma_op name##_init[] = {                         \
        DMA_WRITE((base) + CONFIGURATION, 1), DMA_END};                        \
    CHANNEL_TABLES(name, base, 0);                                             \
    CHANNEL_TABLES(name, base, 1)

CONTROLLER_TABLES(dmac0, 0x50110000u);
CONTROLLER_TABLES(dmac1, 0x50111000u);
CONTROLLER_TABLES(dmac2, 0x50112000u);
CONTROLLER_TABLES(dmac3, 0x50113000u);
