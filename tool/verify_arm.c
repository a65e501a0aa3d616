/* SPDX-License-Identifier: MIT */
/*
 * Rules for ARM: it leaves no stale pointer, says how much in a field that can
 * hold it, goes the way that the request goes, and starts once.
 */
#include "verify_table.h"

/* A constant far end names a peripheral: no memory, no controller. */
static bool
is_memory_or_controller(const struct chip *chip, uint32_t address)
{
    for (size_t i = 0; i < chip->memory_count; i++) {
        const struct memory *memory = &chip->memories[i];

        if (verify_in_range(address, memory->base, memory->size)) {
            return true;
        }
        for (size_t j = 0; j < memory->alias_count; j++) {
            if (verify_in_range(address, memory->aliases[j], memory->size)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        if (verify_in_range(address, chip->controllers[i].base,
                            chip->controllers[i].family->size)) {
            return true;
        }
    }
    return false;
}

/* Returns: whether the register holds the address of the last unit. */
static bool
holds_last(const struct verifier *verifier, uint32_t reg)
{
    const struct channel_layout *layout = verifier->layout;

    for (size_t i = 0; i < layout->address_count; i++) {
        if (verify_register(verifier, layout->addresses[i]) == reg) {
            return layout->holds_last[i];
        }
    }
    return false;
}

static bool
is_right_address(const struct verifier *verifier, const struct dma_op *op,
                 uint32_t unit)
{
    return DMA_HEAD_SLOT(op->head) != DMA_SLOT_SINK &&
                   holds_last(verifier, op->reg)
               ? verify_is_last(op, unit)
               : verify_is_exact(op);
}

static void
check_address_value(const struct verifier *verifier, const struct table *table,
                    size_t i, uint32_t unit)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t slot = DMA_HEAD_SLOT(op->head);
    bool peripheral = !verifier->subject->request->far_is_memory;

    if (verify_is_constant(op)) {
        if (!peripheral ||
            is_memory_or_controller(verifier->subject->chip, op->value)) {
            verify_blame(verifier, table, i,
                         "an address register takes SRC or DST, or the "
                         "constant address of a peripheral");
        }
    } else if (!is_right_address(verifier, op, unit)) {
        verify_blame(verifier, table, i,
                     holds_last(verifier, op->reg)
                         ? "this register takes the address of the last unit"
                         : "an address slot is written with arithmetic or in "
                           "part");
    } else if (slot != DMA_SLOT_SRC && slot != DMA_SLOT_DST &&
               (!peripheral || slot != DMA_SLOT_SINK)) {
        verify_blame(verifier, table, i,
                     "an address register takes only SRC or DST");
    }
}

/* The count counts units, in a field that no constant bit enlarges. */
static void
check_count_value(const struct verifier *verifier, const struct table *table,
                  size_t i, uint32_t unit, uint32_t max_length)
{
    const struct dma_op *op = &table->ops[i];
    const struct count_field *count = verify_count(verifier, op->reg);
    uint32_t field = count->mask, step = count->bytes ? 1 : unit;
    uint32_t bias = count->less_one ? 0u - step : 0u;
    uint32_t low = field & (0u - field); /* its lowest bit */

    if (verify_is_constant(op) && op->value == 0) {
        return;
    }
    if (DMA_HEAD_OP(op->head) != DMA_OP_WR ||
        DMA_HEAD_SLOT(op->head) != DMA_SLOT_LEN ||
        (op->head & DMA_HEAD_A) != 0) {
        verify_blame(verifier, table, i,
                     "a count register takes LEN or the constant 0");
    } else if (1u << DMA_HEAD_RIGHT(op->head) != step ||
               1u << DMA_HEAD_LEFT(op->head) != low ||
               DMA_HEAD_COUNT(op->head) != (bias & 0x3ffu)) {
        verify_blame(verifier, table, i,
                     "the count is not LEN in units of %u bytes%s, at bit %u",
                     step, count->less_one ? ", less one" : "",
                     (unsigned)__builtin_ctz(field));
    } else if (op->mask != field || (max_length + bias) / step > field / low ||
               (op->value & field) != 0) {
        verify_blame(verifier, table, i,
                     "the count's field (mask 0x%x) does not hold %u units "
                     "alone",
                     field, max_length / step);
    }
}

/* Returns: the one START, or the table's count; blames none or several. */
static size_t
find_start(const struct verifier *verifier, const struct table *table)
{
    size_t start = table->count;

    for (size_t i = 0; i < table->count; i++) {
        if ((table->ops[i].head & DMA_HEAD_START) == 0) {
            continue;
        }
        if (start != table->count) {
            verify_blame(verifier, table, i, "a second START");
            return start;
        }
        start = i;
    }
    if (start == table->count) {
        verify_say(verifier, "%s has no START", table->name);
    }
    return start;
}

static void
check_start_operation(const struct verifier *verifier,
                      const struct table *table, size_t start)
{
    const struct dma_op *op = &table->ops[start];

    if (op->reg != verify_register(verifier, verifier->layout->start)) {
        verify_blame(verifier, table, start,
                     "START is not to the start register");
    } else if (!verify_is_constant(op) || !verify_is_start(verifier, op)) {
        verify_blame(verifier, table, start,
                     "START has to write a constant with the enable bit");
    }
    if (table->skippable[start]) {
        verify_blame(verifier, table, start, "START may be skipped");
    }
}

static void
check_after_start(const struct verifier *verifier, const struct table *table,
                  size_t i)
{
    const struct shared_register *shared;
    enum role role = verify_role(verifier, table->ops[i].reg, &shared);

    if (DMA_HEAD_OP(table->ops[i].head) == DMA_OP_SYNC) {
        return;
    }
    if (!verify_is_constant(&table->ops[i]) || role == ROLE_ADDRESS ||
        role == ROLE_COUNT || role == ROLE_CONSTANT) {
        verify_blame(verifier, table, i,
                     "after START only constants to registers that hold no "
                     "address or count");
    }
}

/* Every variant and AUDIT have to agree on which end a register holds. */
static void
note_address_slot(struct verifier *verifier, const struct table *table,
                  size_t number, size_t store)
{
    uint32_t slot = DMA_HEAD_SLOT(table->ops[store].head);

    if (verifier->address_known[number] &&
        verifier->address_slot[number] != slot) {
        verify_blame(verifier, table, store,
                     "another variant writes the other end here");
    }
    verifier->address_known[number] = true;
    verifier->address_slot[number] = slot;
}

/*
 * A store that a SKIP may pass over, or that another overwrites, is what some
 * run ends with: each has to name the register's own end.
 */
static void
check_other_stores(const struct verifier *verifier, const struct table *table,
                   size_t number)
{
    uint32_t reg =
        verify_register(verifier, verifier->layout->addresses[number]);

    for (size_t i = 0; i < table->count; i++) {
        const struct dma_op *op = &table->ops[i];

        if (verifier->address_known[number] && verify_stores(op) &&
            op->reg == reg &&
            DMA_HEAD_SLOT(op->head) != verifier->address_slot[number]) {
            verify_blame(verifier, table, i,
                         "ARM writes the other end to this register");
        }
    }
}

/* A run must not start with a constant where the length belongs. */
static void
check_last_count(const struct verifier *verifier, const struct table *table,
                 uint32_t offset, size_t start)
{
    size_t last = verify_find_store(verifier, table, offset, start);

    for (size_t i = last; i < start; i++) {
        const struct dma_op *op = &table->ops[i];

        if (verify_stores(op) && op->reg == verify_register(verifier, offset) &&
            DMA_HEAD_SLOT(op->head) != DMA_SLOT_LEN) {
            verify_blame(verifier, table, i,
                         "the last store to a count before START has to be "
                         "LEN, in every run");
        }
    }
}

/* A peripheral that gives has memory as destination, one that takes as source.
 */
static void
check_direction(const struct verifier *verifier, const struct table *table,
                size_t sources, size_t destinations)
{
    const struct request *request = verifier->subject->request;
    bool in = request->far_is_source;

    if (sources != (in ? 0 : 1) || destinations != (in ? 1 : 0)) {
        verify_say(verifier,
                   "%s writes SRC into %zu address registers and DST into "
                   "%zu, but request '%s' has direction: %s",
                   table->name, sources, destinations, request->name,
                   in ? "in" : "out");
    }
}

static void
check_ends(const struct verifier *verifier, const struct table *table)
{
    size_t sources = 0, destinations = 0;

    for (size_t i = 0; i < verifier->layout->address_count; i++) {
        sources += verifier->address_slot[i] == DMA_SLOT_SRC;
        destinations += verifier->address_slot[i] == DMA_SLOT_DST;
    }
    if (!verifier->subject->request->far_is_memory) {
        check_direction(verifier, table, sources, destinations);
    } else if (sources != 1 || destinations != 1) {
        verify_say(verifier,
                   "%s writes SRC into %zu address registers and DST into "
                   "%zu",
                   table->name, sources, destinations);
    }
}

static void
check_arm_values(const struct verifier *verifier, const struct table *table,
                 uint32_t unit, uint32_t max_length)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct shared_register *shared;
        enum role role = verify_role(verifier, table->ops[i].reg, &shared);

        if (!verify_stores(&table->ops[i])) {
            continue;
        }
        if (role == ROLE_ADDRESS) {
            check_address_value(verifier, table, i, unit);
        } else if (role == ROLE_COUNT) {
            check_count_value(verifier, table, i, unit, max_length);
        } else if (!verify_is_constant(&table->ops[i]) &&
                   DMA_HEAD_OP(table->ops[i].head) == DMA_OP_WR) {
            verify_blame(verifier, table, i,
                         "a slot goes into a register that is neither an "
                         "address nor a count");
        }
    }
}

void
verify_arm(struct verifier *verifier, const struct table *table, uint32_t unit,
           uint32_t max_length)
{
    const struct channel_layout *layout = verifier->layout;
    size_t start = find_start(verifier, table);

    check_arm_values(verifier, table, unit, max_length);
    for (size_t i = 0; i < layout->address_count; i++) {
        size_t store =
            verify_find_store(verifier, table, layout->addresses[i], start);

        verify_require_store(verifier, table, layout->addresses[i], start,
                             "address");
        if (store != start) {
            note_address_slot(verifier, table, i, store);
        }
        check_other_stores(verifier, table, i);
    }
    check_ends(verifier, table);
    for (size_t i = 0; i < layout->constant_count; i++) {
        verify_require_store(verifier, table, layout->constants[i], start,
                             "secondary pointer");
    }
    for (size_t i = 0; i < layout->fixed_count; i++) {
        /* START itself may be the store */
        verify_require_store(verifier, table, layout->fixed[i].offset,
                             start == table->count ? start : start + 1,
                             "fixed field's");
    }
    for (size_t i = 0; i < layout->count_count; i++) {
        verify_require_store(verifier, table, layout->counts[i].offset, start,
                             "count");
        check_last_count(verifier, table, layout->counts[i].offset, start);
    }
    if (start == table->count) {
        return;
    }
    check_start_operation(verifier, table, start);
    for (size_t i = start + 1; i < table->count; i++) {
        check_after_start(verifier, table, i);
    }
}
