/* SPDX-License-Identifier: MIT */
/*
 * SmartFusion2 Ethernet MAC: how it is made to forget its rings.
 *
 * Register facts: Microsemi UG0331, Ethernet MAC: CFG1 0x000, bit 31 holds the
 * MAC in reset; DMA_TX_CTL 0x180 and DMA_RX_CTL 0x18C, bit 0 enables. What an
 * emulator does: QEMU 7.2, hw/net/msf2-emac.c, seen running: the reset clears
 * every register and reception stays off. There is no flag that tells that a
 * burst is over; that the reset ends it is the manual's word (CAVEATS.md).
 */
#include <sluice/dma.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define EMAC 0x40041000u
#define CFG1 (EMAC + 0x000u)
#define CFG1_RESET (1u << 31)
#define TX_CTL (EMAC + 0x180u)
#define TX_DESC (EMAC + 0x184u)
#define RX_CTL (EMAC + 0x18cu)
#define RX_DESC (EMAC + 0x190u)
#define ENABLE 1u

/* The descriptors' addresses last, when nothing can follow them any more. */
TABLE static const struct dma_op reset[] = {
    DMA_WRITE(RX_CTL, 0),
    DMA_WRITE(TX_CTL, 0),
    DMA_WRITE(CFG1, CFG1_RESET),
    DMA_SYNC(CFG1, 1),
    DMA_WRITE(RX_DESC, 0),
    DMA_WRITE(TX_DESC, 0),
    DMA_END,
};

TABLE static const struct dma_op idle[] = {
    DMA_POLL(CFG1, CFG1_RESET, CFG1_RESET, 1),
    DMA_POLL(RX_CTL, ENABLE, 0, 1),
    DMA_POLL(TX_CTL, ENABLE, 0, 1),
    DMA_END,
};

TABLE const struct dma_master m2s_emac = {.reset = reset, .idle = idle};
