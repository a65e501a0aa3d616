/* SPDX-License-Identifier: MIT */
/*
 * DMA0 of LPC55S69, as tables.
 *
 * Register facts: NXP UM11126, chapters DMA controller and SYSCON
 * (AHBCLKCTRL0 and PRESETCTRL0 bit 20; a 1 in PRESETCTRL holds it in reset).
 *
 * Facts that the tables rest on:
 *
 * - Addresses come from the channel's descriptor in RAM, and are those of the
 *   last element. The descriptors are the kernel's: a task that could write one
 *   could aim the engine. RELOAD stays 0, so its link is not followed.
 * - ENABLECLR lets what is in the pipeline come to its end: then BUSY reads 0.
 *   ACTIVE stays until ABORT, which may be written only after that.
 * - Nothing moves before a trigger. So XFERCFG is written without SWTRIG, and
 *   START is the write of SETTRIG, a set register of one bit for each channel.
 * - XFERCOUNT holds one less than what is left, and 0x3ff after the last; a
 *   transfer of 1024 would look like that from the beginning, so 1023 it is.
 *   What is in the pipeline at a stop is still moved and counted.
 */
#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define DMA0 0x40082000u
#define TABLE_BASE 0x20000000u /* of the descriptors: chip's block `table` */
#define SYSCON 0x40000000u
#define PRESETCTRLSET0 (SYSCON + 0x120u)
#define PRESETCTRLCLR0 (SYSCON + 0x140u)
#define AHBCLKCTRLSET0 (SYSCON + 0x220u)
#define BIT (1u << 20)

#define CTRL (DMA0 + 0x00u)
#define SRAMBASE (DMA0 + 0x08u)
#define ENABLESET (DMA0 + 0x20u)
#define ENABLECLR (DMA0 + 0x28u)
#define ACTIVE (DMA0 + 0x30u)
#define BUSY (DMA0 + 0x38u)
#define ERRINT (DMA0 + 0x40u)
#define INTENSET (DMA0 + 0x48u)
#define INTENCLR (DMA0 + 0x50u)
#define INTA (DMA0 + 0x58u)
#define SETTRIG (DMA0 + 0x70u)
#define ABORT (DMA0 + 0x78u)
#define CFG(n) (DMA0 + 0x400u + 0x10u * (n))
#define XFERCFG(n) (DMA0 + 0x408u + 0x10u * (n))
#define DESCRIPTOR(n) (TABLE_BASE + 0x10u * (n))

#define M(n) (1u << (n))
#define CFGVALID 1u
#define SETINTA (1u << 4)
#define WIDTH (3u << 8)
#define CONFIG(code)                                                           \
    (CFGVALID | SETINTA | (uint32_t)(code) << 8 | 1u << 12 | 1u << 14)
#define XFERCOUNT 0x03ff0000u
#define COUNT_MAX 1023u

#define WORD 2u
#define HALF 1u
#define BYTE 0u

/* XFERCOUNT: LEN in units, less one. CFGVALID that reads 0: there is no clock.
 */
#define ARM(n, code)                                                           \
    {                                                                          \
        DMA_WRITE(ERRINT, M(n)), DMA_WRITE(INTA, M(n)),                        \
            DMA_WRITE(DESCRIPTOR(n) + 0x0u, 0),                                \
            DMA_WRITE_LAST(DESCRIPTOR(n) + 0x4u, DMA_SLOT_SRC, 1u << (code)),  \
            DMA_WRITE_LAST(DESCRIPTOR(n) + 0x8u, DMA_SLOT_DST, 1u << (code)),  \
            DMA_WRITE(DESCRIPTOR(n) + 0xcu, 0), DMA_WRITE(CFG(n), 0),          \
            DMA_WRITE_FIELD(XFERCFG(n), DMA_SLOT_LEN, 0u - (1u << (code)),     \
                            code, 16, XFERCOUNT, CONFIG(code)),                \
            DMA_WRITE(INTENSET, M(n)), DMA_WRITE(ENABLESET, M(n)),             \
            DMA_SYNC(BUSY, 0), DMA_POLL_ANY(XFERCFG(n), CFGVALID, 1),          \
            DMA_START(SETTRIG, M(n)), DMA_END,                                 \
    }
#define STOP(n)                                                                \
    {                                                                          \
        DMA_WRITE(INTENCLR, M(n)), DMA_WRITE(ENABLECLR, M(n)),                 \
            DMA_SYNC(BUSY, 1), DMA_POLL_SOFT(BUSY, M(n), 0, 4), DMA_END,       \
    }
#define IDLE(n)                                                                \
    {                                                                          \
        DMA_POLL(BUSY, M(n), 0, 1), DMA_END,                                   \
    }
#define ACK(n)                                                                 \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, ERRINT, M(n), 0, 0),                            \
            DMA_GET(DMA_GET_DONE, INTA, M(n), 0, 0), DMA_WRITE(ERRINT, M(n)),  \
            DMA_WRITE(INTA, M(n)), DMA_END,                                    \
    }
#define FINI(n)                                                                \
    {                                                                          \
        DMA_SKIP(XFERCFG(n), XFERCOUNT, XFERCOUNT, 6),                         \
            DMA_SKIP(ACTIVE, M(n), 0, 5),                                      \
            DMA_GET_LESS_ONE(DMA_GET_RESIDUE, XFERCFG(n), XFERCOUNT, 16,       \
                             WORD),                                            \
            DMA_SKIP(XFERCFG(n), WIDTH, WORD << 8, 3),                         \
            DMA_GET_LESS_ONE(DMA_GET_RESIDUE, XFERCFG(n), XFERCOUNT, 16,       \
                             HALF),                                            \
            DMA_SKIP(XFERCFG(n), WIDTH, HALF << 8, 1),                         \
            DMA_GET_LESS_ONE(DMA_GET_RESIDUE, XFERCFG(n), XFERCOUNT, 16,       \
                             BYTE),                                            \
            DMA_WRITE(INTENCLR, M(n)), DMA_WRITE(ENABLECLR, M(n)),             \
            DMA_WRITE(ABORT, M(n)), DMA_WRITE(XFERCFG(n), 0),                  \
            DMA_WRITE_SLOT(DESCRIPTOR(n) + 0x4u, DMA_SLOT_SINK),               \
            DMA_WRITE_SLOT(DESCRIPTOR(n) + 0x8u, DMA_SLOT_SINK),               \
            DMA_WRITE(DESCRIPTOR(n) + 0x0u, 0),                                \
            DMA_WRITE(DESCRIPTOR(n) + 0xcu, 0), DMA_END,                       \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[5], fini[16];
};
#define AUDIT(n)                                                               \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, DESCRIPTOR(n) + 0x4u, 0xffffffffu, 0, 0),        \
            DMA_GET(DMA_SLOT_DST, DESCRIPTOR(n) + 0x8u, 0xffffffffu, 0, 0),    \
            DMA_GET(DMA_SLOT_LEN, XFERCFG(n), XFERCOUNT, 16, 0), DMA_END,      \
    }

#define CHANNEL(n)                                                             \
    TABLE static const struct dma_op sdma0_##n##_stop[] = STOP(n);             \
    TABLE static const struct look sdma0_##n##_look = {IDLE(n), ACK(n),        \
                                                       FINI(n)};               \
    TABLE static const struct dma_op sdma0_##n##_audit[] = AUDIT(n);           \
    TABLE static const struct dma_op sdma0_##n##_word[] = ARM(n, WORD);        \
    TABLE static const struct dma_op sdma0_##n##_half[] = ARM(n, HALF);        \
    TABLE static const struct dma_op sdma0_##n##_byte[] = ARM(n, BYTE);        \
    TABLE static const struct dma_variant sdma0_##n##_variants[] = {           \
        {4, 4 * COUNT_MAX, sdma0_##n##_word, NULL},                            \
        {2, 2 * COUNT_MAX, sdma0_##n##_half, NULL},                            \
        {1, COUNT_MAX, sdma0_##n##_byte, NULL},                                \
    };                                                                         \
    TABLE const struct dma_binding sdma0_##n##_memory = {                      \
        .variants = sdma0_##n##_variants,                                      \
        .variant_count = 3,                                                    \
        .init = sdma0_init,                                                    \
        .stop = sdma0_##n##_stop,                                              \
        .idle = sdma0_##n##_look.idle,                                         \
        .ack = sdma0_##n##_look.ack,                                           \
        .fini = sdma0_##n##_look.fini,                                         \
        .reset = sdma0_reset,                                                  \
        .audit = sdma0_##n##_audit,                                            \
        .residue = SLUICE_RESIDUE_AT_MOST,                                     \
    }

TABLE static const struct dma_op sdma0_init[] = {
    DMA_WRITE(SRAMBASE, TABLE_BASE), DMA_WRITE(CTRL, 1u), DMA_END};
TABLE static const struct dma_op sdma0_reset[] = {
    DMA_WRITE(AHBCLKCTRLSET0, BIT),
    DMA_WRITE(PRESETCTRLSET0, BIT),
    DMA_SYNC(CTRL, 1),
    DMA_WRITE(PRESETCTRLCLR0, BIT),
    DMA_SYNC(CTRL, 1),
    DMA_END};

CHANNEL(0);
CHANNEL(1);
CHANNEL(2);
CHANNEL(3);
CHANNEL(4);
CHANNEL(5);
CHANNEL(6);
CHANNEL(7);
CHANNEL(8);
CHANNEL(9);
CHANNEL(10);
CHANNEL(11);
CHANNEL(12);
CHANNEL(13);
CHANNEL(14);
CHANNEL(15);
CHANNEL(16);
CHANNEL(17);
CHANNEL(18);
CHANNEL(19);
CHANNEL(20);
CHANNEL(21);
CHANNEL(22);
