/* SPDX-License-Identifier: MIT */
/*
 * DMA2D of STM32H7 as an engine that copies memory, as tables.
 *
 * Register facts: ST RM0433, chapter DMA2D; RCC AHB3 bit 4.
 *
 * Facts that the tables rest on:
 *
 * - It moves NL lines of PL pixels, with a gap after each line. With gaps of 0
 *   the shape is one range; PL is a constant of the variant, so that NL counts
 *   its units: lines of 64 bytes, or of one pixel of 4.
 * - ABORT, with START written 0 in the same access, ends it after what is on
 *   the bus; START then reads 0.
 * - Its address registers hold where it began, and there is no counter: what
 *   is left after an abort is not known.
 * - Background and the two colour tables would be read by other modes and by
 *   bit 5 of FGPFCCR and BGPFCCR: always 0.
 */
#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define DMA2D 0x52001000u
#define AHB3RSTR 0x5802447cu
#define AHB3ENR 0x580244d4u
#define BIT (1u << 4)

#define CR (DMA2D + 0x00u)
#define ISR (DMA2D + 0x04u)
#define IFCR (DMA2D + 0x08u)
#define FGMAR (DMA2D + 0x0cu)
#define FGOR (DMA2D + 0x10u)
#define BGMAR (DMA2D + 0x14u)
#define FGPFCCR (DMA2D + 0x1cu)
#define BGPFCCR (DMA2D + 0x24u)
#define FGCMAR (DMA2D + 0x2cu)
#define BGCMAR (DMA2D + 0x30u)
#define OPFCCR (DMA2D + 0x34u)
#define OMAR (DMA2D + 0x3cu)
#define OOR (DMA2D + 0x40u)
#define NLR (DMA2D + 0x44u)

#define START 1u
#define ABORT 4u
#define INTERRUPTS (1u << 8 | 1u << 9 | 1u << 13) /* TEIE, TCIE, CEIE */
#define TCIF 0x02u
#define ERRORS 0x21u /* TEIF, CEIF */
#define FLAGS 0x3fu
#define LINES 0xffffu
#define PIXELS(count) ((uint32_t)(count) << 16)

/* A count that reads 0 is one that was not written: there is no clock. */
#define ARM(shift, pixels)                                                     \
    {                                                                          \
        DMA_WRITE(IFCR, FLAGS), DMA_WRITE_SLOT(FGMAR, DMA_SLOT_SRC),           \
            DMA_WRITE(FGOR, 0), DMA_WRITE(BGMAR, 0), DMA_WRITE(FGPFCCR, 0),    \
            DMA_WRITE(BGPFCCR, 0), DMA_WRITE(FGCMAR, 0), DMA_WRITE(BGCMAR, 0), \
            DMA_WRITE(OPFCCR, 0), DMA_WRITE_SLOT(OMAR, DMA_SLOT_DST),          \
            DMA_WRITE(OOR, 0),                                                 \
            DMA_WRITE_COUNT(NLR, shift, LINES, PIXELS(pixels)),                \
            DMA_SYNC(CR, 0), DMA_POLL_ANY(NLR, LINES, 1),                      \
            DMA_START(CR, INTERRUPTS | START), DMA_END,                        \
    }

TABLE static const struct dma_op init[] = {DMA_END};
TABLE static const struct dma_op reset[] = {
    DMA_MODIFY(AHB3ENR, 0, BIT), DMA_MODIFY(AHB3RSTR, 0, BIT),
    DMA_SYNC(AHB3RSTR, 1),       DMA_MODIFY(AHB3RSTR, BIT, 0),
    DMA_SYNC(AHB3RSTR, 1),       DMA_END};
TABLE static const struct dma_op stop[] = {DMA_WRITE(CR, ABORT),
                                           DMA_SYNC(CR, 1), DMA_END};

/* What the kernel runs as one at the end of a transfer. */
TABLE static const struct {
    struct dma_op idle[2], ack[4], fini[11];
} look = {
    {DMA_POLL(CR, START, 0, 1), DMA_END},
    {DMA_GET(DMA_GET_ERROR, ISR, ERRORS, 0, 0),
     DMA_GET(DMA_GET_DONE, ISR, TCIF, 0, 0), DMA_WRITE(IFCR, FLAGS), DMA_END},
    {DMA_WRITE_SLOT(FGMAR, DMA_SLOT_SINK), DMA_WRITE_SLOT(OMAR, DMA_SLOT_SINK),
     DMA_WRITE(FGOR, 0), DMA_WRITE(OOR, 0), DMA_WRITE(BGMAR, 0),
     DMA_WRITE(FGPFCCR, 0), DMA_WRITE(BGPFCCR, 0), DMA_WRITE(FGCMAR, 0),
     DMA_WRITE(BGCMAR, 0), DMA_WRITE(NLR, 0), DMA_END},
};
TABLE static const struct dma_op audit[] = {
    DMA_GET(DMA_SLOT_SRC, FGMAR, 0xffffffffu, 0, 0),
    DMA_GET(DMA_SLOT_DST, OMAR, 0xffffffffu, 0, 0),
    DMA_GET(DMA_SLOT_LEN, NLR, LINES, 0, 0), DMA_END};

TABLE static const struct dma_op wide[] = ARM(6, 16);
TABLE static const struct dma_op narrow[] = ARM(2, 1);
TABLE static const struct dma_variant variants[] = {
    {64, 64 * LINES, wide, NULL},
    {4, 4 * LINES, narrow, NULL},
};

TABLE const struct dma_binding h7_dma2d_0_memory = {
    .variants = variants,
    .variant_count = 2,
    .init = init,
    .stop = stop,
    .idle = look.idle,
    .ack = look.ack,
    .fini = look.fini,
    .reset = reset,
    .audit = audit,
    .residue = SLUICE_RESIDUE_UNKNOWN,
};
