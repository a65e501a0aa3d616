/* SPDX-License-Identifier: MIT */
/*
 * Rules for one operation on its own: where it may point, what it may carry.
 * The adversary here is a mistake in a chip's tables: one wrong constant and a
 * task can aim an engine at the kernel.
 */
#include <stdarg.h>
#include <stdio.h>

#include "arena.h"
#include "verify_table.h"

static void
add_finding(const struct verifier *verifier, const char *finding)
{
    struct verify_report *report = verifier->report;

    report->findings =
        arena_grow(report->findings, report->count, sizeof(*report->findings));
    report->findings[report->count++] = finding;
}

void
verify_say(const struct verifier *verifier, const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = arena_vformat(format, arguments);
    va_end(arguments);
    add_finding(verifier, arena_format("binding %s: %s",
                                       verifier->subject->symbol, text));
}

void
verify_blame(const struct verifier *verifier, const struct table *table,
             size_t operation, const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = arena_vformat(format, arguments);
    va_end(arguments);
    add_finding(verifier,
                arena_format("binding %s: %s, operation %zu, register "
                             "0x%08x: %s",
                             verifier->subject->symbol, table->name, operation,
                             table->ops[operation].reg, text));
}

bool
verify_stores(const struct dma_op *op)
{
    return DMA_HEAD_OP(op->head) == DMA_OP_WR ||
           DMA_HEAD_OP(op->head) == DMA_OP_MOD;
}

bool
verify_is_constant(const struct dma_op *op)
{
    return DMA_HEAD_OP(op->head) == DMA_OP_WR &&
           DMA_HEAD_SLOT(op->head) == DMA_SLOT_NONE &&
           (op->head & DMA_HEAD_A) == 0;
}

bool
verify_is_operation(const struct dma_op *op)
{
    return DMA_HEAD_OP(op->head) < DMA_OP_END &&
           DMA_HEAD_WIDTH(op->head) <= DMA_WIDTH_8;
}

/* One that is not may reach into the next register. */
bool
verify_is_aligned(const struct dma_op *op)
{
    return op->reg % (4u >> DMA_HEAD_WIDTH(op->head)) == 0;
}

bool
verify_is_exact(const struct dma_op *op)
{
    return DMA_HEAD_OP(op->head) == DMA_OP_WR && (op->head & DMA_HEAD_A) == 0 &&
           DMA_HEAD_RIGHT(op->head) == 0 && DMA_HEAD_LEFT(op->head) == 0 &&
           DMA_HEAD_COUNT(op->head) == 0 && op->mask == 0xffffffffu &&
           op->value == 0;
}

bool
verify_is_last(const struct dma_op *op, uint32_t unit)
{
    return DMA_HEAD_OP(op->head) == DMA_OP_WR && (op->head & DMA_HEAD_A) != 0 &&
           DMA_HEAD_RIGHT(op->head) == 0 && DMA_HEAD_LEFT(op->head) == 0 &&
           DMA_HEAD_COUNT(op->head) == ((0u - unit) & 0x3ffu) &&
           op->mask == 0xffffffffu && op->value == 0;
}

uint32_t
verify_accesses(const struct table *table)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < table->count; i++) {
        uint32_t head = table->ops[i].head;

        switch (DMA_HEAD_OP(head)) {
        case DMA_OP_MOD:
            sum += 2;
            break;
        case DMA_OP_POLL:
        case DMA_OP_SYNC:
            sum += DMA_HEAD_COUNT(head);
            break;
        default:
            sum += 1;
            break;
        }
    }
    return sum;
}

static bool
may_fill(enum table_kind kind, const struct dma_op *op)
{
    uint32_t slot = DMA_HEAD_SLOT(op->head);

    switch (kind) {
    case TABLE_ARM:
        return slot != DMA_SLOT_DESC && slot != DMA_SLOT_NEXT;
    case TABLE_POST:
        return true;
    case TABLE_FINI:
        return slot == DMA_SLOT_SINK && (op->head & DMA_HEAD_A) == 0;
    default:
        return false;
    }
}

static void
check_slot(const struct verifier *verifier, const struct table *table, size_t i)
{
    uint32_t head = table->ops[i].head, slot = DMA_HEAD_SLOT(head);

    if (DMA_HEAD_OP(head) != DMA_OP_WR) {
        return;
    }
    if (slot >= DMA_SLOTS) {
        verify_blame(verifier, table, i, "there is no slot %u", slot);
    } else if (!verify_is_constant(&table->ops[i]) &&
               !may_fill(table->kind, &table->ops[i])) {
        verify_blame(verifier, table, i,
                     "a slot is written; slots belong to ARM (and the sink "
                     "to FINI, descriptors to POST)");
    }
    if ((head & DMA_HEAD_DESCRIPTOR) != 0 && table->kind != TABLE_POST) {
        verify_blame(verifier, table, i,
                     "writes into a descriptor; only POST may");
    }
}

static void
check_get(const struct verifier *verifier, const struct table *table, size_t i)
{
    uint32_t result = DMA_HEAD_SLOT(table->ops[i].head);

    if (table->kind == TABLE_AUDIT) {
        if (result == DMA_SLOT_NONE || result >= DMA_SLOTS) {
            verify_blame(verifier, table, i, "names no slot");
        }
    } else if (table->kind != TABLE_FINI && table->kind != TABLE_ACK) {
        verify_blame(verifier, table, i,
                     "only FINI, ACK and AUDIT have results");
    } else if (result >= DMA_GETS) {
        verify_blame(verifier, table, i, "there is no result %u", result);
    }
}

/* IDLE is asked again and again, AUDIT at each exit: they only look. */
static void
check_purity(const struct verifier *verifier, const struct table *table,
             size_t i)
{
    uint32_t operation = DMA_HEAD_OP(table->ops[i].head);

    if (table->kind == TABLE_IDLE && verify_stores(&table->ops[i])) {
        verify_blame(verifier, table, i, "IDLE may only read");
    }
    if (table->kind == TABLE_AUDIT && operation != DMA_OP_GET &&
        operation != DMA_OP_SYNC) {
        verify_blame(verifier, table, i, "AUDIT may only GET");
    }
}

/* POST fills one descriptor, and no word beside it. */
static void
check_descriptor(const struct verifier *verifier, const struct table *table,
                 size_t i)
{
    const struct dma_op *op = &table->ops[i];

    if (!verify_is_aligned(op) || op->reg >= verifier->family->descriptor) {
        verify_blame(verifier, table, i,
                     "is no word of a descriptor of %u bytes",
                     verifier->family->descriptor);
    }
}

void
verify_operation(const struct verifier *verifier, const struct table *table,
                 size_t i)
{
    uint32_t head = table->ops[i].head, operation = DMA_HEAD_OP(head);

    if (!verify_is_operation(&table->ops[i])) {
        verify_blame(verifier, table, i, "is no operation of the language");
        return;
    }
    check_slot(verifier, table, i);
    check_purity(verifier, table, i);
    if (operation == DMA_OP_GET) {
        check_get(verifier, table, i);
    }
    if (operation == DMA_OP_POLL && DMA_HEAD_COUNT(head) == 0) {
        verify_blame(verifier, table, i, "polls without a bound of reads");
    }
    if (table->kind == TABLE_POST && (head & DMA_HEAD_DESCRIPTOR) != 0) {
        check_descriptor(verifier, table, i);
    } else if (operation != DMA_OP_SYNC || DMA_HEAD_COUNT(head) != 0) {
        verify_access(verifier, table, i);
    }
}
