/* SPDX-License-Identifier: MIT */
/*
 * DMA1 and DMA2 of STM32H7, with DMAMUX1, as tables.
 *
 * Register facts: ST RM0433, chapters DMA1/DMA2 and DMAMUX; RCC AHB1RSTR and
 * AHB1ENR for reset and clock; the request numbers of DMAMUX1 from its table.
 *
 * Facts that the tables rest on:
 *
 * - EN reads 1 until the access on the bus is over. It is cleared together with
 *   the interrupt enables, in one access (ST's HAL, issue 110 of its driver).
 *   Nothing else of CR is changed then: FINI asks it for the width.
 * - In FIFO mode the rest of the FIFO is still written after EN reads 0, and
 *   only then is TCIF set (RM0090 and RM0390 on the same block). Memory to
 *   memory has no other mode, so its IDLE also asks FS for an empty FIFO. The
 *   peripherals' requests use direct mode, where FS means nothing.
 * - NDTR counts items on the peripheral's side, which is the source's for
 *   memory to memory. What a bus error leaves in the FIFO is not counted.
 * - M1AR, DBM, CIRC and PFCTRL would make the stream go on, or without a bound.
 * - A USART's request needs TRBUFF, else a stream may lock up (item 2.22 of the
 *   errata sheet, as ST's HAL numbers it).
 */
#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

#define DMA1 0x40020000u
#define DMA2 0x40020400u
#define MUX1 0x40020800u /* outputs 0 to 7: DMA1 */
#define MUX2 0x40020820u /* outputs 8 to 15: DMA2 */
#define AHB1RSTR 0x58024480u
#define AHB1ENR 0x580244d8u

#define CR(base, n) ((base) + 0x10u + 0x18u * (n))
#define NDTR(base, n) ((base) + 0x14u + 0x18u * (n))
#define PAR(base, n) ((base) + 0x18u + 0x18u * (n))
#define M0AR(base, n) ((base) + 0x1cu + 0x18u * (n))
#define M1AR(base, n) ((base) + 0x20u + 0x18u * (n))
#define FCR(base, n) ((base) + 0x24u + 0x18u * (n))
#define STATUS(base, n) ((base) + 0x00u + 4u * ((n) / 4u))
#define CLEAR(base, n) ((base) + 0x08u + 4u * ((n) / 4u))
/* Where a stream's flags are: 0, 6, 16, 22. */
#define AT(n) (((n)&1u) * 6u + ((n)&2u) * 8u)
#define FLAGS(n) (0x3du << AT(n))
#define TCIF(n) (0x20u << AT(n))
#define ERRORS(n) (0x0cu << AT(n)) /* TEIF, DMEIF */

#define EN 1u
#define INTERRUPTS 0x16u /* DMEIE, TEIE, TCIE */
#define ENABLES 0x1fu    /* EN and every interrupt */
#define RECEIVE (0u << 6)
#define SEND (1u << 6)
#define COPY (2u << 6)
#define PINC (1u << 9)
#define MINC (1u << 10)
#define PSIZE (3u << 11)
#define WIDTHS(code) ((uint32_t)(code) << 11 | (uint32_t)(code) << 13)
#define PRIORITY (1u << 16)
#define TRBUFF (1u << 20)
#define FIFO_MODE 7u /* DMDIS, threshold full */
#define FS 0x38u
#define FS_EMPTY (4u << 3)
#define COUNT 0xffffu

#define WORD 2u
#define HALF 1u
#define BYTE 0u

#define USART1_RDR 0x40011024u
#define USART1_TDR 0x40011028u
#define USART1_RECEIVES 41u
#define USART1_SENDS 42u

/* A count that reads 0 is one that was not written: there is no clock. */
#define ARM(base, n, par, m0ar, code, fcr, cr)                                 \
    {                                                                          \
        DMA_WRITE(CLEAR(base, n), FLAGS(n)),                                   \
            DMA_WRITE_COUNT(NDTR(base, n), code, COUNT, 0), par, m0ar,         \
            DMA_WRITE(M1AR(base, n), 0), DMA_WRITE(FCR(base, n), fcr),         \
            DMA_SYNC(CR(base, n), 0), DMA_POLL_ANY(NDTR(base, n), COUNT, 1),   \
            DMA_START(CR(base, n),                                             \
                      (cr) | WIDTHS(code) | PRIORITY | INTERRUPTS | EN),       \
            DMA_END,                                                           \
    }
#define TO_PAR(base, n) DMA_WRITE_SLOT(PAR(base, n), DMA_SLOT_SRC)
#define TO_M0AR(base, n, slot) DMA_WRITE_SLOT(M0AR(base, n), slot)
#define ARM_COPY(base, n, code)                                                \
    ARM(base, n, TO_PAR(base, n), TO_M0AR(base, n, DMA_SLOT_DST), code,        \
        FIFO_MODE, COPY | PINC | MINC)
#define ARM_RECEIVE(base, n, port)                                             \
    ARM(base, n, DMA_WRITE(PAR(base, n), port),                                \
        TO_M0AR(base, n, DMA_SLOT_DST), BYTE, 0, RECEIVE | MINC | TRBUFF)
#define ARM_SEND(base, n, port)                                                \
    ARM(base, n, DMA_WRITE(PAR(base, n), port),                                \
        TO_M0AR(base, n, DMA_SLOT_SRC), BYTE, 0, SEND | MINC | TRBUFF)

#define STOP(base, n)                                                          \
    {                                                                          \
        DMA_MODIFY(CR(base, n), ENABLES, 0), DMA_SYNC(CR(base, n), 1),         \
            DMA_END,                                                           \
    }
#define IDLE_COPY(base, n)                                                     \
    {                                                                          \
        DMA_POLL(CR(base, n), EN, 0, 1),                                       \
            DMA_POLL(FCR(base, n), FS, FS_EMPTY, 1), DMA_END,                  \
    }
#define IDLE_PACED(base, n)                                                    \
    {                                                                          \
        DMA_POLL(CR(base, n), EN, 0, 1), DMA_END,                              \
    }
#define ACK(base, n)                                                           \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, STATUS(base, n), ERRORS(n), 0, 0),              \
            DMA_GET(DMA_GET_DONE, STATUS(base, n), TCIF(n), 0, 0),             \
            DMA_WRITE(CLEAR(base, n), FLAGS(n)), DMA_END,                      \
    }
#define FINI(base, n)                                                          \
    {                                                                          \
        DMA_SKIP(NDTR(base, n), COUNT, 0, 5),                                  \
            DMA_GET(DMA_GET_RESIDUE, NDTR(base, n), COUNT, 0, WORD),           \
            DMA_SKIP(CR(base, n), PSIZE, WORD << 11, 3),                       \
            DMA_GET(DMA_GET_RESIDUE, NDTR(base, n), COUNT, 0, HALF),           \
            DMA_SKIP(CR(base, n), PSIZE, HALF << 11, 1),                       \
            DMA_GET(DMA_GET_RESIDUE, NDTR(base, n), COUNT, 0, BYTE),           \
            DMA_WRITE_SLOT(PAR(base, n), DMA_SLOT_SINK),                       \
            DMA_WRITE_SLOT(M0AR(base, n), DMA_SLOT_SINK),                      \
            DMA_WRITE(M1AR(base, n), 0), DMA_WRITE(NDTR(base, n), 0), DMA_END, \
    }
/* What the kernel runs as one at the end of a transfer. */
struct copy_look {
    struct dma_op idle[3], ack[4], fini[11];
};
struct paced_look {
    struct dma_op idle[2], ack[4], fini[11];
};
#define AUDIT(base, n, par, m0ar)                                              \
    {                                                                          \
        DMA_GET(par, PAR(base, n), 0xffffffffu, 0, 0),                         \
            DMA_GET(m0ar, M0AR(base, n), 0xffffffffu, 0, 0),                   \
            DMA_GET(DMA_SLOT_LEN, NDTR(base, n), COUNT, 0, 0), DMA_END,        \
    }
#define ROUTE(mux, n, request)                                                 \
    {                                                                          \
        DMA_WRITE((mux) + 4u * (n), request), DMA_END,                         \
    }

#define COMMON(name, n, request)                                               \
    .init = name##_init, .stop = name##_##n##_stop,                            \
    .idle = name##_##n##_##request##_look.idle,                                \
    .ack = name##_##n##_##request##_look.ack,                                  \
    .fini = name##_##n##_##request##_look.fini, .reset = name##_reset,         \
    .audit = name##_##n##_##request##_audit, .residue = SLUICE_RESIDUE_AT_MOST

#define STREAM(name, base, mux, n)                                             \
    TABLE static const struct dma_op name##_##n##_stop[] = STOP(base, n);      \
    TABLE static const struct copy_look name##_##n##_memory_look = {           \
        IDLE_COPY(base, n), ACK(base, n), FINI(base, n)};                      \
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

#define PACED(name, base, mux, n, request, line, table, par, m0ar)             \
    TABLE static const struct dma_op name##_##n##_##request##_route[] =        \
        ROUTE(mux, n, line);                                                   \
    TABLE static const struct paced_look name##_##n##_##request##_look = {     \
        IDLE_PACED(base, n), ACK(base, n), FINI(base, n)};                     \
    TABLE static const struct dma_op name##_##n##_##request##_audit[] =        \
        AUDIT(base, n, par, m0ar);                                             \
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

#define CONTROLLER(name, base, mux, bit)                                       \
    TABLE static const struct dma_op name##_init[] = {DMA_END};                \
    TABLE static const struct dma_op name##_reset[] = {                        \
        DMA_MODIFY(AHB1ENR, 0, bit), DMA_MODIFY(AHB1RSTR, 0, bit),             \
        DMA_SYNC(AHB1RSTR, 1),       DMA_MODIFY(AHB1RSTR, bit, 0),             \
        DMA_SYNC(AHB1RSTR, 1),       DMA_END};                                 \
    STREAM(name, base, mux, 0);                                                \
    STREAM(name, base, mux, 1);                                                \
    STREAM(name, base, mux, 2);                                                \
    STREAM(name, base, mux, 3);                                                \
    STREAM(name, base, mux, 4);                                                \
    STREAM(name, base, mux, 5);                                                \
    STREAM(name, base, mux, 6);                                                \
    STREAM(name, base, mux, 7)

CONTROLLER(h7_dma1, DMA1, MUX1, 1u);
CONTROLLER(h7_dma2, DMA2, MUX2, 2u);

#define RECEIVES(name, base, mux, n)                                           \
    PACED(name, base, mux, n, usart1_receive, USART1_RECEIVES,                 \
          ARM_RECEIVE(base, n, USART1_RDR), DMA_SLOT_SRC, DMA_SLOT_DST)
#define SENDS(name, base, mux, n)                                              \
    PACED(name, base, mux, n, usart1_send, USART1_SENDS,                       \
          ARM_SEND(base, n, USART1_TDR), DMA_SLOT_DST, DMA_SLOT_SRC)

RECEIVES(h7_dma1, DMA1, MUX1, 2);
SENDS(h7_dma1, DMA1, MUX1, 3);
RECEIVES(h7_dma1, DMA1, MUX1, 6);
SENDS(h7_dma1, DMA1, MUX1, 7);
RECEIVES(h7_dma2, DMA2, MUX2, 2);
SENDS(h7_dma2, DMA2, MUX2, 3);
RECEIVES(h7_dma2, DMA2, MUX2, 6);
SENDS(h7_dma2, DMA2, MUX2, 7);
