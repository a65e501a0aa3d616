/* SPDX-License-Identifier: MIT */
/*
 * The channel DMA of STM32 (BDMA of STM32H7, DMA1 of STM32G0 and STM32L4), as
 * tables.
 *
 * Register facts: ST RM0433 (H7, chapter BDMA), RM0444 (G0) and RM0351 (L4),
 * chapters DMA.
 *
 * Facts that the tables rest on:
 *
 * - There is no busy bit: EN reads as it was written. An abort is safe when
 *   nothing of the channel is on the bus (RM0440 on the same block), so a paced
 *   binding first switches the peripheral's request off, and each time the
 *   tables wait as long as SETTLE reads of a register take: each is a bus
 *   access of its own, later than the one that was on its way.
 * - At the end of a transfer EN stays 1. So ACK clears it when TCIF is set, and
 *   only a flag that it saw: one that came in between would be lost. A bus
 * error clears EN by itself.
 * - CGIF is never written: in the cycle of an error it loses the error (ES0548
 *   2.4.1; the sheet of STM32G4 lists the same block).
 * - Nothing of CCR but EN and the interrupt enables changes before FINI has
 *   asked it for the width.
 */
#pragma once

#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define ISR(base) ((base) + 0x00u)
#define IFCR(base) ((base) + 0x04u)
#define CCR(base, n) ((base) + 0x08u + 0x14u * (n))
#define CNDTR(base, n) ((base) + 0x0cu + 0x14u * (n))
#define CPAR(base, n) ((base) + 0x10u + 0x14u * (n))
#define CMAR(base, n) ((base) + 0x14u + 0x14u * (n))
#define TCIF(n) (0x2u << 4u * (n))
#define TEIF(n) (0x8u << 4u * (n))
#define FLAGS(n) (0xeu << 4u * (n)) /* without CGIF */

#define EN 1u
#define INTERRUPTS 0xau /* TCIE, TEIE */
#define ENABLES 0xfu    /* EN and every interrupt */
#define FROM_MEMORY (1u << 4)
#define PINC (1u << 6)
#define MINC (1u << 7)
#define PSIZE (3u << 8)
#define WIDTHS(code) ((uint32_t)(code) << 8 | (uint32_t)(code) << 10)
#define MEM2MEM (1u << 14)
#define COUNT 0xffffu
#define SETTLE 4u

#define WORD 2u
#define HALF 1u
#define BYTE 0u

/* Of a USART: switch its requests. */
#define DMAR (1u << 6)
#define DMAT (1u << 7)

/* A count that reads 0 is one that was not written: there is no clock. */
#define ARM(base, n, par, mar, code, request, ccr)                             \
    {                                                                          \
        DMA_WRITE(IFCR(base), FLAGS(n)),                                       \
            DMA_WRITE_COUNT(CNDTR(base, n), code, COUNT, 0), par, mar,         \
            request, DMA_SYNC(CCR(base, n), 0),                                \
            DMA_POLL_ANY(CNDTR(base, n), COUNT, 1),                            \
            DMA_START(CCR(base, n), (ccr) | WIDTHS(code) | INTERRUPTS | EN),   \
            DMA_END,                                                           \
    }
#define ARM_COPY(base, n, code)                                                \
    ARM(base, n, DMA_WRITE_SLOT(CPAR(base, n), DMA_SLOT_SRC),                  \
        DMA_WRITE_SLOT(CMAR(base, n), DMA_SLOT_DST), code, NOTHING(base, n),   \
        MEM2MEM | PINC | MINC)
#define ARM_RECEIVE(base, n, port, cr3)                                        \
    ARM(base, n, DMA_WRITE(CPAR(base, n), port),                               \
        DMA_WRITE_SLOT(CMAR(base, n), DMA_SLOT_DST), BYTE,                     \
        DMA_MODIFY(cr3, 0, DMAR), MINC)
#define ARM_SEND(base, n, port, cr3)                                           \
    ARM(base, n, DMA_WRITE(CPAR(base, n), port),                               \
        DMA_WRITE_SLOT(CMAR(base, n), DMA_SLOT_SRC), BYTE,                     \
        DMA_MODIFY(cr3, 0, DMAT), FROM_MEMORY | MINC)
/* In the place of the peripheral's switch. */
#define NOTHING(base, n) DMA_SYNC(CCR(base, n), 0)

#define STOP_COPY(base, n)                                                     \
    {                                                                          \
        DMA_MODIFY(CCR(base, n), ENABLES, 0), DMA_SYNC(CCR(base, n), SETTLE),  \
            DMA_END,                                                           \
    }
#define STOP_PACED(base, n, cr3, bit)                                          \
    {                                                                          \
        DMA_MODIFY(cr3, bit, 0), DMA_SYNC(CCR(base, n), SETTLE),               \
            DMA_MODIFY(CCR(base, n), ENABLES, 0),                              \
            DMA_SYNC(CCR(base, n), SETTLE), DMA_END,                           \
    }
#define IDLE(base, n)                                                          \
    {                                                                          \
        DMA_POLL(CCR(base, n), EN, 0, 1), DMA_END,                             \
    }
#define ACK(base, n)                                                           \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, ISR(base), TEIF(n), 0, 0),                      \
            DMA_GET(DMA_GET_DONE, ISR(base), TCIF(n), 0, 0),                   \
            DMA_SKIP(ISR(base), TCIF(n), 0, 3),                                \
            DMA_MODIFY(CCR(base, n), ENABLES, 0),                              \
            DMA_SYNC(CCR(base, n), SETTLE), DMA_WRITE(IFCR(base), TCIF(n)),    \
            DMA_SKIP(ISR(base), TEIF(n), 0, 1),                                \
            DMA_WRITE(IFCR(base), TEIF(n)), DMA_END,                           \
    }
#define FINI(base, n)                                                          \
    {                                                                          \
        DMA_SKIP(CNDTR(base, n), COUNT, 0, 5),                                 \
            DMA_GET(DMA_GET_RESIDUE, CNDTR(base, n), COUNT, 0, WORD),          \
            DMA_SKIP(CCR(base, n), PSIZE, WORD << 8, 3),                       \
            DMA_GET(DMA_GET_RESIDUE, CNDTR(base, n), COUNT, 0, HALF),          \
            DMA_SKIP(CCR(base, n), PSIZE, HALF << 8, 1),                       \
            DMA_GET(DMA_GET_RESIDUE, CNDTR(base, n), COUNT, 0, BYTE),          \
            DMA_WRITE_SLOT(CPAR(base, n), DMA_SLOT_SINK),                      \
            DMA_WRITE_SLOT(CMAR(base, n), DMA_SLOT_SINK),                      \
            DMA_WRITE(CNDTR(base, n), 0), DMA_END,                             \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[9], fini[10];
};
#define AUDIT(base, n, par, mar)                                               \
    {                                                                          \
        DMA_GET(par, CPAR(base, n), 0xffffffffu, 0, 0),                        \
            DMA_GET(mar, CMAR(base, n), 0xffffffffu, 0, 0),                    \
            DMA_GET(DMA_SLOT_LEN, CNDTR(base, n), COUNT, 0, 0), DMA_END,       \
    }

#define COMMON(name, n, request)                                               \
    .init = name##_init, .stop = name##_##n##_##request##_stop,                \
    .idle = name##_##n##_look.idle, .ack = name##_##n##_look.ack,              \
    .fini = name##_##n##_look.fini, .reset = name##_reset,                     \
    .audit = name##_##n##_##request##_audit, .residue = SLUICE_RESIDUE_AT_MOST

#define CHANNEL(name, base, n)                                                 \
    TABLE static const struct dma_op name##_##n##_memory_stop[] =              \
        STOP_COPY(base, n);                                                    \
    TABLE static const struct look name##_##n##_look = {                       \
        IDLE(base, n), ACK(base, n), FINI(base, n)};                           \
    TABLE static const struct dma_op name##_##n##_memory_audit[] =             \
        AUDIT(base, n, DMA_SLOT_SRC, DMA_SLOT_DST);                            \
    TABLE static const struct dma_op name##_##n##_word[] =                     \
        ARM_COPY(base, n, WORD);                                               \
    TABLE static const struct dma_op name##_##n##_half[] =                     \
        ARM_COPY(base, n, HALF);                                               \
    TABLE static const struct dma_op name##_##n##_byte[] =                     \
        ARM_COPY(base, n, BYTE);                                               \
    TABLE static const struct dma_variant name##_##n##_variants[] = {          \
        {4, 4 * COUNT, name##_##n##_word, NULL},                               \
        {2, 2 * COUNT, name##_##n##_half, NULL},                               \
        {1, COUNT, name##_##n##_byte, NULL},                                   \
    };                                                                         \
    TABLE const struct dma_binding name##_##n##_memory = {                     \
        .variants = name##_##n##_variants,                                     \
        .variant_count = 3,                                                    \
        COMMON(name, n, memory),                                               \
    }

/* `routed` and `table` are whole tables. */
#define PACED(name, base, n, request, routed, table, cr3, bit, par, mar)       \
    TABLE static const struct dma_op name##_##n##_##request##_stop[] =         \
        STOP_PACED(base, n, cr3, bit);                                         \
    TABLE static const struct dma_op name##_##n##_##request##_route[] =        \
        routed;                                                                \
    TABLE static const struct dma_op name##_##n##_##request##_audit[] =        \
        AUDIT(base, n, par, mar);                                              \
    TABLE static const struct dma_op name##_##n##_##request##_arm[] = table;   \
    TABLE static const struct dma_variant                                      \
        name##_##n##_##request##_variants[] = {                                \
            {1, COUNT, name##_##n##_##request##_arm, NULL},                    \
    };                                                                         \
    TABLE const struct dma_binding name##_##n##_##request = {                  \
        .variants = name##_##n##_##request##_variants,                         \
        .variant_count = 1,                                                    \
        .route = name##_##n##_##request##_route,                               \
        COMMON(name, n, request),                                              \
    }

/* Clock and reset of the controller: one bit in each of two registers. */
#define RESET(clock, reset, bit)                                               \
    {                                                                          \
        DMA_MODIFY(clock, 0, bit), DMA_MODIFY(reset, 0, bit),                  \
            DMA_SYNC(reset, 1), DMA_MODIFY(reset, bit, 0), DMA_SYNC(reset, 1), \
            DMA_END,                                                           \
    }
/* By a multiplexer: a register of each channel holds its request. */
#define MUX(mux, n, request)                                                   \
    {                                                                          \
        DMA_WRITE((mux) + 4u * (n), request), DMA_END,                         \
    }
