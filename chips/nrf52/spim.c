/* SPDX-License-Identifier: MIT */
/*
 * EasyDMA of SPIM0 and SPIM1 of nRF52840, as tables: an exchange over SPI,
 * where as many bytes are received as are sent.
 *
 * Register facts: Nordic nRF52840 product specification, chapters SPIM and
 * EasyDMA.
 *
 * Facts that the tables rest on:
 *
 * - The engine is part of the peripheral: tasks, events and pointers are in one
 *   page. END and STOPPED say that EasyDMA has finished with RAM, and are set
 *   until they are cleared. Who may write the tasks can start it anew after
 *   END, so that an END proves nothing. For that reason the page is the
 *   kernel's, and the end of each transfer is ENABLE = 0, which IDLE asks for:
 *   ACK writes it when END or STOPPED is there, and clears only what it saw:
 *   one that came in between would be lost.
 * - A stop of a transfer that has come to its end may give no STOPPED; then
 *   END is there.
 * - PTR and MAXCNT are taken over at the start, AMOUNT says how much was done.
 *   LIST would let PTR go on; SHORTS would start it again: both are 0.
 * - A pointer that is not in RAM can corrupt RAM: `reaches` has nothing else.
 * - Anomaly 58 (SPIM sends one byte too many when a transfer of one byte is
 *   received): see the errata of nRF52832; nRF52840 does not have it.
 */
#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define TASK_START(base) ((base) + 0x010u)
#define TASK_STOP(base) ((base) + 0x014u)
#define STOPPED(base) ((base) + 0x104u)
#define END(base) ((base) + 0x118u)
#define STARTED(base) ((base) + 0x14cu)
#define SHORTS(base) ((base) + 0x200u)
#define INTENSET(base) ((base) + 0x304u)
#define INTENCLR(base) ((base) + 0x308u)
#define ENABLE(base) ((base) + 0x500u)
#define RXPTR(base) ((base) + 0x534u)
#define RXMAXCNT(base) ((base) + 0x538u)
#define RXAMOUNT(base) ((base) + 0x53cu)
#define RXLIST(base) ((base) + 0x540u)
#define TXPTR(base) ((base) + 0x544u)
#define TXMAXCNT(base) ((base) + 0x548u)
#define TXLIST(base) ((base) + 0x550u)

#define ENABLED 7u
#define ENABLE_FIELD 0xfu
#define ON_STOPPED (1u << 1) /* places in INTEN are those of the events */
#define ON_END (1u << 6)
#define COUNT 0xffffu

#define ARM(base)                                                              \
    {                                                                          \
        DMA_WRITE(STOPPED(base), 0), DMA_WRITE(END(base), 0),                  \
            DMA_WRITE(STARTED(base), 0), DMA_WRITE(SHORTS(base), 0),           \
            DMA_WRITE_SLOT(TXPTR(base), DMA_SLOT_SRC),                         \
            DMA_WRITE_COUNT(TXMAXCNT(base), 0, COUNT, 0),                      \
            DMA_WRITE(TXLIST(base), 0),                                        \
            DMA_WRITE_SLOT(RXPTR(base), DMA_SLOT_DST),                         \
            DMA_WRITE_COUNT(RXMAXCNT(base), 0, COUNT, 0),                      \
            DMA_WRITE(RXLIST(base), 0),                                        \
            DMA_WRITE(INTENSET(base), ON_STOPPED | ON_END),                    \
            DMA_WRITE(ENABLE(base), ENABLED), DMA_SYNC(ENABLE(base), 1),       \
            DMA_START(TASK_START(base), 1u), DMA_SYNC(ENABLE(base), 4),        \
            DMA_END,                                                           \
    }
/*
 * STOPPED, and then, in this order, not enabled any more. What was enabled and
 * never started says neither STOPPED nor END.
 */
#define STOP(base)                                                             \
    {                                                                          \
        DMA_SKIP(STARTED(base), 1u, 1u, 1), DMA_WRITE(ENABLE(base), 0),        \
            DMA_WRITE(TASK_STOP(base), 1u),                                    \
            DMA_POLL_SOFT(STOPPED(base), 1u, 1u, 16),                          \
            DMA_SKIP(STOPPED(base), 1u, 0, 1), DMA_WRITE(ENABLE(base), 0),     \
            DMA_END,                                                           \
    }
#define IDLE(base)                                                             \
    {                                                                          \
        DMA_POLL(ENABLE(base), ENABLE_FIELD, 0, 1), DMA_END,                   \
    }
#define ACK(base)                                                              \
    {                                                                          \
        DMA_GET(DMA_GET_DONE, END(base), 1u, 0, 0),                            \
            DMA_SKIP(END(base), 1u, 0, 2), DMA_WRITE(ENABLE(base), 0),         \
            DMA_WRITE(END(base), 0), DMA_SKIP(STOPPED(base), 1u, 0, 2),        \
            DMA_WRITE(ENABLE(base), 0), DMA_WRITE(STOPPED(base), 0), DMA_END,  \
    }
/* How much was received is what counts: the rest of RAM is as it was. */
#define FINI(base)                                                             \
    {                                                                          \
        DMA_GET_REST(DMA_GET_RESIDUE, RXAMOUNT(base), COUNT),                  \
            DMA_WRITE(INTENCLR(base), ON_STOPPED | ON_END),                    \
            DMA_WRITE_SLOT(TXPTR(base), DMA_SLOT_SINK),                        \
            DMA_WRITE_SLOT(RXPTR(base), DMA_SLOT_SINK),                        \
            DMA_WRITE(TXMAXCNT(base), 0), DMA_WRITE(RXMAXCNT(base), 0),        \
            DMA_WRITE(TXLIST(base), 0), DMA_WRITE(RXLIST(base), 0),            \
            DMA_WRITE(SHORTS(base), 0), DMA_WRITE(END(base), 0),               \
            DMA_WRITE(STOPPED(base), 0), DMA_WRITE(STARTED(base), 0), DMA_END, \
    }
/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[2], ack[8], fini[13];
};
#define AUDIT(base)                                                            \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, TXPTR(base), 0xffffffffu, 0, 0),                 \
            DMA_GET(DMA_SLOT_DST, RXPTR(base), 0xffffffffu, 0, 0),             \
            DMA_GET(DMA_SLOT_LEN, RXMAXCNT(base), COUNT, 0, 0), DMA_END,       \
    }

/* Pins, frequency and mode are the board's table to set. */
#define PERIPHERAL(name, base)                                                 \
    TABLE static const struct dma_op name##_init[] = {DMA_END};                \
    TABLE static const struct dma_op name##_stop[] = STOP(base);               \
    TABLE static const struct look name##_look = {IDLE(base), ACK(base),       \
                                                  FINI(base)};                 \
    TABLE static const struct dma_op name##_audit[] = AUDIT(base);             \
    TABLE static const struct dma_op name##_arm[] = ARM(base);                 \
    TABLE static const struct dma_variant name##_variants[] = {                \
        {1, COUNT, name##_arm, NULL},                                          \
    };                                                                         \
    TABLE const struct dma_binding name##_0_exchange = {                       \
        .variants = name##_variants,                                           \
        .variant_count = 1,                                                    \
        .init = name##_init,                                                   \
        .stop = name##_stop,                                                   \
        .idle = name##_look.idle,                                              \
        .ack = name##_look.ack,                                                \
        .fini = name##_look.fini,                                              \
        .reset = NULL, /* a peripheral has none of its own */                  \
        .audit = name##_audit,                                                 \
        .residue = SLUICE_RESIDUE_AT_MOST,                                     \
    }

PERIPHERAL(spim0, 0x40003000u);
PERIPHERAL(spim1, 0x40004000u);
