/* SPDX-License-Identifier: MIT */
/*
 * Tables that lie: ARM chains the transfer to a list item that a task writes,
 * and the family's file doesn't say that this register is a pointer, so the
 * verifier takes it. Whoever writes the item aims the engine at will.
 */
#include "../../../chips/mps2/pl081.c"

#define LIAR 0x50110000u /* dmac0 */
#define BAIT 0x80400000u /* area `bait` of the images that use this chip */

/* As ARM of the good tables, but for the pointer. */
TABLE static const struct dma_op liar_arm[] = {
    DMA_WRITE_SLOT(LIAR + SRC(0), DMA_SLOT_SRC),
    DMA_WRITE_SLOT(LIAR + DST(0), DMA_SLOT_DST),
    DMA_WRITE(LIAR + LLI(0), BAIT),
    DMA_WRITE_COUNT(LIAR + CONTROL(0), WORD, SIZE_MASK,
                    TO_MEMORY | WIDTHS(WORD)),
    DMA_SYNC(LIAR + CONFIG(0), 0),
    DMA_START(LIAR + CONFIG(0), START_MEMORY),
    DMA_WRITE(LIAR + SYNC, 0),
    DMA_END,
};

TABLE static const struct dma_variant liar_variants[] = {
    {4, 64, liar_arm, NULL}};

TABLE const struct dma_binding dmac0_0_liar = {
    .variants = liar_variants,
    .variant_count = 1,
    .init = dmac0_init,
    .stop = dmac0_0_stop,
    .idle = dmac0_0_look.idle,
    .fini = dmac0_0_look.fini,
    .ack = dmac0_0_look.ack,
    .reset = NULL,
    .audit = dmac0_0_memory_audit,
    .residue = SLUICE_RESIDUE_AT_MOST,
};
