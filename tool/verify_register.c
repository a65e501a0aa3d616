/* SPDX-License-Identifier: MIT */
/*
 * Rules for what is done to a register, by what it is to the channel: its own,
 * one that all channels share, the peripheral's, or nobody's.
 */
#include "family.h"
#include "verify_table.h"

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

/* A narrow access to part of a register is an access to the register. */
static uint32_t
place_of(const struct verifier *verifier, uint32_t reg)
{
    return family_place(verifier->subject->controller, reg & ~3u);
}

const struct count_field *
verify_count(const struct verifier *verifier, uint32_t reg)
{
    const struct channel_layout *layout = verifier->layout;
    uint32_t place = place_of(verifier, reg);

    for (size_t i = 0; i < layout->count_count; i++) {
        if (layout->counts[i].offset == place) {
            return &layout->counts[i];
        }
    }
    return NULL;
}

uint32_t
verify_own_bits(const struct channel_layout *layout, uint32_t place)
{
    for (size_t i = 0; i < layout->own_count; i++) {
        if (layout->own[i].offset == place ||
            layout->own[i].offset == PLACE_NONE) {
            return layout->own[i].bits;
        }
    }
    return 0;
}

static const struct request_register *
request_register(const struct verifier *verifier, uint32_t reg)
{
    const struct request *request = verifier->subject->request;

    for (size_t i = 0; request != NULL && i < request->register_count; i++) {
        if (request->registers[i].address == (reg & ~3u)) {
            return &request->registers[i];
        }
    }
    return NULL;
}

static bool
in_windows(const struct channel_layout *layout, uint32_t place)
{
    for (size_t i = 0; i < layout->window_count; i++) {
        if (verify_in_range(place, layout->windows[i].offset,
                            layout->windows[i].size)) {
            return true;
        }
    }
    return false;
}

enum role
verify_role(const struct verifier *verifier, uint32_t reg,
            const struct shared_register **shared)
{
    const struct family *family = verifier->family;
    const struct channel_layout *layout = verifier->layout;
    uint32_t place = place_of(verifier, reg);

    if (place == PLACE_NONE) {
        return request_register(verifier, reg) != NULL ? ROLE_REQUEST
                                                       : ROLE_FOREIGN;
    }
    for (size_t i = 0; i < family->shared_count; i++) {
        if (family->shared[i].offset == place) {
            *shared = &family->shared[i];
            return ROLE_SHARED;
        }
    }
    if (!in_windows(layout, place)) {
        return ROLE_FOREIGN;
    }
    if (has_offset(layout->addresses, layout->address_count, place)) {
        return ROLE_ADDRESS;
    }
    if (has_offset(layout->constants, layout->constant_count, place)) {
        return ROLE_CONSTANT;
    }
    if (verify_count(verifier, reg) != NULL) {
        return ROLE_COUNT;
    }
    return place == layout->start ? ROLE_START : ROLE_OWN;
}

/* INIT and RESET change only what is the controller's of a register. */
static void
check_init(const struct verifier *verifier, const struct table *table, size_t i)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t bits =
        family_bits(verifier->subject->controller, place_of(verifier, op->reg));

    if (table->kind != TABLE_INIT && table->kind != TABLE_RESET) {
        verify_blame(verifier, table, i,
                     "this shared register belongs to INIT and RESET");
    } else if (bits != UINT32_MAX && verify_stores(op) &&
               (DMA_HEAD_OP(op->head) != DMA_OP_MOD ||
                ((op->mask | op->value) & ~bits) != 0)) {
        verify_blame(verifier, table, i,
                     "takes only a MOD within the controller's own bits (0x%x)",
                     bits);
    }
}

/* Returns: what a table may set or clear in a register of class clear. */
static uint32_t
clear_bits(const struct verifier *verifier, enum table_kind kind,
           uint32_t place)
{
    uint32_t bits = family_bits(verifier->subject->controller, place);

    return bits != UINT32_MAX && (kind == TABLE_INIT || kind == TABLE_RESET)
               ? bits
               : verify_own_bits(verifier->layout, place);
}

/* Where the engine finds its descriptors: the kernel's memory, nowhere else. */
static void
check_base(const struct verifier *verifier, const struct table *table, size_t i)
{
    const struct family *family = verifier->family;
    const struct dma_op *op = &table->ops[i];

    for (size_t b = 0; b < family->block_count; b++) {
        if (family->blocks[b].kind == BLOCK_MEMORY && verify_is_constant(op) &&
            op->value == verifier->subject->controller->blocks[b].base) {
            return;
        }
    }
    if (verify_stores(op)) {
        verify_blame(verifier, table, i,
                     "a base register takes only the address of the "
                     "controller's block of memory");
    }
}

/* What is left of a register that all channels share, by its class. */
static void
check_shared(const struct verifier *verifier, const struct table *table,
             size_t i, const struct shared_register *shared)
{
    const struct dma_op *op = &table->ops[i];
    bool constant = verify_is_constant(op);
    uint32_t own = verify_own_bits(verifier->layout, shared->offset);
    uint32_t bits = clear_bits(verifier, table->kind, shared->offset);

    switch (shared->class) {
    case REGISTER_CLEAR:
        if (verify_stores(op) ? !constant || (op->value & ~bits) != 0
                              : (op->mask & ~bits) != 0) {
            verify_blame(verifier, table, i,
                         "a shared clear register takes only constants "
                         "within the channel's own bits (0x%x)",
                         bits);
        }
        break;
    case REGISTER_FIELD:
        if (verify_stores(op) && (DMA_HEAD_OP(op->head) != DMA_OP_MOD ||
                                  ((op->mask | op->value) & ~own) != 0)) {
            verify_blame(verifier, table, i,
                         "a shared field register takes only a MOD within the "
                         "channel's own bits (0x%x)",
                         own);
        }
        break;
    case REGISTER_BASE:
        check_base(verifier, table, i);
        break;
    case REGISTER_STATUS:
        if (verify_stores(op)) {
            verify_blame(verifier, table, i,
                         "a shared status register is only read");
        }
        break;
    case REGISTER_INIT:
        check_init(verifier, table, i);
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

    if (!verify_stores(op) || table->kind == TABLE_ARM ||
        table->kind == TABLE_POST) {
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

bool
verify_is_start(const struct verifier *verifier, const struct dma_op *op)
{
    return verify_stores(op) &&
           op->reg == verify_register(verifier, verifier->layout->start) &&
           (op->value & verifier->layout->start_bits) != 0;
}

static void
check_start(const struct verifier *verifier, const struct table *table,
            size_t i)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t bits = verifier->layout->start_bits;
    bool flagged = (op->head & DMA_HEAD_START) != 0;

    if (flagged && table->kind != TABLE_ARM) {
        verify_blame(verifier, table, i, "START belongs to ARM");
    }
    if (op->reg != verify_register(verifier, verifier->layout->start) ||
        !verify_stores(op)) {
        return;
    }
    if (DMA_HEAD_OP(op->head) == DMA_OP_WR && !verify_is_constant(op)) {
        verify_blame(verifier, table, i,
                     "the start register takes only constants");
    } else if (!flagged && verify_is_start(verifier, op)) {
        verify_blame(verifier, table, i,
                     "sets the enable bit, but is not START");
    } else if (DMA_HEAD_OP(op->head) == DMA_OP_MOD &&
               (op->mask & bits) != bits) {
        /* The engine may come to rest between its load and its store. */
        verify_blame(verifier, table, i,
                     "a MOD of the start register has to clear the enable "
                     "bit, else it may enable anew");
    }
}

/* The driver maps it too: there the kernel changes its bit, and believes
 * nothing. */
static void
check_request(const struct verifier *verifier, const struct table *table,
              size_t i)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t bits = request_register(verifier, op->reg)->bits;

    if (verify_stores(op) && (DMA_HEAD_OP(op->head) != DMA_OP_MOD ||
                              ((op->mask | op->value) & ~bits) != 0)) {
        verify_blame(verifier, table, i,
                     "a request's register takes only a MOD within its bits "
                     "(0x%x)",
                     bits);
    }
}

/* Returns: whether a task may have written what is read here. */
static bool
is_split(const struct verifier *verifier, uint32_t reg)
{
    uint32_t place = place_of(verifier, reg);
    uint32_t block = place == PLACE_NONE ? 0 : family_block(place);

    return place == PLACE_NONE ||
           (block != 0 &&
            verifier->family->blocks[block - 1].kind == BLOCK_SPLIT);
}

void
verify_access(const struct verifier *verifier, const struct table *table,
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
    if (role == ROLE_REQUEST) {
        check_request(verifier, table, i);
    }
    if (table->kind == TABLE_IDLE && is_split(verifier, op->reg)) {
        verify_blame(verifier, table, i,
                     "IDLE believes a register that a task may write");
    }
    if (role != ROLE_OWN && role != ROLE_REQUEST && !whole) {
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
    check_start(verifier, table, i);
    verify_fixed(verifier, table, i);
}
