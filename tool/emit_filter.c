/* SPDX-License-Identifier: MIT */
/*
 * The second wall: a table that makes the controllers lesser masters, opens to
 * them the blocks that hold something in memory for DMA, reads all of it back
 * and locks it. The kernel runs it before the first task, as it runs the
 * board's; a bit that reads back otherwise is a panic.
 */
#include "arena.h"
#include "emit.h"
#include "layout.h"

static void
open_range(uint32_t *words, const struct block_filter *filter,
           const struct range *range)
{
    uint32_t first, last;

    if (range->memory != filter->memory || range->size == 0) {
        return;
    }
    first = (range->base - filter->memory->base) / filter->block;
    last = (range->base + (range->size - 1) - filter->memory->base) /
           filter->block;
    for (uint32_t i = first; i <= last; i++) {
        words[i / 32] |= 1u << (i % 32);
    }
}

size_t
filter_words(const struct block_filter *filter)
{
    return (filter->memory->size / filter->block + 31) / 32;
}

uint32_t *
filter_table(const struct app *app, const struct block_filter *filter)
{
    uint32_t *words = arena_array(filter_words(filter), sizeof(*words));

    if (filter->view == 0) {
        return words;
    }
    open_range(words, filter, &app->sink);
    for (size_t i = 0; i < app->area_count; i++) {
        open_range(words, filter, &app->areas[i]);
    }
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        open_range(words, filter, &task->home);
        for (size_t j = 0; j < task->buffer_count; j++) {
            open_range(words, filter, task->buffers[j]);
        }
    }
    return words;
}

static void
write_check(FILE *file, uint32_t where, uint32_t value)
{
    fprintf(file,
            "    DMA_WRITE(0x%08xu, 0x%08xu),\n"
            "    DMA_POLL(0x%08xu, 0xffffffffu, 0x%08xu, 1),\n",
            where, value, where, value);
}

/* Closed is what a reset leaves; then it is looked at and nothing is written.
 * With `open` each access to the table moves its index on. */
static void
emit_block_filter(FILE *file, const struct app *app,
                  const struct block_filter *filter)
{
    const struct filters *filters = &app->board->chip->filters;
    const uint32_t *words = filter_table(app, filter);
    uint32_t index = filter->registers + filters->index;
    uint32_t table = filter->registers + filters->table;

    fprintf(file, "    /* %s */\n", filter->memory->name);
    write_check(file, filter->registers + filters->control, filters->open);
    fprintf(file, "    DMA_WRITE(0x%08xu, 0),\n", index);
    for (size_t i = 0; filter->view != 0 && i < filter_words(filter); i++) {
        fprintf(file, "    DMA_WRITE(0x%08xu, 0x%08xu),\n", table, words[i]);
    }
    fprintf(file, "    DMA_WRITE(0x%08xu, 0),\n", index);
    for (size_t i = 0; i < filter_words(filter); i++) {
        fprintf(file, "    DMA_POLL(0x%08xu, 0xffffffffu, 0x%08xu, 1),\n",
                table, words[i]);
    }
    write_check(file, filter->registers + filters->control, filters->locked);
}

void
emit_filters(FILE *file, const struct app *app)
{
    const struct filters *filters = &app->board->chip->filters;

    if (filters->block_count == 0) {
        return;
    }
    fputs("\n/* Hardware filters: who may pass, read back, locked. */\n"
          "static const struct dma_op filter_init[] = {\n",
          file);
    fprintf(file,
            "    DMA_MODIFY(0x%08xu, 0, 0x%08xu),\n"
            "    DMA_POLL(0x%08xu, 0x%08xu, 0x%08xu, 1),\n",
            filters->master_register, filters->master_bits,
            filters->master_register, filters->master_bits,
            filters->master_bits);
    for (size_t i = 0; i < filters->block_count; i++) {
        emit_block_filter(file, app, &filters->blocks[i]);
    }
    fputs("    DMA_END,\n};\n", file);
}
