/* SPDX-License-Identifier: MIT */
/*
 * MDMA of STM32H7, as tables.
 *
 * Register facts: ST RM0433, chapter MDMA; RCC AHB3 bit 0.
 *
 * Facts that the tables rest on:
 *
 * - Each end goes by the AXI port or by the AHBS port of the core, which alone
 *   reaches its TCMs; a bit of TBR says which, and has to agree with the
 *   address. So there is a variant for each pair: TCMs are where bits 31..24 of
 *   an address are 0x00 or 0x20 (ST's HAL asks the same).
 * - Work is done in buffers of TLEN + 1 bytes. After EN was cleared the one at
 *   work is finished; EN then reads 0, and CTCIF is set.
 * - SWRM makes it deaf to hardware requests. EN alone moves nothing then: SWRQ
 *   does, by a write to the upper half of CR, which leaves EN as it is.
 * - MAR and MDR make it write a word to any address after each request, LAR
 *   fetch a new transfer: always 0.
 * - BNDTR counts bytes, up to 65536. What it says in the middle of a buffer is
 *   not documented, so nobody is told.
 */
#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define MDMA 0x52000000u
#define AHB3RSTR 0x5802447cu
#define AHB3ENR 0x580244d4u

#define ISR(n) (MDMA + 0x40u + 0x40u * (n))
#define IFCR(n) (MDMA + 0x44u + 0x40u * (n))
#define CR(n) (MDMA + 0x4cu + 0x40u * (n))
#define SWRQ(n) (MDMA + 0x4eu + 0x40u * (n))
#define TCR(n) (MDMA + 0x50u + 0x40u * (n))
#define BNDTR(n) (MDMA + 0x54u + 0x40u * (n))
#define SAR(n) (MDMA + 0x58u + 0x40u * (n))
#define DAR(n) (MDMA + 0x5cu + 0x40u * (n))
#define BRUR(n) (MDMA + 0x60u + 0x40u * (n))
#define LAR(n) (MDMA + 0x64u + 0x40u * (n))
#define TBR(n) (MDMA + 0x68u + 0x40u * (n))
#define MAR(n) (MDMA + 0x70u + 0x40u * (n))
#define MDR(n) (MDMA + 0x74u + 0x40u * (n))

#define TEIF 0x01u
#define CTCIF 0x02u
#define FLAGS 0x1fu
#define EN 1u
#define INTERRUPTS 0x06u /* TEIE, CTCIE */
#define COUNT 0x1ffffu
#define LENGTH_MAX 65536u

/* TCR: both ends step, block by block, by software; the buffer's length. */
#define STEPS (2u | 2u << 2)
#define WIDTHS(code) ((uint32_t)(code) << 4 | (uint32_t)(code) << 6)
#define INCREMENTS(code) ((uint32_t)(code) << 8 | (uint32_t)(code) << 10)
#define TLEN(bytes) (((bytes)-1u) << 18)
#define BY_BLOCK (1u << 28)
#define SWRM (1u << 30)
#define CONTROL(code, buffer)                                                  \
    (STEPS | WIDTHS(code) | INCREMENTS(code) | TLEN(buffer) | BY_BLOCK | SWRM)
#define SBUS (1u << 16) /* the source by AHBS */
#define DBUS (1u << 17)

/* A count that reads 0 is one that was not written: there is no clock. */
#define ARM(n, control, buses)                                                 \
    {                                                                          \
        DMA_WRITE(IFCR(n), FLAGS), DMA_WRITE(TCR(n), control),                 \
            DMA_WRITE_COUNT(BNDTR(n), 0, COUNT, 0),                            \
            DMA_WRITE_SLOT(SAR(n), DMA_SLOT_SRC),                              \
            DMA_WRITE_SLOT(DAR(n), DMA_SLOT_DST), DMA_WRITE(BRUR(n), 0),       \
            DMA_WRITE(LAR(n), 0), DMA_WRITE(TBR(n), buses),                    \
            DMA_WRITE(MAR(n), 0), DMA_WRITE(MDR(n), 0), DMA_SYNC(CR(n), 0),    \
            DMA_POLL_ANY(BNDTR(n), COUNT, 1),                                  \
            DMA_WRITE(CR(n), INTERRUPTS | EN),                                 \
            {DMA_HEAD(DMA_OP_WR, DMA_HEAD_START | DMA_WIDTH_16 << 3, 0u, 0u,   \
                      0u, 0u),                                                 \
             SWRQ(n), 1u, 0xffffffffu},                                        \
            DMA_END,                                                           \
    }

#define STOP(n)                                                                \
    {                                                                          \
        DMA_WRITE(CR(n), 0), DMA_SYNC(CR(n), 1),                               \
            DMA_POLL_SOFT(CR(n), EN, 0, 8), DMA_END,                           \
    }
#define IDLE(n)                                                                \
    {                                                                          \
        DMA_POLL(CR(n), EN, 0, 1), DMA_END,                                    \
    }
#define ACK(n)                                                                 \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, ISR(n), TEIF, 0, 0),                            \
            DMA_GET(DMA_GET_DONE, ISR(n), CTCIF, 0, 0),                        \
            DMA_WRITE(IFCR(n), FLAGS), DMA_END,                                \
    }
#define FINI(n)                                                                \
    {                                                                          \
        DMA_GET(DMA_GET_RESIDUE, BNDTR(n), COUNT, 0, 0),                       \
            DMA_WRITE_SLOT(SAR(n), DMA_SLOT_SINK),                             \
            DMA_WRITE_SLOT(DAR(n), DMA_SLOT_SINK), DMA_WRITE(BNDTR(n), 0),     \
            DMA_WRITE(BRUR(n), 0), DMA_WRITE(LAR(n), 0), DMA_WRITE(MAR(n), 0), \
            DMA_WRITE(MDR(n), 0), DMA_END,                                     \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[4], fini[9];
};
#define AUDIT(n)                                                               \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, SAR(n), 0xffffffffu, 0, 0),                      \
            DMA_GET(DMA_SLOT_DST, DAR(n), 0xffffffffu, 0, 0),                  \
            DMA_GET(DMA_SLOT_LEN, BNDTR(n), COUNT, 0, 0), DMA_END,             \
    }

/* Which ends are in a TCM. */
#define IN_TCM 0xdf000000u
TABLE static const struct dma_where both_tcm = {IN_TCM, 0, IN_TCM, 0};
TABLE static const struct dma_where source_tcm = {IN_TCM, 0, 0, 0};
TABLE static const struct dma_where target_tcm = {0, 0, IN_TCM, 0};

#define WIDE CONTROL(2u, 128u)
#define NARROW CONTROL(0u, 32u)

#define ARMS(n, name, control)                                                 \
    TABLE static const struct dma_op mdma_##n##_##name##_both[] =              \
        ARM(n, control, SBUS | DBUS);                                          \
    TABLE static const struct dma_op mdma_##n##_##name##_source[] =            \
        ARM(n, control, SBUS);                                                 \
    TABLE static const struct dma_op mdma_##n##_##name##_target[] =            \
        ARM(n, control, DBUS);                                                 \
    TABLE static const struct dma_op mdma_##n##_##name##_neither[] =           \
        ARM(n, control, 0)
#define VARIANTS(n, name, unit)                                                \
    {unit, LENGTH_MAX, mdma_##n##_##name##_both, &both_tcm},                   \
        {unit, LENGTH_MAX, mdma_##n##_##name##_source, &source_tcm},           \
        {unit, LENGTH_MAX, mdma_##n##_##name##_target, &target_tcm},           \
    {                                                                          \
        unit, LENGTH_MAX, mdma_##n##_##name##_neither, NULL                    \
    }

#define CHANNEL(n)                                                             \
    ARMS(n, wide, WIDE);                                                       \
    ARMS(n, narrow, NARROW);                                                   \
    TABLE static const struct dma_op mdma_##n##_stop[] = STOP(n);              \
    TABLE static const struct look mdma_##n##_look = {IDLE(n), ACK(n),         \
                                                      FINI(n)};                \
    TABLE static const struct dma_op mdma_##n##_audit[] = AUDIT(n);            \
    TABLE static const struct dma_variant mdma_##n##_variants[] = {            \
        VARIANTS(n, wide, 4), VARIANTS(n, narrow, 1)};                         \
    TABLE const struct dma_binding h7_mdma_##n##_memory = {                    \
        .variants = mdma_##n##_variants,                                       \
        .variant_count = 8,                                                    \
        .init = mdma_init,                                                     \
        .stop = mdma_##n##_stop,                                               \
        .idle = mdma_##n##_look.idle,                                          \
        .ack = mdma_##n##_look.ack,                                            \
        .fini = mdma_##n##_look.fini,                                          \
        .reset = mdma_reset,                                                   \
        .audit = mdma_##n##_audit,                                             \
        .residue = SLUICE_RESIDUE_UNKNOWN,                                     \
    }

TABLE static const struct dma_op mdma_init[] = {DMA_END};
TABLE static const struct dma_op mdma_reset[] = {
    DMA_MODIFY(AHB3ENR, 0, 1u), DMA_MODIFY(AHB3RSTR, 0, 1u),
    DMA_SYNC(AHB3RSTR, 1),      DMA_MODIFY(AHB3RSTR, 1u, 0),
    DMA_SYNC(AHB3RSTR, 1),      DMA_END};

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
