/* SPDX-License-Identifier: MIT */
/*
 * Rules for whole tables: that ARM leaves no stale pointer and starts once,
 * that IDLE can say no, that FINI scrubs everything, that AUDIT sees it all.
 */
#include "verify_table.h"

static uint32_t
register_at(const struct verifier *verifier, uint32_t offset)
{
    return verifier->subject->controller->base + offset;
}

static bool
in_range(uint32_t value, uint32_t base, uint32_t size)
{
    return value - base < size;
}

/* A constant far end names a peripheral: no memory, no controller. */
static bool
is_memory_or_controller(const struct chip *chip, uint32_t address)
{
    for (size_t i = 0; i < chip->memory_count; i++) {
        const struct memory *memory = &chip->memories[i];

        if (in_range(address, memory->base, memory->size)) {
            return true;
        }
        for (size_t j = 0; j < memory->alias_count; j++) {
            if (in_range(address, memory->aliases[j], memory->size)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        if (in_range(address, chip->controllers[i].base,
                     chip->controllers[i].family->size)) {
            return true;
        }
    }
    return false;
}

/* Returns: true for a write of a slot as it is: no arithmetic, all bits. */
static bool
is_exact(const struct dma_op *op)
{
    return DMA_HEAD_OP(op->head) == DMA_OP_WR && (op->head & DMA_HEAD_A) == 0 &&
           DMA_HEAD_RIGHT(op->head) == 0 && DMA_HEAD_LEFT(op->head) == 0 &&
           DMA_HEAD_COUNT(op->head) == 0 && op->mask == 0xffffffffu &&
           op->value == 0;
}

static void
check_address_value(const struct verifier *verifier, const struct table *table,
                    size_t i)
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
    } else if (!is_exact(op)) {
        verify_blame(verifier, table, i,
                     "an address slot is written with arithmetic or in part");
    } else if (slot != DMA_SLOT_SRC && slot != DMA_SLOT_DST &&
               (!peripheral || slot != DMA_SLOT_SINK)) {
        verify_blame(verifier, table, i,
                     "an address register takes only SRC or DST");
    }
}

static bool
is_low_mask(uint32_t mask)
{
    return (mask & (mask + 1)) == 0;
}

/* The count counts units, in a field that no constant bit enlarges. */
static void
check_count_value(const struct verifier *verifier, const struct table *table,
                  size_t i, uint32_t unit, uint32_t max_length)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t right = DMA_HEAD_RIGHT(op->head);

    if (verify_is_constant(op) && op->value == 0) {
        return;
    }
    if (DMA_HEAD_OP(op->head) != DMA_OP_WR ||
        DMA_HEAD_SLOT(op->head) != DMA_SLOT_LEN ||
        (op->head & DMA_HEAD_A) != 0) {
        verify_blame(verifier, table, i,
                     "a count register takes LEN or the constant 0");
    } else if (1u << right != unit || DMA_HEAD_LEFT(op->head) != 0 ||
               DMA_HEAD_COUNT(op->head) != 0) {
        verify_blame(verifier, table, i,
                     "the count is not LEN in units of %u bytes", unit);
    } else if (!is_low_mask(op->mask) || max_length / unit > op->mask ||
               (op->value & op->mask) != 0) {
        verify_blame(verifier, table, i,
                     "the count's field (mask 0x%x) does not hold %u units "
                     "alone",
                     op->mask, max_length / unit);
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

    if (op->reg != register_at(verifier, verifier->layout->start)) {
        verify_blame(verifier, table, start,
                     "START is not to the start register");
    } else if (!verify_is_constant(op) || (op->value & 1u) == 0) {
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

/*
 * Returns: the last store into the register that every run makes, before
 * `end`; `end` if there is none.
 */
static size_t
find_store(const struct verifier *verifier, const struct table *table,
           uint32_t offset, size_t end)
{
    size_t found = end;

    for (size_t i = 0; i < end; i++) {
        if (verify_stores(&table->ops[i]) && !table->skippable[i] &&
            table->ops[i].reg == register_at(verifier, offset)) {
            found = i;
        }
    }
    return found;
}

static void
require_store(const struct verifier *verifier, const struct table *table,
              uint32_t offset, size_t end, const char *what)
{
    if (find_store(verifier, table, offset, end) == end) {
        verify_say(verifier,
                   "%s does not write the %s register 0x%08x in every run%s",
                   table->name, what, register_at(verifier, offset),
                   table->kind == TABLE_ARM ? ", before START" : "");
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

static void
check_ends(const struct verifier *verifier, const struct table *table)
{
    size_t sources = 0, destinations = 0;

    for (size_t i = 0; i < verifier->layout->address_count; i++) {
        sources += verifier->address_slot[i] == DMA_SLOT_SRC;
        destinations += verifier->address_slot[i] == DMA_SLOT_DST;
    }
    if (sources > 1 || destinations > 1 || sources + destinations == 0 ||
        (verifier->subject->request->far_is_memory &&
         (sources != 1 || destinations != 1))) {
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
            check_address_value(verifier, table, i);
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
        size_t store = find_store(verifier, table, layout->addresses[i], start);

        require_store(verifier, table, layout->addresses[i], start, "address");
        if (store != start) {
            note_address_slot(verifier, table, i, store);
        }
    }
    check_ends(verifier, table);
    for (size_t i = 0; i < layout->constant_count; i++) {
        require_store(verifier, table, layout->constants[i], start,
                      "secondary pointer");
    }
    for (size_t i = 0; i < layout->count_count; i++) {
        require_store(verifier, table, layout->counts[i], start, "count");
    }
    if (start == table->count) {
        return;
    }
    check_start_operation(verifier, table, start);
    for (size_t i = start + 1; i < table->count; i++) {
        check_after_start(verifier, table, i);
    }
}

void
verify_idle(const struct verifier *verifier, const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        if (DMA_HEAD_OP(table->ops[i].head) == DMA_OP_POLL &&
            (table->ops[i].head & DMA_HEAD_SOFT) == 0 && !table->skippable[i]) {
            return;
        }
    }
    verify_say(verifier, "IDLE cannot fail: it has no poll that is made in "
                         "every run and is not soft");
}

/* A residue that is read after the scrub is a residue of nothing. */
static void
check_residue_first(const struct verifier *verifier, const struct table *table)
{
    const struct shared_register *shared;
    bool scrubbed = false;

    for (size_t i = 0; i < table->count; i++) {
        uint32_t head = table->ops[i].head;

        if (verify_stores(&table->ops[i])) {
            enum role role = verify_role(verifier, table->ops[i].reg, &shared);

            scrubbed = scrubbed || role == ROLE_ADDRESS || role == ROLE_COUNT;
        } else if (DMA_HEAD_OP(head) == DMA_OP_GET && scrubbed &&
                   DMA_HEAD_SLOT(head) == DMA_GET_RESIDUE) {
            verify_blame(verifier, table, i,
                         "the residue is read after the scrub");
        }
    }
}

void
verify_fini(const struct verifier *verifier, const struct table *table)
{
    const struct channel_layout *layout = verifier->layout;

    for (size_t i = 0; i < layout->address_count; i++) {
        size_t store =
            find_store(verifier, table, layout->addresses[i], table->count);

        require_store(verifier, table, layout->addresses[i], table->count,
                      "address");
        if (store != table->count && !is_exact(&table->ops[store])) {
            verify_blame(verifier, table, store,
                         "the sink is written with arithmetic or in part");
        }
    }
    for (size_t i = 0; i < layout->count_count; i++) {
        require_store(verifier, table, layout->counts[i], table->count,
                      "count");
    }
    for (size_t i = 0; i < layout->constant_count; i++) {
        require_store(verifier, table, layout->constants[i], table->count,
                      "secondary pointer");
    }
    check_residue_first(verifier, table);
}

static void
check_audited(const struct verifier *verifier, const struct table *table,
              size_t number)
{
    uint32_t reg = register_at(verifier, verifier->layout->addresses[number]);

    for (size_t i = 0; i < table->count; i++) {
        const struct dma_op *op = &table->ops[i];
        uint32_t slot = DMA_HEAD_SLOT(op->head);

        if (DMA_HEAD_OP(op->head) != DMA_OP_GET || op->reg != reg) {
            continue;
        }
        if (op->mask != 0xffffffffu || DMA_HEAD_RIGHT(op->head) != 0 ||
            DMA_HEAD_LEFT(op->head) != 0) {
            verify_blame(verifier, table, i, "only part of it is read");
        }
        if (verifier->address_slot[number] != slot &&
            verifier->address_slot[number] != DMA_SLOT_NONE) {
            verify_blame(verifier, table, i,
                         "names slot %u, but ARM writes slot %u there", slot,
                         verifier->address_slot[number]);
        }
        return;
    }
    verify_say(verifier, "AUDIT does not read the address register 0x%08x",
               reg);
}

void
verify_audit(const struct verifier *verifier, const struct table *table)
{
    for (size_t i = 0; i < verifier->layout->address_count; i++) {
        check_audited(verifier, table, i);
    }
}

static void
check_pair(const struct verifier *verifier, const struct channel_layout *a,
           const struct channel_layout *b)
{
    if ((a->own_bits & b->own_bits) != 0) {
        verify_say(verifier, "channels share own-bits 0x%x",
                   a->own_bits & b->own_bits);
    }
    if (in_range(a->window_offset, b->window_offset, b->window_size) ||
        in_range(b->window_offset, a->window_offset, a->window_size)) {
        verify_say(verifier, "the windows of two channels overlap");
    }
}

void
verify_channels(const struct controller *controller,
                struct verify_report *report)
{
    const struct family *family = controller->family;
    struct verify_subject subject = {.controller = controller,
                                     .symbol = controller->tables};
    struct verifier verifier = {
        .subject = &subject, .family = family, .report = report};

    for (size_t a = 0; a < family->channel_count; a++) {
        for (size_t b = a + 1; b < family->channel_count; b++) {
            check_pair(&verifier, &family->channels[a], &family->channels[b]);
        }
    }
}
