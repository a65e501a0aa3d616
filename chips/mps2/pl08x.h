/* SPDX-License-Identifier: MIT */
/*
 * Arm PrimeCell PL080 and PL081, as tables: what both have in common.
 * Register facts: Arm DDI 0218 (PL081 technical reference manual), chapter 3,
 * by the names of its register descriptions. What an emulator does otherwise:
 * QEMU 7.2, hw/dma/pl080.c, seen running.
 *
 * Facts that the tables rest on:
 *
 * - Clearing Enable in the channel's Configuration lets the AHB transfer in
 *   progress complete, drops what the FIFO holds and then disables the channel.
 *   Setting Halt first makes it take no further requests, and Active reads 0
 *   once the FIFO is empty. A halted channel whose peripheral is silent never
 *   empties it, so Active is polled softly.
 * - EnbldChns is 0 for a channel that is disabled, also after its last
 *   transfer or a bus error. That is what IDLE asks; a flag proves nothing.
 * - TransferSize, Control[11:0], counts transfers of the source's width that
 *   are not yet complete at the destination. While the channel runs it is out
 *   of date when it is read; after a stop, data dropped with the FIFO was not
 *   delivered and is still counted.
 * - An LLI of 0 ends the list. It is the one register that could make the
 *   engine fetch addresses from memory: always written 0.
 * - A 0 in Sync turns the synchroniser of a request on, which is the reset
 *   value: writing 0 changes nothing. It is written after START because QEMU
 *   raises the terminal count's line only at the next write of a register that
 *   is not a channel's.
 */
#pragma once

#include <sluice/dma.h>

#include <stddef.h>

#define TABLE __attribute__((section(".sluice.dma")))

/* Registers of the controller, by offset. */
#define TC_CLEAR 0x008u    /* IntTCClear: write 1 */
#define ERROR_CLEAR 0x010u /* IntErrClr: write 1 */
#define RAW_TC 0x014u      /* RawIntTCStatus */
#define RAW_ERROR 0x018u   /* RawIntErrorStatus */
#define ENABLED 0x01cu     /* EnbldChns */
#define CONFIGURATION                                                          \
    0x030u /* bit 0: controller on; bit 1: 0 little endian                     \
            */
#define SYNC 0x034u

/* Registers of a channel, by offset. */
#define CHANNEL(number) (0x100u + 0x20u * (number))
#define SRC(number) (CHANNEL(number) + 0x00u)
#define DST(number) (CHANNEL(number) + 0x04u)
#define LLI(number) (CHANNEL(number) + 0x08u)
#define CONTROL(number) (CHANNEL(number) + 0x0cu)
#define CONFIG(number) (CHANNEL(number) + 0x10u)

/*
 * Control: bursts of one, unprivileged on the bus. The widths of both ends are
 * equal: with unequal ones QEMU steps the destination wrongly.
 */
#define SIZE_MASK 0xfffu
#define SIZE_MAX_COUNT 4095u
#define WIDTH_MASK (7u << 18)
#define WIDTHS(code) ((uint32_t)(code) << 18 | (uint32_t)(code) << 21)
#define STEP_SRC (1u << 26)
#define STEP_DST (1u << 27)
#define TC_ENABLE (1u << 31)
#define TO_MEMORY (TC_ENABLE | STEP_SRC | STEP_DST)
#define TO_FIXED (TC_ENABLE | STEP_SRC)

/* Codes of a width: its binary logarithm. */
#define WORD 2u
#define HALF 1u
#define BYTE 0u

/* Config. Both interrupts are unmasked. */
#define ENABLE 1u
#define DST_REQUEST(line) ((uint32_t)(line) << 6)
#define FLOW_MEMORY (0u << 11)
#define FLOW_TO_PERIPHERAL (1u << 11)
#define INTERRUPTS (1u << 14 | 1u << 15)
#define ACTIVE (1u << 17)

/* No request line of these chips is connected. Any number will do. */
#define NEVER_LINE 15u

#define START_MEMORY (ENABLE | INTERRUPTS | FLOW_MEMORY)
#define START_NEVER                                                            \
    (ENABLE | INTERRUPTS | FLOW_TO_PERIPHERAL | DST_REQUEST(NEVER_LINE))

/*
 * ARM. FINI has left the channel disabled, its flags clear and its size 0, so
 * nothing is asked here, and any prefix of this leaves the engine at rest.
 */
#define ARM(base, number, target, code, steps, start)                          \
    {                                                                          \
        DMA_WRITE_SLOT((base) + SRC(number), DMA_SLOT_SRC),                    \
            DMA_WRITE_SLOT((base) + DST(number), target),                      \
            DMA_WRITE((base) + LLI(number), 0),                                \
            DMA_WRITE_COUNT((base) + CONTROL(number), code, SIZE_MASK,         \
                            (steps) | WIDTHS(code)),                           \
            DMA_SYNC((base) + CONFIG(number), 0),                              \
            DMA_START((base) + CONFIG(number), start),                         \
            DMA_WRITE((base) + SYNC, 0), DMA_END,                              \
    }

/* The ways to move a request's data, and the binding. */
#define BINDING(name, base, number, request, target, steps, start)             \
    TABLE static const struct dma_op name##_##number##_##request##_word[] =    \
        ARM(base, number, target, WORD, steps, start);                         \
    TABLE static const struct dma_op name##_##number##_##request##_half[] =    \
        ARM(base, number, target, HALF, steps, start);                         \
    TABLE static const struct dma_op name##_##number##_##request##_byte[] =    \
        ARM(base, number, target, BYTE, steps, start);                         \
    TABLE static const struct dma_variant                                      \
        name##_##number##_##request##_variants[] = {                           \
            {4, 4 * SIZE_MAX_COUNT, name##_##number##_##request##_word, NULL}, \
            {2, 2 * SIZE_MAX_COUNT, name##_##number##_##request##_half, NULL}, \
            {1, SIZE_MAX_COUNT, name##_##number##_##request##_byte, NULL},     \
    };                                                                         \
    TABLE const struct dma_binding name##_##number##_##request = {             \
        .variants = name##_##number##_##request##_variants,                    \
        .variant_count = 3,                                                    \
        .init = name##_init,                                                   \
        .stop = name##_##number##_stop,                                        \
        .idle = name##_##number##_look.idle,                                   \
        .ack = name##_##number##_look.ack,                                     \
        .fini = name##_##number##_look.fini,                                   \
        .reset = NULL, /* the controller has no reset line of its own */       \
        .audit = name##_##number##_##request##_audit,                          \
        .residue = SLUICE_RESIDUE_AT_MOST,                                     \
    }

/*
 * STOP is right from every state, and a plain write: a read and write that sets
 * Halt could enable a channel anew that came to its end in between. Dropping
 * Enable loses what the FIFO holds (DDI0218, 3.5.8), which nobody wants any
 * more; the transfer on the bus is finished first.
 */
#define STOP(base, number)                                                     \
    {                                                                          \
        DMA_WRITE((base) + CONFIG(number), 0), DMA_END,                        \
    }

/* Not enabled, and nothing of it on the bus. */
#define IDLE(base, number)                                                     \
    {                                                                          \
        DMA_POLL((base) + ENABLED, 1u << (number), 0, 1),                      \
            DMA_POLL((base) + CONFIG(number), ACTIVE, 0, 1), DMA_END,          \
    }

/*
 * FINI. The residue is counted in the width that Control still names; at the
 * usual end there is none, and one look at the size is all. The size is
 * cleared with the addresses: with the addresses alone, an enable that came
 * late would go on past the sink.
 */
#define FINI(base, number)                                                     \
    {                                                                          \
        DMA_SKIP((base) + CONTROL(number), SIZE_MASK, 0, 5),                   \
            DMA_GET(DMA_GET_RESIDUE, (base) + CONTROL(number), SIZE_MASK, 0,   \
                    WORD),                                                     \
            DMA_SKIP((base) + CONTROL(number), WIDTH_MASK, WORD << 18, 3),     \
            DMA_GET(DMA_GET_RESIDUE, (base) + CONTROL(number), SIZE_MASK, 0,   \
                    HALF),                                                     \
            DMA_SKIP((base) + CONTROL(number), WIDTH_MASK, HALF << 18, 1),     \
            DMA_GET(DMA_GET_RESIDUE, (base) + CONTROL(number), SIZE_MASK, 0,   \
                    BYTE),                                                     \
            DMA_WRITE_SLOT((base) + SRC(number), DMA_SLOT_SINK),               \
            DMA_WRITE_SLOT((base) + DST(number), DMA_SLOT_SINK),               \
            DMA_WRITE((base) + LLI(number), 0),                                \
            DMA_WRITE((base) + CONTROL(number), 0),                            \
            DMA_WRITE((base) + TC_CLEAR, 1u << (number)),                      \
            DMA_WRITE((base) + ERROR_CLEAR, 1u << (number)), DMA_END,          \
    }

/* What the kernel runs as one at the end of a transfer. */
struct look {
    struct dma_op idle[3], ack[5], fini[13];
};

#define ACK(base, number)                                                      \
    {                                                                          \
        DMA_GET(DMA_GET_ERROR, (base) + RAW_ERROR, 1u << (number), 0, 0),      \
            DMA_GET(DMA_GET_DONE, (base) + RAW_TC, 1u << (number), 0, 0),      \
            DMA_WRITE((base) + TC_CLEAR, 1u << (number)),                      \
            DMA_WRITE((base) + ERROR_CLEAR, 1u << (number)), DMA_END,          \
    }

#define AUDIT(base, number, target)                                            \
    {                                                                          \
        DMA_GET(DMA_SLOT_SRC, (base) + SRC(number), 0xffffffffu, 0, 0),        \
            DMA_GET(target, (base) + DST(number), 0xffffffffu, 0, 0),          \
            DMA_GET(DMA_SLOT_LEN, (base) + CONTROL(number), SIZE_MASK, 0, 0),  \
            DMA_END,                                                           \
    }

/*
 * `never` waits for a request that does not come: a transfer that has to be
 * stopped. Should one come all the same, the bytes go to the sink.
 */
#define CHANNEL_TABLES(name, base, number)                                     \
    TABLE static const struct dma_op name##_##number##_stop[] =                \
        STOP(base, number);                                                    \
    TABLE static const struct look name##_##number##_look = {                  \
        IDLE(base, number), ACK(base, number), FINI(base, number)};            \
    TABLE static const struct dma_op name##_##number##_memory_audit[] =        \
        AUDIT(base, number, DMA_SLOT_DST);                                     \
    TABLE static const struct dma_op name##_##number##_never_audit[] =         \
        AUDIT(base, number, DMA_SLOT_SINK);                                    \
    BINDING(name, base, number, memory, DMA_SLOT_DST, TO_MEMORY,               \
            START_MEMORY);                                                     \
    BINDING(name, base, number, never, DMA_SLOT_SINK, TO_FIXED, START_NEVER)
