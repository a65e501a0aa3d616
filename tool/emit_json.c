/* SPDX-License-Identifier: MIT */
/* Writes layout.json: names in it are the manifest's, which need no quoting. */
#include "emit.h"
#include "layout.h"

static void
emit_place(FILE *file, const char *key, const struct range *range,
           const char *end)
{
    fprintf(file, "\"%s\": {\"memory\": \"%s\", \"base\": %u, \"size\": %u}%s",
            key, range->memory == NULL ? "" : range->memory->name, range->base,
            range->size, end);
}

static void
emit_task(FILE *file, const struct task_model *task)
{
    fprintf(file, "    {\"name\": \"%s\", \"entry\": %u, \"stack\": %u,\n     ",
            task->name, task->entry, task->stack);
    emit_place(file, "text", &task->text, ",\n     ");
    emit_place(file, "home", &task->home, ",\n     \"others\": {");
    for (size_t i = 0; i < task->range_count; i++) {
        emit_place(file, task->ranges[i]->name, task->ranges[i],
                   i + 1 < task->range_count ? ",\n       " : "");
    }
    fputs("}}", file);
}

void
emit_json(FILE *file, const struct app *app)
{
    fprintf(file,
            "{\n  \"made by\": \"sluice layout\",\n"
            "  \"image\": \"%s\",\n  ",
            app->name);
    emit_place(file, "kernel text", &app->kernel_text, ",\n  ");
    emit_place(file, "kernel data", &app->kernel_data, ",\n  ");
    emit_place(file, "sink", &app->sink, ",\n  \"tasks\": [\n");
    for (size_t i = 0; i < app->task_count; i++) {
        emit_task(file, &app->tasks[i]);
        fputs(i + 1 < app->task_count ? ",\n" : "\n", file);
    }
    fputs("  ]\n}\n", file);
}
