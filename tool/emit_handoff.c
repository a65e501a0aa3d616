/* SPDX-License-Identifier: MIT */
/* The part of tables.c about regions that go from one task to another. */
#include "emit.h"
#include "layout.h"
#include "protection.h"

size_t
emit_handoff_count(const struct app *app)
{
    size_t count = 0;

    for (size_t i = 0; i < app->area_count; i++) {
        count += app->areas[i].home != NULL ? 1u : 0u;
    }
    return count;
}

bool
emit_is_holder(const struct task_model *task)
{
    for (size_t i = 0; i < task->range_count; i++) {
        if (task->ranges[i]->home != NULL) {
            return true;
        }
    }
    return false;
}

static void
emit_holder(FILE *file, const struct app *app, const struct task_model *task,
            size_t slot)
{
    enum protection_kind kind = app->board->chip->protection;
    uint32_t on[2], off[2];

    protection_words(kind, layout_region(task, slot), (uint32_t)slot, on);
    protection_words(kind, NULL, (uint32_t)slot, off);
    fprintf(file,
            "    {%uu, %zuu, {0x%08xu, 0x%08xu}, {0x%08xu, 0x%08xu}}, "
            "/* %s */\n",
            task->index, slot, on[0], on[1], off[0], off[1], task->name);
}

/* Returns: how many. */
static size_t
emit_holders(FILE *file, const struct app *app, const struct range *area,
             size_t number)
{
    size_t count = 0;

    fprintf(file, "static const struct holder holders_%zu[] = {\n", number);
    for (size_t t = 0; t < app->task_count; t++) {
        for (size_t i = 0; i < layout_task_regions(&app->tasks[t]); i++) {
            if (layout_region(&app->tasks[t], i) == area) {
                emit_holder(file, app, &app->tasks[t], i);
                count++;
            }
        }
    }
    fputs("};\n", file);
    return count;
}

static void
emit_handoff(FILE *file, const struct app *app, const struct range *area,
             size_t number)
{
    size_t holders = emit_holders(file, app, area, number);

    fprintf(file, "static const struct region handoff_region_%zu = ", number);
    emit_region(file, area);
    fprintf(file,
            "; /* %s */\n"
            "#define HANDOFF_%zu {&handoff_region_%zu, holders_%zu, %zuu, "
            "%uu}\n",
            area->name, number, number, number, holders, area->home->index);
}

void
emit_handoffs(FILE *file, const struct app *app)
{
    size_t count = emit_handoff_count(app), number = 0;

    if (count == 0) {
        return;
    }
    fputs("\n/* Regions that go from one task to another. */\n", file);
    for (size_t i = 0; i < app->area_count; i++) {
        if (app->areas[i].home != NULL) {
            emit_handoff(file, app, &app->areas[i], number++);
        }
    }
    fputs("static const struct handoff_desc handoffs[] = {\n", file);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "    HANDOFF_%zu,\n", i);
    }
    fputs("};\n", file);
}

void
emit_handoff_list(FILE *file, const struct app *app)
{
    if (emit_handoff_count(app) != 0) {
        fprintf(file,
                "    .handoff_count = %zuu,\n"
                "    .handoffs = handoffs,\n",
                emit_handoff_count(app));
    }
}
