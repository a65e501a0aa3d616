/* SPDX-License-Identifier: MIT */
/*
 * Rules for whole tables: that IDLE can say no, that FINI scrubs everything,
 * that AUDIT sees it all. Those for ARM are in verify_arm.c.
 */
#include "family.h"
#include "verify_table.h"

uint32_t
verify_register(const struct verifier *verifier, uint32_t offset)
{
    return family_address(verifier->subject->controller, offset);
}

bool
verify_in_range(uint32_t value, uint32_t base, uint32_t size)
{
    return value - base < size;
}

size_t
verify_find_store(const struct verifier *verifier, const struct table *table,
                  uint32_t offset, size_t end)
{
    size_t found = end;

    for (size_t i = 0; i < end; i++) {
        if (verify_stores(&table->ops[i]) && !table->skippable[i] &&
            table->ops[i].reg == verify_register(verifier, offset)) {
            found = i;
        }
    }
    return found;
}

void
verify_require_store(const struct verifier *verifier, const struct table *table,
                     uint32_t offset, size_t end, const char *what)
{
    if (verify_find_store(verifier, table, offset, end) == end) {
        verify_say(verifier,
                   "%s does not write the %s register 0x%08x in every run%s",
                   table->name, what, verify_register(verifier, offset),
                   table->kind == TABLE_ARM ? ", before START" : "");
    }
}

/* Returns: whether every store of the operation leaves the field right. */
static bool
is_right(const struct dma_op *op, const struct fixed_field *field)
{
    bool constant = verify_is_constant(op);

    if (DMA_HEAD_OP(op->head) == DMA_OP_MOD) {
        bool untouched = ((op->mask | op->value) & field->mask) == 0;

        return untouched || ((op->mask & field->mask) == field->mask &&
                             (op->value & field->mask) == field->value);
    }
    return (constant || (op->mask & field->mask) == 0) &&
           (op->value & field->mask) == field->value;
}

void
verify_fixed(const struct verifier *verifier, const struct table *table,
             size_t i)
{
    const struct channel_layout *layout = verifier->layout;
    const struct dma_op *op = &table->ops[i];

    for (size_t f = 0; f < layout->fixed_count; f++) {
        const struct fixed_field *field = &layout->fixed[f];

        if (verify_stores(op) &&
            op->reg == verify_register(verifier, field->offset) &&
            !is_right(op, field)) {
            verify_blame(verifier, table, i,
                         "its field (mask 0x%x) takes only 0x%x", field->mask,
                         field->value);
        }
    }
}

/* At the end of a transfer only IDLE may say no. */
void
verify_look(const struct verifier *verifier, const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        uint32_t head = table->ops[i].head;

        if (DMA_HEAD_OP(head) == DMA_OP_POLL && (head & DMA_HEAD_SOFT) == 0) {
            verify_blame(verifier, table, i, "polls of %s have to be soft",
                         table->name);
        }
    }
}

/* One that is true of any register says nothing about the engine. */
static void
check_idle_polls(const struct verifier *verifier, const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct dma_op *op = &table->ops[i];

        if (DMA_HEAD_OP(op->head) == DMA_OP_POLL &&
            (op->mask == 0 ||
             ((op->head & DMA_HEAD_A) == 0 && (op->value & ~op->mask) != 0))) {
            verify_blame(verifier, table, i,
                         "this poll of IDLE is always true or never");
        }
    }
}

void
verify_idle(const struct verifier *verifier, const struct table *table)
{
    check_idle_polls(verifier, table);
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

static void
check_scrub(const struct verifier *verifier, const struct table *table)
{
    const struct channel_layout *layout = verifier->layout;

    for (size_t i = 0; i < layout->address_count; i++) {
        verify_require_store(verifier, table, layout->addresses[i],
                             table->count, "address");
    }
    for (size_t i = 0; i < layout->count_count; i++) {
        verify_require_store(verifier, table, layout->counts[i].offset,
                             table->count, "count");
    }
}

void
verify_fini(const struct verifier *verifier, const struct table *table)
{
    const struct channel_layout *layout = verifier->layout;

    if (!layout->unscrubbable) {
        check_scrub(verifier, table);
    }
    for (size_t i = 0; i < layout->constant_count; i++) {
        verify_require_store(verifier, table, layout->constants[i],
                             table->count, "secondary pointer");
    }
    check_residue_first(verifier, table);
}

static void
check_audited(const struct verifier *verifier, const struct table *table,
              size_t number)
{
    uint32_t reg =
        verify_register(verifier, verifier->layout->addresses[number]);

    for (size_t i = 0; i < table->count; i++) {
        const struct dma_op *op = &table->ops[i];
        uint32_t slot = DMA_HEAD_SLOT(op->head);

        if (DMA_HEAD_OP(op->head) != DMA_OP_GET || op->reg != reg) {
            continue;
        }
        if (op->mask != 0xffffffffu || DMA_HEAD_RIGHT(op->head) != 0 ||
            DMA_HEAD_LEFT(op->head) != 0 || DMA_HEAD_COUNT(op->head) != 0 ||
            (op->head & DMA_HEAD_A) != 0) {
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

/* Of two, the second would hide what the first has read. */
static void
check_audited_once(const struct verifier *verifier, const struct table *table)
{
    uint32_t seen = 0;

    for (size_t i = 0; i < table->count; i++) {
        uint32_t slot = DMA_HEAD_SLOT(table->ops[i].head);

        if (DMA_HEAD_OP(table->ops[i].head) != DMA_OP_GET) {
            continue;
        }
        if ((seen & 1u << slot) != 0) {
            verify_blame(verifier, table, i, "reads into slot %u a second time",
                         slot);
        }
        seen |= 1u << slot;
    }
}

void
verify_audit(const struct verifier *verifier, const struct table *table)
{
    for (size_t i = 0;
         i < verifier->layout->address_count && !verifier->layout->unscrubbable;
         i++) {
        check_audited(verifier, table, i);
    }
    check_audited_once(verifier, table);
}

static void
check_pair(const struct verifier *verifier, const struct channel_layout *a,
           const struct channel_layout *b)
{
    const struct family *family = verifier->family;

    for (size_t i = 0; i < family->shared_count; i++) {
        uint32_t place = family->shared[i].offset;
        uint32_t both = verify_own_bits(a, place) & verify_own_bits(b, place);

        if (both != 0) {
            verify_say(verifier, "channels share own-bits 0x%x", both);
            break;
        }
    }
    for (size_t i = 0; i < a->window_count * b->window_count; i++) {
        const struct window *one = &a->windows[i % a->window_count];
        const struct window *two = &b->windows[i / a->window_count];

        if (verify_in_range(one->offset, two->offset, two->size) ||
            verify_in_range(two->offset, one->offset, one->size)) {
            verify_say(verifier, "the windows of two channels overlap");
        }
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
