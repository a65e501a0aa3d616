/* SPDX-License-Identifier: MIT */
/*
 * The interpreter. Tables are part of the trusted base and were verified when
 * the image was packed: nothing in one is checked again here. It terminates on
 * any table that has an END, since nothing jumps back and every poll has a
 * count.
 */
#include "table.h"

#include "arch_io.h"
#include "arch_map.h"
#include "compiler.h"
#include "port/arch.h"

#define HEAD_BIAS_SIGN 0x200u /* of the ten bits that hold the bias */

/* A head of START and a slot alone is WR: without a slot, of the value word. */
#define HEAD_SLOT (15u << 8)

/* Words are by far the most: they are inlined, what is narrower is not. */
static COLD uint32_t
read_narrow(uint32_t address, uint32_t width)
{
    return arch_io_read(address, width);
}

static COLD void
write_narrow(uint32_t address, uint32_t value, uint32_t width)
{
    arch_io_write(address, value, width);
}

void
table_store(uint32_t address, uint32_t value)
{
    arch_io_write(address, value, DMA_WIDTH_32);
}

static inline uint32_t
op_read(const struct dma_op *op)
{
    uint32_t width = DMA_HEAD_WIDTH(op->head);

    return likely(width == DMA_WIDTH_32) ? arch_io_read(op->reg, DMA_WIDTH_32)
                                         : read_narrow(op->reg, width);
}

static inline void
op_write(const struct dma_op *op, uint32_t base, uint32_t value)
{
    uint32_t width = DMA_HEAD_WIDTH(op->head);

    if (likely(width == DMA_WIDTH_32)) {
        arch_io_write(base + op->reg, value, DMA_WIDTH_32);
    } else {
        write_narrow(base + op->reg, value, width);
    }
}

static uint32_t
head_bias(uint32_t head)
{
    return (DMA_HEAD_COUNT(head) ^ HEAD_BIAS_SIGN) - HEAD_BIAS_SIGN;
}

/* Returns: what a slot contributes to V of the language. */
static uint32_t
slot_value(const struct dma_op *op, const uint32_t *slots)
{
    uint32_t head = op->head;
    uint32_t value = slots[DMA_HEAD_SLOT(head)];

    if ((head & DMA_HEAD_A) != 0) {
        value += slots[DMA_SLOT_LEN];
    } else if (DMA_HEAD_SLOT(head) == DMA_SLOT_NONE) {
        return 0;
    }
    value += head_bias(head);
    return value >> DMA_HEAD_RIGHT(head) << DMA_HEAD_LEFT(head) & op->mask;
}

static void
op_store(const struct dma_op *op, const uint32_t *slots)
{
    uint32_t head = op->head;
    uint32_t base =
        (head & DMA_HEAD_DESCRIPTOR) != 0 ? slots[DMA_SLOT_DESC] : 0;

    op_write(op, base, slot_value(op, slots) | op->value);
}

/* Returns: whether the condition came true within the bound. */
static bool
op_poll(const struct dma_op *op)
{
    for (uint32_t left = DMA_HEAD_COUNT(op->head); left != 0; left--) {
        uint32_t field = op_read(op) & op->mask;

        if ((op->head & DMA_HEAD_A) != 0 ? field != 0 : field == op->value) {
            return true;
        }
    }
    return false;
}

static void
op_sync(const struct dma_op *op)
{
    arch_barrier();
    for (uint32_t left = DMA_HEAD_COUNT(op->head); left != 0; left--) {
        (void)op_read(op);
    }
}

/* Returns: what GET makes of what it has read. */
static uint32_t
op_get(const struct dma_op *op, const uint32_t *slots)
{
    uint32_t head = op->head;
    uint32_t value = (op_read(op) & op->mask) >> DMA_HEAD_RIGHT(head);

    value = (value + head_bias(head)) << DMA_HEAD_LEFT(head);
    return (head & DMA_HEAD_A) != 0 ? slots[DMA_SLOT_LEN] - value : value;
}

static bool
run_ops(const struct dma_op *op, const uint32_t *slots, uint32_t *results,
        uint32_t ends)
{
    for (;; op++) {
        uint32_t head = op->head;

        if (likely((head & ~DMA_HEAD_START) == 0)) {
            arch_io_write(op->reg, op->value, DMA_WIDTH_32);
            continue;
        }
        if ((head & ~(DMA_HEAD_START | HEAD_SLOT)) == 0) {
            arch_io_write(op->reg,
                          (slots[DMA_HEAD_SLOT(head)] & op->mask) | op->value,
                          DMA_WIDTH_32);
            continue;
        }
        switch (DMA_HEAD_OP(head)) {
        case DMA_OP_WR:
            op_store(op, slots);
            break;
        case DMA_OP_MOD:
            op_write(op, 0, (op_read(op) & ~op->mask) | op->value);
            break;
        case DMA_OP_POLL:
            if (!op_poll(op) && (head & DMA_HEAD_SOFT) == 0) {
                return false;
            }
            break;
        case DMA_OP_SKIP:
            if ((op_read(op) & op->mask) == op->value) {
                op += DMA_HEAD_COUNT(head);
            }
            break;
        case DMA_OP_SYNC:
            op_sync(op);
            break;
        case DMA_OP_GET:
            results[DMA_HEAD_SLOT(head)] = op_get(op, slots);
            break;
        case DMA_OP_END:
            if (--ends == 0) {
                return true;
            }
            break;
        case DMA_OP_NONE:
            return false;
        }
    }
}

bool
table_run_through(const struct dma_op *op, const uint32_t *slots,
                  uint32_t *results, uint32_t ends)
{
    uint32_t map = arch_map_open();
    bool good = run_ops(op, slots, results, ends);

    arch_map_close(map);
    return good;
}

static bool
peek_ops(const struct dma_op *fini, const uint32_t *slots, uint32_t *results)
{
    const struct dma_op *op = fini;

    for (;; op++) {
        if (DMA_HEAD_OP(op->head) == DMA_OP_GET) {
            results[DMA_HEAD_SLOT(op->head)] = op_get(op, slots);
        } else if (DMA_HEAD_OP(op->head) != DMA_OP_SKIP) {
            return op != fini;
        } else if ((op_read(op) & op->mask) == op->value) {
            op += DMA_HEAD_COUNT(op->head);
        }
    }
}

COLD bool
table_peek(const struct dma_op *fini, const uint32_t *slots, uint32_t *results)
{
    uint32_t map = arch_map_open();
    bool known;

    results[DMA_GET_RESIDUE] = 0;
    known = peek_ops(fini, slots, results);
    arch_map_close(map);
    return known;
}
