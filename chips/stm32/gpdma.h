/* SPDX-License-Identifier: MIT */
/*
 * GPDMA1 of STM32U5 and STM32H5, as tables.
 *
 * Register facts: ST RM0456 (U5) and RM0481 (H5), chapter GPDMA.
 *
 * Facts that the tables rest on:
 *
 * - A write of EN = 0 does nothing. A channel is suspended, which ends its
 *   burst, and then reset: RESET works only on one that is suspended or idle. A
 *   channel that is idle never says SUSPF. So STOP suspends, IDLE asks for
 *   SUSPF or IDLEF, and FINI resets, before it writes what EN protects.
 * - LLR of 0 ends the list; with it and LBAR 0 nothing is ever fetched.
 * - BNDT counts bytes at the source. What a reset loses in the FIFO is not
 *   counted, so how much is left is not known.
 */
#pragma once

#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define GPDMA1 0x40020000u
#define LBAR(n) (GPDMA1 + 0x50u + 0x80u * (n))
#define FCR(n) (GPDMA1 + 0x5cu + 0x80u * (n))
#define SR(n) (GPDMA1 + 0x60u + 0x80u * (n))
#define CR(n) (GPDMA1 + 0x64u + 0x80u * (n))
#define TR1(n) (GPDMA1 + 0x90u + 0x80u * (n))
#define TR2(n) (GPDMA1 + 0x94u + 0x80u * (n))
#define BR1(n) (GPDMA1 + 0x98u + 0x80u * (n))
#define SAR(n) (GPDMA1 + 0x9cu + 0x80u * (n))
#define DAR(n) (GPDMA1 + 0xa0u + 0x80u * (n))
#define LLR(n) (GPDMA1 + 0xccu + 0x80u * (n))

#define IDLEF 1u
#define TCF (1u << 8)
#define ERRORS (7u << 10) /* DTEF, ULEF, USEF */
#define SUSPF (1u << 13)
#define FLAGS 0x7f00u

#define EN 1u
#define RESET 2u
#define SUSP 4u
#define INTERRUPTS (1u << 8 | 7u << 10) /* TCIE, DTEIE, ULEIE, USEIE */
#define COUNT 0xffffu

#define SINC (1u << 3)
#define DINC (1u << 19)
#define WIDTHS(code) ((uint32_t)(code) | (uint32_t)(code) << 16)
#define SWREQ (1u << 9)
#define DREQ (1u << 10) /* the request is the destination's */

#define WORD 2u
#define HALF 1u
#define BYTE 0u

/* USART1. */
#define USART1_RDR 0x40013824u
#define USART1_TDR 0x40013828u

/* A count that reads 0 is one that was not written: there is no clock. */
#define ARM(n, sar, dar, tr1, tr2)                                             \
    {                                                                          \
        DMA_WRITE(FCR(n), FLAGS), DMA_WRITE(TR1(n), tr1),                      \
            DMA_WRITE(TR2(n), tr2), DMA_WRITE_COUNT(BR1(n), 0, COUNT, 0), sar, \
            dar, DMA_WRITE(LBAR(n), 0), DMA_WRITE(LLR(n), 0),                  \
            DMA_SYNC(CR(n), 0), DMA_POLL_ANY(BR1(n), COUNT, 1),                \
            DMA_START(CR(n), INTERRUPTS | EN), DMA_END,                        \
    }
#define ARM_COPY(n, code)                                                      \
    ARM(n, DMA_WRITE_SLOT(SAR(n), DMA_SLOT_SRC),                               \
        DMA_WRITE_SLOT(DAR(n), DMA_SLOT_DST), SINC | DINC | WIDTHS(code),      \
        SWREQ)
#define ARM_RECEIVE(n, port, request)                                          \
    ARM(n, DMA_WRITE(SAR(n), port), DMA_WRITE_SLOT(DAR(n), DMA_SLOT_DST),      \
        DINC, request)
#define ARM_SEND(n, port, request)                                             \
    ARM(n, DMA_WRITE_SLOT(SAR(n), DMA_SLOT_SRC), DMA_WRITE(DAR(n), port),      \
        SINC, DREQ | (request))

#define STOP(n)                                                                \
    {                                                                          \
        DMA_WRITE(CR(n), SUSP), DMA_POLL_ANY_SOFT(SR(n), SUSPF | IDLEF, 16),   \
            DMA_END,                                                           \
    }
#define IDLE(n)                                                                \
    {                                                                          \
        DMA_POLL_ANY(SR(n), SUSPF | IDLEF, 1), DMA_END,                        \
    }
#define ACK(n)                                                                 \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, SR(n), ERRORS, 0, 0),                           \
            DMA_GET(DMA_GET_DONE, SR(n), TCF, 0, 0),                           \
            DMA_WRITE(FCR(n), FLAGS & ~SUSPF), DMA_END,                        \
    }
#define FINI(n)                                                                \
    {                                                                          \
        DMA_GET(DMA_GET_RESIDUE, BR1(n), COUNT, 0, 0),                         \
            DMA_WRITE(CR(n), RESET), DMA_SYNC(CR(n), 1),                       \
            DMA_WRITE(FCR(n), FLAGS), DMA_WRITE_SLOT(SAR(n), DMA_SLOT_SINK),   \
            DMA_WRITE_SLOT(DAR(n), DMA_SLOT_SINK), DMA_WRITE(BR1(n), 0),       \
            DMA_WRITE(LBAR(n), 0), DMA_WRITE(LLR(n), 0), DMA_END,              \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[4], fini[10];
};
#define AUDIT(n)                                                               \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, SAR(n), 0xffffffffu, 0, 0),                      \
            DMA_GET(DMA_SLOT_DST, DAR(n), 0xffffffffu, 0, 0),                  \
            DMA_GET(DMA_SLOT_LEN, BR1(n), COUNT, 0, 0), DMA_END,               \
    }

#define COMMON(name, n)                                                        \
    .init = name##_init, .stop = name##_##n##_stop,                            \
    .idle = name##_##n##_look.idle, .ack = name##_##n##_look.ack,              \
    .fini = name##_##n##_look.fini, .reset = name##_reset,                     \
    .audit = name##_##n##_audit, .residue = SLUICE_RESIDUE_UNKNOWN

#define CHANNEL(name, n)                                                       \
    TABLE static const struct dma_op name##_##n##_stop[] = STOP(n);            \
    TABLE static const struct look name##_##n##_look = {IDLE(n), ACK(n),       \
                                                        FINI(n)};              \
    TABLE static const struct dma_op name##_##n##_audit[] = AUDIT(n);          \
    TABLE static const struct dma_op name##_##n##_word[] = ARM_COPY(n, WORD);  \
    TABLE static const struct dma_op name##_##n##_half[] = ARM_COPY(n, HALF);  \
    TABLE static const struct dma_op name##_##n##_byte[] = ARM_COPY(n, BYTE);  \
    TABLE static const struct dma_variant name##_##n##_variants[] = {          \
        {4, COUNT & ~3u, name##_##n##_word, NULL},                             \
        {2, COUNT & ~1u, name##_##n##_half, NULL},                             \
        {1, COUNT, name##_##n##_byte, NULL},                                   \
    };                                                                         \
    TABLE const struct dma_binding name##_##n##_memory = {                     \
        .variants = name##_##n##_variants,                                     \
        .variant_count = 3,                                                    \
        COMMON(name, n),                                                       \
    }

#define PACED(name, n, request, table)                                         \
    TABLE static const struct dma_op name##_##n##_##request##_arm[] = table;   \
    TABLE static const struct dma_variant                                      \
        name##_##n##_##request##_variants[] = {                                \
            {1, COUNT, name##_##n##_##request##_arm, NULL},                    \
    };                                                                         \
    TABLE const struct dma_binding name##_##n##_##request = {                  \
        .variants = name##_##n##_##request##_variants,                         \
        .variant_count = 1,                                                    \
        COMMON(name, n),                                                       \
    }

/* Clock and reset of the controller: one bit in each of two registers. */
#define CONTROLLER(name, clock, reset, bit)                                    \
    TABLE static const struct dma_op name##_init[] = {DMA_END};                \
    TABLE static const struct dma_op name##_reset[] = {                        \
        DMA_MODIFY(clock, 0, bit), DMA_MODIFY(reset, 0, bit),                  \
        DMA_SYNC(reset, 1),        DMA_MODIFY(reset, bit, 0),                  \
        DMA_SYNC(reset, 1),        DMA_END}
