/* SPDX-License-Identifier: MIT */
/*
 * The tables of peripherals that master the bus (struct dma_master). They run
 * when their task has ended, at any moment: so they touch the peripheral's own
 * page and nothing else, write constants, and wait for nothing without a bound.
 */
#include "diag.h"
#include "output.h"
#include "verify_table.h"

#define MASTER_RESET 0u /* offsets in struct dma_master */
#define MASTER_IDLE 4u

static void
check_operation(const struct verifier *verifier, const struct master *master,
                const struct table *table, size_t i)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t operation = DMA_HEAD_OP(op->head);

    if (!verify_is_operation(op)) {
        verify_blame(verifier, table, i, "is no operation of the language");
        return;
    }
    if (operation == DMA_OP_GET ||
        (operation == DMA_OP_WR && !verify_is_constant(op))) {
        verify_blame(verifier, table, i,
                     "a master's table has no slots and no results");
    }
    if (operation == DMA_OP_POLL && DMA_HEAD_COUNT(op->head) == 0) {
        verify_blame(verifier, table, i, "polls without a bound of reads");
    }
    if (table->kind == TABLE_IDLE && verify_stores(op)) {
        verify_blame(verifier, table, i, "IDLE only reads");
    }
    if (operation == DMA_OP_SYNC && DMA_HEAD_COUNT(op->head) == 0) {
        return;
    }
    if (!verify_in_range(op->reg, master->device.base, master->device.size) ||
        !verify_is_aligned(op)) {
        verify_blame(verifier, table, i, "is no register of '%s'",
                     master->device.name);
    }
}

/* Returns: whether something that can fail is asked for. */
static bool
check_table(const struct verifier *verifier, const struct master *master,
            uint32_t address, enum table_kind kind, const char *name)
{
    struct table table;
    bool asks = false;

    if (!verify_read_table(verifier, address, kind, name, &table)) {
        return true; /* blamed */
    }
    for (size_t i = 0; i < table.count; i++) {
        const struct dma_op *op = &table.ops[i];

        check_operation(verifier, master, &table, i);
        asks = asks || (DMA_HEAD_OP(op->head) == DMA_OP_POLL &&
                        (op->head & DMA_HEAD_SOFT) == 0 && op->mask != 0);
    }
    return asks;
}

static void
check_master(const struct chip *chip, const struct elf_program *program,
             const struct master *master, struct verify_report *report)
{
    const char *name = output_identifier(master->tables, false);
    const struct elf_symbol *symbol = elf_read_symbol(program, name);
    const struct verify_subject subject = {.chip = chip, .symbol = name};
    const struct verifier verifier = {
        .program = program, .subject = &subject, .report = report};
    uint32_t reset = 0, idle = 0;

    if (symbol == NULL ||
        !elf_read_constant(program, symbol->value + MASTER_RESET, &reset) ||
        !elf_read_constant(program, symbol->value + MASTER_IDLE, &idle)) {
        verify_say(&verifier, "is not among the constants of the kernel");
        return;
    }
    (void)check_table(&verifier, master, reset, TABLE_RESET, "RESET");
    if (!check_table(&verifier, master, idle, TABLE_IDLE, "IDLE")) {
        verify_say(&verifier, "IDLE asks nothing that could be false");
    }
}

void
verify_masters(const struct chip *chip, const struct elf_program *program,
               struct verify_report *report)
{
    for (size_t i = 0; i < chip->master_count; i++) {
        if (chip->masters[i].tables != NULL) {
            check_master(chip, program, &chip->masters[i], report);
        }
    }
}
