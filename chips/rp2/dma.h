/* SPDX-License-Identifier: MIT */
/*
 * The DMA of RP2040 and RP2350, as tables. Who includes this has defined
 * STEP_READ, STEP_WRITE, CHAIN_TO, TREQ, BUSY (places in CTRL), CHAN_ABORT and
 * COUNT (the bits of TRANS_COUNT that count).
 *
 * Register facts: RP2040 datasheet, section 2.5 (DMA) and 2.14 (RESETS); RP2350
 * datasheet, section 12.6 and 7.5.
 *
 * Facts that the tables rest on:
 *
 * - A write of CTRL at its triggering address starts the channel if EN is set.
 *   TRANS_COUNT is a count to reload; addresses are not reloaded, so any other
 *   trigger would go on behind the buffer. CHAIN_TO of each channel is the
 *   channel itself, which chains to nobody.
 * - Clearing EN pauses. An abort lets what is in flight come to its end; ABORT
 *   reads 0 too early and the end raises the interrupt (RP2040-E13). So the
 *   interrupt is masked, EN cleared first (RP2350-E5), then the abort, and IDLE
 *   asks BUSY. ACK clears the interrupt that came of it.
 * - A bus error halts the channel, raises its interrupt, and stays in CTRL
 *   until a 1 is written to it.
 * - What TRANS_COUNT says after an abort is not documented, so nobody is told.
 */
#pragma once

#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define DMA 0x50000000u
#define SETS 0x2000u /* an alias of each register that sets bits */
#define CLEARS 0x3000u
#define READ_ADDR(n) (DMA + 0x40u * (n) + 0x0u)
#define WRITE_ADDR(n) (DMA + 0x40u * (n) + 0x4u)
#define TRANS_COUNT(n) (DMA + 0x40u * (n) + 0x8u)
#define CTRL(n) (DMA + 0x40u * (n) + 0xcu)
#define INTR (DMA + 0x400u)
#define INTE0 (DMA + 0x404u)

#define EN 1u
#define SIZE (3u << 2)
#define ERROR_CLEAR (3u << 29) /* READ_ERROR, WRITE_ERROR: write 1 */
#define ERROR (1u << 31)
#define ALWAYS 0x3fu
#define M(n) (1u << (n))

#define WORD 2u
#define HALF 1u
#define BYTE 0u

/* CTRL of a channel that nobody starts. */
#define REST(n) ((uint32_t)(n) << CHAIN_TO)
#define GO(n, code, steps, treq)                                               \
    (REST(n) | (uint32_t)(code) << 2 | (steps) | (uint32_t)(treq) << TREQ | EN)

/* A count that reads 0 is one that was not written: it is held in reset. */
#define ARM(n, read, write, code, steps, treq)                                 \
    {                                                                          \
        read, write, DMA_WRITE_COUNT(TRANS_COUNT(n), code, COUNT, 0),          \
            DMA_WRITE(INTR, M(n)), DMA_WRITE(INTE0 + SETS, M(n)),              \
            DMA_SYNC(CTRL(n), 0), DMA_POLL_ANY(TRANS_COUNT(n), COUNT, 1),      \
            DMA_START(CTRL(n), GO(n, code, steps, treq)), DMA_END,             \
    }
#define ARM_COPY(n, code)                                                      \
    ARM(n, DMA_WRITE_SLOT(READ_ADDR(n), DMA_SLOT_SRC),                         \
        DMA_WRITE_SLOT(WRITE_ADDR(n), DMA_SLOT_DST), code,                     \
        STEP_READ | STEP_WRITE, ALWAYS)
#define ARM_RECEIVE(n, port, treq)                                             \
    ARM(n, DMA_WRITE(READ_ADDR(n), port),                                      \
        DMA_WRITE_SLOT(WRITE_ADDR(n), DMA_SLOT_DST), BYTE, STEP_WRITE, treq)
#define ARM_SEND(n, port, treq)                                                \
    ARM(n, DMA_WRITE_SLOT(READ_ADDR(n), DMA_SLOT_SRC),                         \
        DMA_WRITE(WRITE_ADDR(n), port), BYTE, STEP_READ, treq)

#define STOP(n)                                                                \
    {                                                                          \
        DMA_WRITE(INTE0 + CLEARS, M(n)),                                       \
            DMA_MODIFY(CTRL(n), ERROR_CLEAR | EN, 0),                          \
            DMA_WRITE(CHAN_ABORT, M(n)), DMA_SYNC(CTRL(n), 1),                 \
            DMA_POLL_SOFT(CTRL(n), BUSY, 0, 8), DMA_END,                       \
    }
#define IDLE(n)                                                                \
    {                                                                          \
        DMA_POLL(CTRL(n), BUSY, 0, 1), DMA_END,                                \
    }
#define ACK(n)                                                                 \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, CTRL(n), ERROR, 0, 0),                          \
            DMA_GET(DMA_GET_DONE, INTR, M(n), 0, 0), DMA_WRITE(INTR, M(n)),    \
            DMA_END,                                                           \
    }
#define FINI(n)                                                                \
    {                                                                          \
        DMA_GET(DMA_GET_RESIDUE, TRANS_COUNT(n), COUNT, 0, WORD),              \
            DMA_SKIP(CTRL(n), SIZE, WORD << 2, 3),                             \
            DMA_GET(DMA_GET_RESIDUE, TRANS_COUNT(n), COUNT, 0, HALF),          \
            DMA_SKIP(CTRL(n), SIZE, HALF << 2, 1),                             \
            DMA_GET(DMA_GET_RESIDUE, TRANS_COUNT(n), COUNT, 0, BYTE),          \
            DMA_WRITE(INTE0 + CLEARS, M(n)),                                   \
            DMA_WRITE(CTRL(n), REST(n) | ERROR_CLEAR),                         \
            DMA_WRITE_SLOT(READ_ADDR(n), DMA_SLOT_SINK),                       \
            DMA_WRITE_SLOT(WRITE_ADDR(n), DMA_SLOT_SINK),                      \
            DMA_WRITE(TRANS_COUNT(n), 0), DMA_END,                             \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[4], fini[11];
};
#define AUDIT(n)                                                               \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, READ_ADDR(n), 0xffffffffu, 0, 0),                \
            DMA_GET(DMA_SLOT_DST, WRITE_ADDR(n), 0xffffffffu, 0, 0),           \
            DMA_GET(DMA_SLOT_LEN, TRANS_COUNT(n), COUNT, 0, 0), DMA_END,       \
    }

#define COMMON(name, n)                                                        \
    .init = name##_init, .stop = name##_##n##_stop,                            \
    .idle = name##_##n##_look.idle, .ack = name##_##n##_look.ack,              \
    .fini = name##_##n##_look.fini, .reset = name##_reset,                     \
    .audit = name##_##n##_audit, .residue = SLUICE_RESIDUE_UNKNOWN

/* Longer ones than this would be longer than any memory of the chips. */
#define LENGTH_MAX 0x1000000u

#define CHANNEL(name, n)                                                       \
    TABLE static const struct dma_op name##_##n##_stop[] = STOP(n);            \
    TABLE static const struct look name##_##n##_look = {IDLE(n), ACK(n),       \
                                                        FINI(n)};              \
    TABLE static const struct dma_op name##_##n##_audit[] = AUDIT(n);          \
    TABLE static const struct dma_op name##_##n##_word[] = ARM_COPY(n, WORD);  \
    TABLE static const struct dma_op name##_##n##_half[] = ARM_COPY(n, HALF);  \
    TABLE static const struct dma_op name##_##n##_byte[] = ARM_COPY(n, BYTE);  \
    TABLE static const struct dma_variant name##_##n##_variants[] = {          \
        {4, LENGTH_MAX, name##_##n##_word, NULL},                              \
        {2, LENGTH_MAX, name##_##n##_half, NULL},                              \
        {1, LENGTH_MAX, name##_##n##_byte, NULL},                              \
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
            {1, LENGTH_MAX, name##_##n##_##request##_arm, NULL},               \
    };                                                                         \
    TABLE const struct dma_binding name##_##n##_##request = {                  \
        .variants = name##_##n##_##request##_variants,                         \
        .variant_count = 1,                                                    \
        COMMON(name, n),                                                       \
    }

/* RESETS: bit 2 holds the DMA in reset, as after power-on. */
#define RESET_DMA (1u << 2)
#define CONTROLLER(name, resets)                                               \
    TABLE static const struct dma_op name##_init[] = {DMA_END};                \
    TABLE static const struct dma_op name##_reset[] = {                        \
        DMA_WRITE((resets) + SETS, RESET_DMA), DMA_SYNC(resets, 1),            \
        DMA_WRITE((resets) + CLEARS, RESET_DMA),                               \
        DMA_POLL((resets) + 0x8u, RESET_DMA, RESET_DMA, 100), DMA_END}
