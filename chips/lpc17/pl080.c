/* SPDX-License-Identifier: MIT */
/*
 * The PL080 of LPC1768, as tables. Facts of the controller: ../mps2/pl08x.h,
 * and Arm DDI0196 (PL080) for its eight channels. Of the chip: NXP UM10360,
 * chapter 31 (GPDMA): base, request lines 8 and 9 for UART0, whose data
 * register is one for both ways; chapter 4: PCONP bit 29 is its clock.
 * DMAREQSEL is 0 after reset, which gives those lines to UART0.
 */
#include "../mps2/pl08x.h"

#define BASE 0x50004000u
#define PCONP 0x400fc0c4u
#define CLOCK (1u << 29)

#define UART0_DATA 0x4000c000u
#define UART0_SENDS 8u
#define UART0_RECEIVES 9u

#define SRC_REQUEST(line) ((uint32_t)(line) << 1)
#define FLOW_FROM_PERIPHERAL (2u << 11)
#define START_RECEIVE                                                          \
    (ENABLE | INTERRUPTS | FLOW_FROM_PERIPHERAL | SRC_REQUEST(UART0_RECEIVES))
#define START_SEND                                                             \
    (ENABLE | INTERRUPTS | FLOW_TO_PERIPHERAL | DST_REQUEST(UART0_SENDS))

/* A count that reads 0 is one that was not written: there is no clock. */
#define ARM_REST(number, code, steps, start)                                   \
    DMA_WRITE(BASE + TC_CLEAR, 1u << (number)),                                \
        DMA_WRITE(BASE + LLI(number), 0),                                      \
        DMA_WRITE_COUNT(BASE + CONTROL(number), code, SIZE_MASK,               \
                        TC_ENABLE | (steps) | WIDTHS(code)),                   \
        DMA_SYNC(BASE + CONFIG(number), 0),                                    \
        DMA_POLL_ANY(BASE + CONTROL(number), SIZE_MASK, 1),                    \
        DMA_START(BASE + CONFIG(number), start), DMA_END

#define ARM_COPY(number, code)                                                 \
    {                                                                          \
        DMA_WRITE_SLOT(BASE + SRC(number), DMA_SLOT_SRC),                      \
            DMA_WRITE_SLOT(BASE + DST(number), DMA_SLOT_DST),                  \
            ARM_REST(number, code, STEP_SRC | STEP_DST, START_MEMORY),         \
    }
#define ARM_RECEIVE(number)                                                    \
    {                                                                          \
        DMA_WRITE(BASE + SRC(number), UART0_DATA),                             \
            DMA_WRITE_SLOT(BASE + DST(number), DMA_SLOT_DST),                  \
            ARM_REST(number, BYTE, STEP_DST, START_RECEIVE),                   \
    }
#define ARM_SEND(number)                                                       \
    {                                                                          \
        DMA_WRITE_SLOT(BASE + SRC(number), DMA_SLOT_SRC),                      \
            DMA_WRITE(BASE + DST(number), UART0_DATA),                         \
            ARM_REST(number, BYTE, STEP_SRC, START_SEND),                      \
    }

#define COMMON(number)                                                         \
    .init = gpdma_init, .stop = gpdma_##number##_stop,                         \
    .idle = gpdma_##number##_look.idle, .ack = gpdma_##number##_look.ack,      \
    .fini = gpdma_##number##_look.fini, .audit = gpdma_##number##_audit,       \
    .residue = SLUICE_RESIDUE_AT_MOST

#define CHANNEL_OF_8(number)                                                   \
    TABLE static const struct dma_op gpdma_##number##_stop[] =                 \
        STOP(BASE, number);                                                    \
    TABLE static const struct look gpdma_##number##_look = {                   \
        IDLE(BASE, number), ACK(BASE, number), FINI(BASE, number)};            \
    TABLE static const struct dma_op gpdma_##number##_audit[] =                \
        AUDIT(BASE, number, DMA_SLOT_DST);                                     \
    TABLE static const struct dma_op gpdma_##number##_word[] =                 \
        ARM_COPY(number, WORD);                                                \
    TABLE static const struct dma_op gpdma_##number##_byte[] =                 \
        ARM_COPY(number, BYTE);                                                \
    TABLE static const struct dma_variant gpdma_##number##_variants[] = {      \
        {4, 4 * SIZE_MAX_COUNT, gpdma_##number##_word, NULL},                  \
        {1, SIZE_MAX_COUNT, gpdma_##number##_byte, NULL},                      \
    };                                                                         \
    TABLE const struct dma_binding gpdma_##number##_memory = {                 \
        .variants = gpdma_##number##_variants,                                 \
        .variant_count = 2,                                                    \
        COMMON(number),                                                        \
    }

#define REQUEST(number, request, table)                                        \
    TABLE static const struct dma_op gpdma_##number##_##request##_arm[] =      \
        table(number);                                                         \
    TABLE static const struct dma_variant                                      \
        gpdma_##number##_##request##_variants[] = {                            \
            {1, SIZE_MAX_COUNT, gpdma_##number##_##request##_arm, NULL},       \
    };                                                                         \
    TABLE const struct dma_binding gpdma_##number##_##request = {              \
        .variants = gpdma_##number##_##request##_variants,                     \
        .variant_count = 1,                                                    \
        COMMON(number),                                                        \
    }

TABLE static const struct dma_op gpdma_init[] = {
    DMA_MODIFY(PCONP, 0, CLOCK), DMA_WRITE(BASE + CONFIGURATION, 1), DMA_END};

CHANNEL_OF_8(0);
CHANNEL_OF_8(1);
CHANNEL_OF_8(2);
CHANNEL_OF_8(3);
CHANNEL_OF_8(4);
CHANNEL_OF_8(5);
CHANNEL_OF_8(6);
CHANNEL_OF_8(7);

REQUEST(0, uart0_receive, ARM_RECEIVE);
REQUEST(1, uart0_send, ARM_SEND);
