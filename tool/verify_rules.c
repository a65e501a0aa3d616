/* SPDX-License-Identifier: MIT */
/*
 * Rules for whole tables: that IDLE can say no, that FINI scrubs everything,
 * that AUDIT sees it all. Those for ARM are in verify_arm.c.
 */
#include "verify_table.h"

uint32_t
verify_register(const struct verifier *verifier, uint32_t offset)
{
    return verifier->subject->controller->base + offset;
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

void
verify_fini(const struct verifier *verifier, const struct table *table)
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
    for (size_t i = 0; i < verifier->layout->address_count; i++) {
        check_audited(verifier, table, i);
    }
    check_audited_once(verifier, table);
}

static void
check_pair(const struct verifier *verifier, const struct channel_layout *a,
           const struct channel_layout *b)
{
    if ((a->own_bits & b->own_bits) != 0) {
        verify_say(verifier, "channels share own-bits 0x%x",
                   a->own_bits & b->own_bits);
    }
    if (verify_in_range(a->window_offset, b->window_offset, b->window_size) ||
        verify_in_range(b->window_offset, a->window_offset, a->window_size)) {
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
