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

static bool
has_offset(const uint32_t *offsets, size_t count, uint32_t offset)
{
    for (size_t i = 0; i < count; i++) {
        if (offsets[i] == offset) {
            return true;
        }
    }
    return false;
}

const struct count_field *
verify_count(const struct verifier *verifier, uint32_t reg)
{
    const struct channel_layout *layout = verifier->layout;
    uint32_t offset = reg - verifier->subject->controller->base;

    for (size_t i = 0; i < layout->count_count; i++) {
        if (layout->counts[i].offset == (offset & ~3u)) {
            return &layout->counts[i];
        }
    }
    return NULL;
}

enum role
verify_role(const struct verifier *verifier, uint32_t reg,
            const struct shared_register **shared)
{
    const struct family *family = verifier->family;
    const struct channel_layout *layout = verifier->layout;
    uint32_t offset = reg - verifier->subject->controller->base;
    /* A narrow access to part of a register is an access to the register. */
    uint32_t word = offset & ~3u;

    if (offset >= family->size) {
        return ROLE_FOREIGN;
    }
    for (size_t i = 0; i < family->shared_count; i++) {
        if (family->shared[i].offset == word) {
            *shared = &family->shared[i];
            return ROLE_SHARED;
        }
    }
    if (word - layout->window_offset >= layout->window_size) {
        return ROLE_FOREIGN;
    }
    if (has_offset(layout->addresses, layout->address_count, word)) {
        return ROLE_ADDRESS;
    }
    if (has_offset(layout->constants, layout->constant_count, word)) {
        return ROLE_CONSTANT;
    }
    if (verify_count(verifier, reg) != NULL) {
        return ROLE_COUNT;
    }
    return word == layout->start ? ROLE_START : ROLE_OWN;
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
               table->kind != TABLE_ARM &&
               (table->kind != TABLE_FINI || slot != DMA_SLOT_SINK ||
                (head & DMA_HEAD_A) != 0)) {
        verify_blame(verifier, table, i,
                     "a slot is written; slots belong to ARM (and the sink "
                     "to FINI)");
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

/* What is left of a register that all channels share, by its class. */
static void
check_shared(const struct verifier *verifier, const struct table *table,
             size_t i, const struct shared_register *shared)
{
    const struct dma_op *op = &table->ops[i];
    bool constant = verify_is_constant(op);

    switch (shared->class) {
    case REGISTER_CLEAR:
        if (!constant || (op->value & ~verifier->layout->own_bits) != 0) {
            verify_blame(verifier, table, i,
                         "a shared clear register takes only constants "
                         "within the channel's own bits (0x%x)",
                         verifier->layout->own_bits);
        }
        break;
    case REGISTER_STATUS:
        if (verify_stores(op)) {
            verify_blame(verifier, table, i,
                         "a shared status register is only read");
        }
        break;
    case REGISTER_INIT:
        if (table->kind != TABLE_INIT && table->kind != TABLE_RESET) {
            verify_blame(verifier, table, i,
                         "this shared register belongs to INIT and RESET");
        }
        break;
    case REGISTER_KICK:
        if (!constant || op->value != 0) {
            verify_blame(verifier, table, i,
                         "a shared kick register takes only the constant 0");
        }
        break;
    }
}

/* Writes to registers that hold what the engine follows, outside ARM. */
static void
check_pointer(const struct verifier *verifier, const struct table *table,
              size_t i, enum role role)
{
    const struct dma_op *op = &table->ops[i];

    if (!verify_stores(op) || table->kind == TABLE_ARM) {
        return;
    }
    if (role == ROLE_ADDRESS && (table->kind != TABLE_FINI ||
                                 DMA_HEAD_SLOT(op->head) != DMA_SLOT_SINK)) {
        verify_blame(verifier, table, i,
                     "an address register is written; only ARM, and FINI "
                     "with the sink, may");
    } else if (role == ROLE_ADDRESS && !verify_is_exact(op)) {
        verify_blame(verifier, table, i,
                     "the sink is written with arithmetic or in part");
    }
    if (role == ROLE_COUNT && (!verify_is_constant(op) || op->value != 0)) {
        verify_blame(verifier, table, i,
                     "outside ARM a count register takes only the constant 0");
    }
}

static void
check_start(const struct verifier *verifier, const struct table *table,
            size_t i, enum role role)
{
    const struct dma_op *op = &table->ops[i];
    bool flagged = (op->head & DMA_HEAD_START) != 0;

    if (flagged && table->kind != TABLE_ARM) {
        verify_blame(verifier, table, i, "START belongs to ARM");
    }
    if (role != ROLE_START || !verify_stores(op)) {
        return;
    }
    if (DMA_HEAD_OP(op->head) == DMA_OP_WR && !verify_is_constant(op)) {
        verify_blame(verifier, table, i,
                     "the start register takes only constants");
    } else if (!flagged && (op->value & 1u) != 0) {
        verify_blame(verifier, table, i,
                     "sets the enable bit, but is not START");
    } else if (DMA_HEAD_OP(op->head) == DMA_OP_MOD && (op->mask & 1u) == 0) {
        /* The engine may come to rest between its load and its store. */
        verify_blame(verifier, table, i,
                     "a MOD of the start register has to clear the enable "
                     "bit, else it may enable anew");
    }
}

static void
check_register(const struct verifier *verifier, const struct table *table,
               size_t i)
{
    const struct dma_op *op = &table->ops[i];
    const struct shared_register *shared = NULL;
    enum role role = verify_role(verifier, op->reg, &shared);
    bool whole =
        (op->reg & 3u) == 0 && DMA_HEAD_WIDTH(op->head) == DMA_WIDTH_32;

    if (!verify_is_aligned(op)) {
        verify_blame(verifier, table, i,
                     "the address is not a multiple of the access's width");
    }
    if (role == ROLE_FOREIGN) {
        verify_blame(verifier, table, i,
                     "is neither in the window of channel %u of %s nor a "
                     "declared shared register",
                     verifier->subject->channel,
                     verifier->subject->controller->name);
        return;
    }
    if (role != ROLE_OWN && !whole) {
        verify_blame(verifier, table, i,
                     "only a whole 32-bit access is allowed here");
    }
    if (role == ROLE_CONSTANT && verify_stores(op) &&
        (!verify_is_constant(op) || op->value != 0)) {
        verify_blame(verifier, table, i,
                     "a secondary pointer takes only the constant 0");
    }
    if (role == ROLE_SHARED) {
        check_shared(verifier, table, i, shared);
    }
    check_pointer(verifier, table, i, role);
    check_start(verifier, table, i, role);
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
    if (operation != DMA_OP_SYNC || DMA_HEAD_COUNT(head) != 0) {
        check_register(verifier, table, i);
    }
}
