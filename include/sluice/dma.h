/* SPDX-License-Identifier: MIT */
/*
 * DMA as data: the table language in which a chip describes a controller, and
 * what a transfer reports.
 *
 * A table is an array of 16-byte operations that ends with DMA_END. The kernel
 * runs it from the front: no loops, forward skips only, bounded polls. Only the
 * kernel fills slots, from ranges that it has checked. Everything else in a
 * table (control words, increments, widths, peripheral addresses) is constant.
 */
#pragma once

#include <stdint.h>

/*
 * Head word, least significant first: operation 3 bits, width 2, A 1, B 1,
 * start 1, slot 4, right shift 5, left shift 5, count 10 (POLL: reads; SKIP:
 * operations to skip; SYNC: reads of settling; GET and slots: signed bias).
 * A head of 0 is the most frequent operation: write a 32-bit constant.
 *
 *   WR    store V; with B into the descriptor: the register is DESC + reg
 *   MOD   load x, store (x & ~mask) | value
 *   POLL  load until (x & mask) == value, or with A until (x & mask) != 0, at
 *         most `count` times; then fail, or with B go on
 *   SKIP  load x; if (x & mask) == value skip the next `count` operations
 *   SYNC  memory barrier; then read `reg` `count` times
 *   GET   result[slot] = (((x & mask) >> right) + bias) << left; with A what
 *         LEN is more than that
 *   END
 *
 * V = ((((slot + (A ? LEN : 0) + bias) >> right) << left) & mask) | value;
 * without slot and A, V = value.
 */
#define DMA_OP_WR 0u
#define DMA_OP_MOD 1u
#define DMA_OP_POLL 2u
#define DMA_OP_SKIP 3u
#define DMA_OP_SYNC 4u
#define DMA_OP_GET 5u
#define DMA_OP_END 6u
#define DMA_OP_NONE 7u /* is no operation: the run fails */

#define DMA_WIDTH_32 0u
#define DMA_WIDTH_16 1u
#define DMA_WIDTH_8 2u

#define DMA_SLOT_NONE 0u
#define DMA_SLOT_SRC 1u
#define DMA_SLOT_DST 2u
#define DMA_SLOT_LEN 3u
#define DMA_SLOT_SINK 4u
#define DMA_SLOT_DESC 5u /* POST: the descriptor, in kernel-owned memory */
#define DMA_SLOT_NEXT 6u /* POST: the one after it in its ring */
#define DMA_SLOTS 7u

/* Where GET puts what it read. */
#define DMA_GET_RESIDUE 0u /* bytes not moved */
#define DMA_GET_ERROR 1u   /* not 0: the engine reports an error */
#define DMA_GET_DONE 2u    /* not 0: a flag says that the engine has finished */
#define DMA_GETS 3u

#define DMA_HEAD_OP(head) ((head)&7u)
#define DMA_HEAD_WIDTH(head) (((head) >> 3) & 3u)
#define DMA_HEAD_A (1u << 5)
#define DMA_HEAD_SOFT (1u << 6)       /* POLL */
#define DMA_HEAD_DESCRIPTOR (1u << 6) /* WR */
#define DMA_HEAD_START (1u << 7)
#define DMA_HEAD_SLOT(head) (((head) >> 8) & 15u)
#define DMA_HEAD_RIGHT(head) (((head) >> 12) & 31u)
#define DMA_HEAD_LEFT(head) (((head) >> 17) & 31u)
#define DMA_HEAD_COUNT(head) ((head) >> 22)

struct dma_op {
    uint32_t head;
    uint32_t reg; /* absolute address of the register */
    uint32_t value;
    uint32_t mask;
};
_Static_assert(sizeof(struct dma_op) == 16, "ABI");

#define DMA_HEAD(op, flags, slot, right, left, count)                          \
    ((op) | (flags) | ((slot) << 8) | ((right) << 12) | ((left) << 17) |       \
     ((uint32_t)(count) << 22))

#define DMA_WRITE(reg, value)                                                  \
    {                                                                          \
        0, (reg), (value), 0xffffffffu                                         \
    }
#define DMA_WRITE_SLOT(reg, slot)                                              \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, 0u, slot, 0u, 0u, 0u), (reg), 0, 0xffffffffu       \
    }
/* The address of the end's last unit: SRC + LEN - unit. */
#define DMA_WRITE_LAST(reg, slot, unit)                                        \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, DMA_HEAD_A, slot, 0u, 0u, 0u - (unit)), (reg), 0,  \
            0xffffffffu                                                        \
    }
/* A constant of 16 or 8 bits. */
#define DMA_WRITE_NARROW(reg, width, value)                                    \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, (width) << 3, 0u, 0u, 0u, 0u), (reg), (value),     \
            0xffffffffu                                                        \
    }
/* A register that holds one less than what is left, in units of 1 << left. */
#define DMA_GET_LESS_ONE(result, reg, mask, right, left)                       \
    {                                                                          \
        DMA_HEAD(DMA_OP_GET, 0u, result, right, left, 1u), (reg), 0, (mask)    \
    }
/* A register that counts the bytes that were moved: gives what is left. */
#define DMA_GET_REST(result, reg, mask)                                        \
    {                                                                          \
        DMA_HEAD(DMA_OP_GET, DMA_HEAD_A, result, 0u, 0u, 0u), (reg), 0, (mask) \
    }
/* Any slot, with all that the arithmetic of V has but A. */
#define DMA_WRITE_FIELD(reg, slot, bias, right, left, mask, value)             \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, 0u, slot, right, left, bias), (reg), (value),      \
            (mask)                                                             \
    }
/* POST: a word of the descriptor, `offset` bytes into it. */
#define DMA_WRITE_DESCRIPTOR(offset, slot, mask, value)                        \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, DMA_HEAD_DESCRIPTOR, slot, 0u, 0u, 0u), (offset),  \
            (value), (mask)                                                    \
    }
#define DMA_WRITE_COUNT(reg, right, mask, value)                               \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_LEN, right, 0u, 0u), (reg), (value),  \
            (mask)                                                             \
    }
#define DMA_START(reg, value)                                                  \
    {                                                                          \
        DMA_HEAD(DMA_OP_WR, DMA_HEAD_START, 0u, 0u, 0u, 0u), (reg), (value),   \
            0xffffffffu                                                        \
    }
#define DMA_MODIFY(reg, clear, set)                                            \
    {                                                                          \
        DMA_HEAD(DMA_OP_MOD, 0u, 0u, 0u, 0u, 0u), (reg), (set), (clear)        \
    }
#define DMA_POLL(reg, mask, value, reads)                                      \
    {                                                                          \
        DMA_HEAD(DMA_OP_POLL, 0u, 0u, 0u, 0u, reads), (reg), (value), (mask)   \
    }
#define DMA_POLL_SOFT(reg, mask, value, reads)                                 \
    {                                                                          \
        DMA_HEAD(DMA_OP_POLL, DMA_HEAD_SOFT, 0u, 0u, 0u, reads), (reg),        \
            (value), (mask)                                                    \
    }
#define DMA_POLL_ANY(reg, mask, reads)                                         \
    {                                                                          \
        DMA_HEAD(DMA_OP_POLL, DMA_HEAD_A, 0u, 0u, 0u, reads), (reg), 0, (mask) \
    }
#define DMA_POLL_ANY_SOFT(reg, mask, reads)                                    \
    {                                                                          \
        DMA_HEAD(DMA_OP_POLL, DMA_HEAD_A | DMA_HEAD_SOFT, 0u, 0u, 0u, reads),  \
            (reg), 0, (mask)                                                   \
    }
#define DMA_SKIP(reg, mask, value, operations)                                 \
    {                                                                          \
        DMA_HEAD(DMA_OP_SKIP, 0u, 0u, 0u, 0u, operations), (reg), (value),     \
            (mask)                                                             \
    }
#define DMA_SYNC(reg, reads)                                                   \
    {                                                                          \
        DMA_HEAD(DMA_OP_SYNC, 0u, 0u, 0u, 0u, reads), (reg), 0, 0              \
    }
#define DMA_GET(result, reg, mask, right, left)                                \
    {                                                                          \
        DMA_HEAD(DMA_OP_GET, 0u, result, right, left, 0u), (reg), 0, (mask)    \
    }
#define DMA_END                                                                \
    {                                                                          \
        DMA_OP_END, 0, 0, 0                                                    \
    }

/*
 * Which addresses a variant is for, where control bits depend on them: those of
 * which (address & mask) == value, at both ends.
 */
struct dma_where {
    uint32_t source_mask, source_value;
    uint32_t target_mask, target_value;
};

/* One way to arm a binding; the first that fits is used. */
struct dma_variant {
    uint32_t unit;       /* bytes: addresses and length are multiples of it */
    uint32_t max_length; /* bytes */
    const struct dma_op *arm;
    const struct dma_where *where; /* NULL: any that the controller reaches */
};

/*
 * A binding: one channel of one controller with one peripheral request, or
 * memory to memory. A chip defines it as const data in section ".sluice.dma".
 * IDLE, ACK and FINI lie one behind the other, each with its END, since the
 * kernel runs all three as one at the end of a transfer:
 *
 *   static const struct {
 *       struct dma_op idle[2], ack[4], fini[8];
 *   } look = {.idle = {.., DMA_END}, ..};
 */
struct dma_binding {
    const struct dma_variant *variants; /* widest unit first */
    uint32_t variant_count;
    const struct dma_op *init;  /* once at boot, for the controller */
    const struct dma_op *route; /* NULL, or after INIT: connects the request */
    const struct dma_op *stop;  /* begins a stop; right from every state */
    const struct dma_op *idle;  /* fails while the engine may touch memory */
    const struct dma_op *ack;   /* GET error, done; clear: the line falls */
    const struct dma_op *fini;  /* residue, then scrub, then flags */
    const struct dma_op *post;  /* NULL, or hands a ring one descriptor */
    const struct dma_op *reset; /* NULL: only a system reset */
    const struct dma_op *audit; /* one GET per address register, and count */
    uint32_t residue;           /* SLUICE_RESIDUE_* that FINI's GET gives */
};

/*
 * A peripheral that masters the bus by descriptors of its owner's: how the
 * kernel makes it forget them, when its task ends and at boot. Const data in
 * section ".sluice.dma", with constant operations on its own registers only.
 */
struct dma_master {
    const struct dma_op *reset; /* right from every state; leaves it off */
    const struct dma_op *idle;  /* fails while it may touch memory */
};

/* The state of a channel, as DMA_RESULT shows it. */
#define SLUICE_DMA_IDLE 0u
#define SLUICE_DMA_ARMED 1u
#define SLUICE_DMA_DRAINING 2u
#define SLUICE_DMA_RESETTING 3u
#define SLUICE_DMA_BROKEN 4u

/* How the latest transfer ended. */
#define SLUICE_DMA_OK 0u
#define SLUICE_DMA_ERROR 1u
#define SLUICE_DMA_CANCELLED 2u
#define SLUICE_DMA_LATE 3u
#define SLUICE_DMA_RESET 4u

/* What the residue is worth. */
#define SLUICE_RESIDUE_EXACT 0u
#define SLUICE_RESIDUE_AT_MOST 1u
#define SLUICE_RESIDUE_UNKNOWN 2u

/* DMA_ARM: no far end, since the manifest names it or has none. */
#define SLUICE_DMA_NO_FAR 255u
