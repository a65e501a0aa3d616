/* SPDX-License-Identifier: MIT */
/*
 * Writes task_config.h: the manifest as a task's C code sees it. Nothing here
 * depends on the layout, since it is compiled before sizes are known; places
 * are symbols that the task's linker script defines.
 */
#include <sluice/kcall.h>

#include "emit.h"
#include "layout.h"
#include "output.h"
#include "region.h"

static void
emit_peer(FILE *file, const struct app *app, size_t index)
{
    fprintf(file, "#define PEER_%s %zuu\n",
            output_identifier(app->tasks[index].name, true), index);
}

static bool
is_called(const struct task_model *task, size_t index)
{
    for (size_t i = 0; i < task->call_count; i++) {
        if (task->calls[i] == index) {
            return true;
        }
    }
    return false;
}

static void
emit_peers(FILE *file, const struct app *app, const struct task_model *task)
{
    if (task->call_count + task->post_count != 0) {
        fputs("\n/* Whom it may call or post to: indices of tasks. */\n", file);
    }
    for (size_t i = 0; i < task->call_count; i++) {
        emit_peer(file, app, task->calls[i]);
    }
    for (size_t i = 0; i < task->post_count; i++) {
        if (!is_called(task, task->posts[i].task)) {
            emit_peer(file, app, task->posts[i].task);
        }
    }
}

static void
emit_bits(FILE *file, const struct task_model *task)
{
    if (task->notification_count != 0) {
        fputs("\n/* Its notification bits. */\n", file);
    }
    for (size_t i = 0; i < task->notification_count; i++) {
        fprintf(file, "#define NOTIFY_%s 0x%xu\n",
                output_identifier(task->notifications[i].name, true),
                task->notifications[i].bit);
    }
}

static void
emit_peer_bits(FILE *file, const struct app *app, const struct task_model *task)
{
    if (task->post_count != 0) {
        fputs("\n/* Bits of others that it may post. */\n", file);
    }
    for (size_t i = 0; i < task->post_count; i++) {
        const struct task_model *peer = &app->tasks[task->posts[i].task];

        for (size_t j = 0; j < peer->notification_count; j++) {
            const struct notification *bit = &peer->notifications[j];

            if ((task->posts[i].bits & bit->bit) != 0) {
                fprintf(file, "#define NOTIFY_%s_%s 0x%xu\n",
                        output_identifier(peer->name, true),
                        output_identifier(bit->name, true), bit->bit);
            }
        }
    }
}

static void
emit_dma(FILE *file, const struct task_model *task)
{
    if (task->dma_count != 0) {
        fputs("\n/* Its DMA channels: number, most bytes of one arm. */\n",
              file);
    }
    for (size_t i = 0; i < task->dma_count; i++) {
        const char *name = output_identifier(task->dma[i].name, true);

        fprintf(file, "#define DMA_%s %uu\n", name, task->dma[i].index);
        fprintf(file, "#define DMA_%s_MAX %uu\n", name,
                task->dma[i].max_length);
    }
}

static bool
is_buffer(const struct task_model *task, const struct range *range)
{
    for (size_t i = 0; i < task->buffer_count; i++) {
        if (task->buffers[i] == range) {
            return true;
        }
    }
    return false;
}

static void
emit_range(FILE *file, const struct task_model *task, size_t number)
{
    const struct range *range = task->ranges[number];
    const char *constant =
        (range->attributes & REGION_WRITE) != 0 ? "" : "const ";
    const char *lower = output_identifier(range->name, false);
    const char *upper = output_identifier(range->name, true);

    if (range->memory == NULL) {
        fprintf(file, "extern %svolatile uint32_t peripheral_%s[];\n", constant,
                lower);
        return;
    }
    fprintf(file, "extern %suint8_t %s_%s[];\n", constant,
            is_buffer(task, range) ? "buffer" : "area", lower);
    fprintf(file, "#define %s_%s_SIZE %uu\n",
            is_buffer(task, range) ? "BUFFER" : "AREA", upper, range->size);
    fprintf(file, "#define REGION_%s %zuu\n", upper, number + 2);
}

/* Code that must do with every board looks at this. */
static void
emit_kinds(FILE *file, const struct app *app, const struct task_model *task)
{
    const struct chip *chip = app->board->chip;

    for (size_t i = 0; i < chip->peripheral_count; i++) {
        const struct peripheral *peripheral = &chip->peripherals[i];

        for (size_t j = 0; j < task->range_count; j++) {
            const struct range *range = task->ranges[j];

            if (range->memory == NULL && range->base == peripheral->base &&
                peripheral->kind != NULL) {
                fprintf(file, "#define PERIPHERAL_%s_KIND \"%s\"\n",
                        output_identifier(range->name, true), peripheral->kind);
            }
        }
    }
}

static void
emit_ranges(FILE *file, const struct task_model *task)
{
    if (task->range_count != 0) {
        fputs("\n/*\n * Memory that it maps besides its own. REGION_* is its "
              "number in DMA calls.\n */\n",
              file);
    }
    for (size_t i = 0; i < task->range_count; i++) {
        emit_range(file, task, i);
    }
}

static void
emit_constants(FILE *file, const struct task_model *task)
{
    if (task->config_count != 0) {
        fputs("\n/* From `config:`. */\n", file);
    }
    for (size_t i = 0; i < task->config_count; i++) {
        fprintf(file, "#define CONFIG_%s %uu\n",
                output_identifier(task->config_names[i], true),
                task->config_values[i]);
    }
}

static void
emit_names(FILE *file, const struct app *app, const struct task_model *task)
{
    fprintf(file, "\n#define TASK_COUNT %zuu\n", app->task_count);
    fprintf(file, "#define WATCHDOG_US %uu /* 0: none that it feeds */\n",
            (task->privileges & 1u << SLUICE_KCALL_FEED) != 0 ? app->watchdog_us
                                                              : 0);
    if ((task->privileges & 1u << SLUICE_KCALL_STATUS) == 0) {
        return; /* who may not ask about tasks need not know their names */
    }
    fputs("#define TASK_NAMES {", file);
    for (size_t i = 0; i < app->task_count; i++) {
        fprintf(file, "%s\"%s\"", i == 0 ? "" : ", ", app->tasks[i].name);
    }
    fputs("}\n", file);
}

void
emit_config(FILE *file, const struct app *app, const struct task_model *task)
{
    fprintf(file,
            "/*\n * Task '%s' of image '%s', made by `sluice` from the "
            "manifest.\n * Do not edit: change the manifest.\n */\n"
            "#pragma once\n\n#include <stdint.h>\n\n"
            "#define TASK_NAME \"%s\"\n#define TASK_INDEX %uu\n",
            task->name, app->name, task->name, task->index);
    fprintf(file, "#define CORE_STACK_LIMIT %uu /* the core checks one */\n",
            app->board->chip->protection == PROTECTION_PMSAV8 ? 1u : 0u);
    emit_peers(file, app, task);
    emit_bits(file, task);
    emit_peer_bits(file, app, task);
    emit_dma(file, task);
    emit_ranges(file, task);
    emit_kinds(file, app, task);
    emit_constants(file, task);
    emit_names(file, app, task);
}
