/* SPDX-License-Identifier: MIT */
/*
 * sluice plan: what an image project needs before anything is compiled. Nothing
 * here depends on a size; the layout writes the same files again when sizes are
 * known.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "core.h"
#include "diag.h"
#include "emit.h"
#include "layout.h"
#include "output.h"
#include "paths.h"
#include "words.h"

static const char *
absolute(const char *path)
{
    char buffer[PATH_MAX];

    if (realpath(path, buffer) == NULL) {
        return path;
    }
    return arena_copy(buffer, strlen(buffer));
}

static const char *
in_root(const struct app *app, const char *path)
{
    return path[0] == '/' ? path : absolute(path_join(app->root, path));
}

/* Prints the C files of a folder, one a line, sorted. */
static void
emit_sources(FILE *file, const char *folder)
{
    const char **names = NULL;
    size_t count = 0;

    if (!path_is_folder(folder)) {
        return;
    }
    path_add_files(folder, "", ".c", &names, &count);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "\n    \"%s/%s.c\"", folder, names[i]);
    }
}

/* A chip for tests may have its tables beside the chip that it varies. */
static void
emit_chip_sources(FILE *file, const struct app *app)
{
    const char *folder = app->board->chip->folder;

    fputs("set(SLUICE_CHIP_SOURCES", file);
    emit_sources(file, in_root(app, folder));
    if (strncmp(folder, "tests/", 6) == 0) {
        emit_sources(file, in_root(app, folder + 6));
    }
    emit_sources(file, in_root(app, app->board->folder));
    fputs(")\n", file);
}

void
emit_cmake(FILE *file, const struct app *app)
{
    const struct core *core = core_find(app->board->chip);

    fprintf(file,
            "# Image '%s', made by `sluice` from the manifest. Do not edit.\n"
            "set(SLUICE_NAME %s)\n"
            "set(SLUICE_CPU_FLAGS -mcpu=%s%s;-mthumb;-mfloat-abi=soft)\n"
            "set(SLUICE_ARCH %s)\n"
            "set(SLUICE_ARCH_CORE %s)\n"
            "set(SLUICE_AUDIT %s)\n"
            "set(SLUICE_BLACKOUT %s)\n"
            "set(SLUICE_MAP %s)\n"
            "set(SLUICE_TASKS",
            app->name, app->name, core->cpu,
            (app->board->chip->lacks & CORE_DSP) != 0 ? core->no_dsp : "",
            core->arch, core->variant, app->dma_audit ? "audit" : "audit_none",
            app->blackout ? "blackout" : "blackout_none",
            core_map(app->board->chip));
    for (size_t i = 0; i < app->task_count; i++) {
        fprintf(file, " %s", app->tasks[i].name);
    }
    fputs(")\n", file);
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        fprintf(file, "set(SLUICE_TASK_%s_SOURCE \"%s\")\n", task->name,
                in_root(app, task->source));
        fprintf(file, "set(SLUICE_TASK_%s_FLAGS%s%s)\n", task->name,
                task->fpu ? " -mfloat-abi=softfp;-mfpu=" : "",
                task->fpu ? core_fpu(app->board->chip) : "");
    }
    emit_chip_sources(file, app);
}

static bool
write_task(const struct app *app, const struct task_model *task,
           const char *folder)
{
    struct output output;
    bool good;

    output_begin(&output,
                 arena_format("%s/%s/task_config.h", folder, task->name));
    emit_config(output.file, app, task);
    good = output_end(&output);
    output_begin(&output, arena_format("%s/%s/measure.ld", folder, task->name));
    emit_link_task(output.file, app, task, true);
    return output_end(&output) && good;
}

static bool
write_kernel(const struct app *app, const char *folder)
{
    struct output output;
    bool good;

    output_begin(&output, arena_format("%s/kernel/measure.ld", folder));
    emit_link_kernel(output.file, app, true);
    good = output_end(&output);
    output_begin(&output, arena_format("%s/kernel/tables.c", folder));
    emit_tables(output.file, app);
    good = output_end(&output) && good;
    output_begin(&output, arena_format("%s/image.cmake", folder));
    emit_cmake(output.file, app);
    return output_end(&output) && good;
}

int
command_plan(int argc, char **argv)
{
    const char *manifest, *folder = NULL;
    const struct word_option options[] = {{"-o", &folder, true}};
    struct app *app;
    bool good = true;

    if (!words_read(argc, argv, options, 1, &manifest)) {
        return EXIT_USAGE;
    }
    app = model_load(manifest);
    if (app == NULL) {
        return EXIT_ERRORS;
    }
    if (core_find(app->board->chip) == NULL) {
        diag_error(NULL, "there is no port for the core '%s' of chip '%s'",
                   app->board->chip->cpu, app->board->chip->name);
        return EXIT_ERRORS;
    }
    layout_measure(app);
    for (size_t i = 0; i < app->task_count; i++) {
        good = write_task(app, &app->tasks[i], folder) && good;
    }
    return write_kernel(app, folder) && good ? EXIT_OK : EXIT_ERRORS;
}
