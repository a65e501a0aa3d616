/* SPDX-License-Identifier: MIT */
/*
 * The PDMA of SiFive FU540 and Microchip PolarFire SoC, as tables.
 *
 * Register facts: SiFive FU540-C000 manual, chapter Platform DMA Engine;
 * Microchip's description of the PDMA registers of PolarFire SoC.
 *
 * Facts that the tables rest on:
 *
 * - A transfer cannot be taken back: run is set until its end, and claim goes
 *   only while run is 0. A stop is a wait, so the length is capped: a page
 *   takes microseconds. `repeat` would make it endless and is never set.
 * - A fresh claim clears the Next registers. Both halves of the 64-bit ones are
 *   written; the upper are 0.
 * - Boards set wsize and rsize to 6; QEMU refuses two that differ.
 * - It reports an error and stops. What was left then stands in ExecBytes.
 */
#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define PDMA(n) (0x03000000u + 0x1000u * (n))
#define CONTROL(n) (PDMA(n) + 0x000u)
#define CONFIG(n) (PDMA(n) + 0x004u)
#define BYTES(n) (PDMA(n) + 0x008u)
#define DEST(n) (PDMA(n) + 0x010u)
#define SOURCE(n) (PDMA(n) + 0x018u)
#define EXEC_BYTES(n) (PDMA(n) + 0x108u)

#define CLAIM 1u
#define RUN 2u
#define INTERRUPTS (3u << 14)
#define DONE (1u << 30)
#define ERROR (1u << 31)
#define SIZES 0x66000000u /* 64 bytes both ways, not repeated */
#define LENGTH_MAX 4096u

#define ARM(n)                                                                 \
    {                                                                          \
        DMA_WRITE(CONTROL(n), 0), DMA_WRITE(CONTROL(n), CLAIM),                \
            DMA_WRITE(CONFIG(n), SIZES),                                       \
            DMA_WRITE_COUNT(BYTES(n), 0, 0xffffffffu, 0),                      \
            DMA_WRITE(BYTES(n) + 4u, 0),                                       \
            DMA_WRITE_SLOT(DEST(n), DMA_SLOT_DST), DMA_WRITE(DEST(n) + 4u, 0), \
            DMA_WRITE_SLOT(SOURCE(n), DMA_SLOT_SRC),                           \
            DMA_WRITE(SOURCE(n) + 4u, 0), DMA_SYNC(CONTROL(n), 0),             \
            DMA_START(CONTROL(n), INTERRUPTS | RUN | CLAIM), DMA_END,          \
    }
/* There is nothing to be done but to wait. */
#define STOP(n)                                                                \
    {                                                                          \
        DMA_POLL_SOFT(CONTROL(n), RUN, 0, 8), DMA_END,                         \
    }
#define IDLE(n)                                                                \
    {                                                                          \
        DMA_POLL(CONTROL(n), RUN, 0, 1), DMA_END,                              \
    }
/* Its flags are plain bits beside run and claim: they fall in FINI. */
#define ACK(n)                                                                 \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, CONTROL(n), ERROR, 0, 0),                       \
            DMA_GET(DMA_GET_DONE, CONTROL(n), DONE, 0, 0), DMA_END,            \
    }
#define FINI(n)                                                                \
    {                                                                          \
        DMA_SKIP(CONTROL(n), ERROR, 0, 1),                                     \
            DMA_GET(DMA_GET_RESIDUE, EXEC_BYTES(n), 0xffffffffu, 0, 0),        \
            DMA_WRITE(CONTROL(n), CLAIM), DMA_WRITE(BYTES(n), 0),              \
            DMA_WRITE(BYTES(n) + 4u, 0),                                       \
            DMA_WRITE_SLOT(DEST(n), DMA_SLOT_SINK),                            \
            DMA_WRITE(DEST(n) + 4u, 0),                                        \
            DMA_WRITE_SLOT(SOURCE(n), DMA_SLOT_SINK),                          \
            DMA_WRITE(SOURCE(n) + 4u, 0), DMA_WRITE(CONTROL(n), 0), DMA_END,   \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[3], fini[11];
};
#define AUDIT(n)                                                               \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, SOURCE(n), 0xffffffffu, 0, 0),                   \
            DMA_GET(DMA_SLOT_DST, DEST(n), 0xffffffffu, 0, 0),                 \
            DMA_GET(DMA_SLOT_LEN, BYTES(n), 0xffffffffu, 0, 0), DMA_END,       \
    }

/* Nothing is common to the channels. */
TABLE static const struct dma_op pdma_init[] = {DMA_END};

#define CHANNEL(n)                                                             \
    TABLE static const struct dma_op pdma_##n##_stop[] = STOP(n);              \
    TABLE static const struct look pdma_##n##_look = {IDLE(n), ACK(n),         \
                                                      FINI(n)};                \
    TABLE static const struct dma_op pdma_##n##_audit[] = AUDIT(n);            \
    TABLE static const struct dma_op pdma_##n##_arm[] = ARM(n);                \
    TABLE static const struct dma_variant pdma_##n##_variants[] = {            \
        {1, LENGTH_MAX, pdma_##n##_arm, NULL},                                 \
    };                                                                         \
    TABLE const struct dma_binding pdma_##n##_memory = {                       \
        .variants = pdma_##n##_variants,                                       \
        .variant_count = 1,                                                    \
        .init = pdma_init,                                                     \
        .stop = pdma_##n##_stop,                                               \
        .idle = pdma_##n##_look.idle,                                          \
        .ack = pdma_##n##_look.ack,                                            \
        .fini = pdma_##n##_look.fini,                                          \
        .reset = NULL, /* none is known */                                     \
        .audit = pdma_##n##_audit,                                             \
        .residue = SLUICE_RESIDUE_AT_MOST,                                     \
    }

CHANNEL(0);
CHANNEL(1);
CHANNEL(2);
CHANNEL(3);
