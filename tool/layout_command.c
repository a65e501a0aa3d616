/* SPDX-License-Identifier: MIT */
/* sluice layout: from measured programs to final scripts and tables. */
#include "arena.h"
#include "command.h"
#include "emit.h"
#include "layout.h"
#include "output.h"
#include "programs.h"
#include "words.h"

static bool
write_tasks(const struct app *app, const char *folder)
{
    struct output output;
    bool good = true;

    for (size_t i = 0; i < app->task_count; i++) {
        output_begin(&output,
                     arena_format("%s/%s/link.ld", folder, app->tasks[i].name));
        emit_link_task(output.file, app, &app->tasks[i], false);
        good = output_end(&output) && good;
    }
    return good;
}

static bool
write_kernel(const struct app *app, const char *folder)
{
    struct output output;
    bool good;

    output_begin(&output, arena_format("%s/kernel/link.ld", folder));
    emit_link_kernel(output.file, app, false);
    good = output_end(&output);
    output_begin(&output, arena_format("%s/kernel/tables.c", folder));
    emit_tables(output.file, app);
    good = output_end(&output) && good;
    output_begin(&output, arena_format("%s/layout.json", folder));
    emit_json(output.file, app);
    return output_end(&output) && good;
}

int
command_layout(int argc, char **argv)
{
    const char *manifest, *folder = NULL, *kernel = NULL, *tasks = NULL;
    const struct word_option options[] = {
        {"-o", &folder, true},
        {"--kernel", &kernel, true},
        {"--tasks", &tasks, true},
    };
    struct layout_sizes sizes;
    struct programs programs;
    struct app *app;

    if (!words_read(argc, argv, options, 3, &manifest)) {
        return EXIT_USAGE;
    }
    app = model_load(manifest);
    if (app == NULL ||
        !programs_read(app, kernel, tasks, ".measure.elf", &programs) ||
        !programs_sizes(app, &programs, &sizes) || !layout_place(app, &sizes)) {
        return EXIT_ERRORS;
    }
    return write_tasks(app, folder) && write_kernel(app, folder) ? EXIT_OK
                                                                 : EXIT_ERRORS;
}
