/* SPDX-License-Identifier: MIT */
/*
 * sluice size: what each part takes. A row is what the linker needed; what
 * rounding to the protection unit's grain and to blocks adds is the row
 * "padding", so that the columns add up to what the memories really give.
 */
#include <string.h>

#include "arena.h"
#include "command.h"
#include "diag.h"
#include "output.h"
#include "paths.h"
#include "programs.h"
#include "size.h"
#include "words.h"

struct row {
    const char *name;
    uint32_t flash, ram;
};

struct table {
    struct row *rows;
    size_t count;
};

static void
add_row(struct table *table, const char *name, uint32_t flash, uint32_t ram)
{
    table->rows = arena_grow(table->rows, table->count, sizeof(*table->rows));
    table->rows[table->count++] = (struct row){name, flash, ram};
}

static uint32_t
buffers_of(const struct task_model *task)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < task->buffer_count; i++) {
        sum += task->buffers[i]->size;
    }
    return sum;
}

/* What the memories have given in all, areas of the manifest left out. */
static void
add_sums(struct table *table, const struct app *app)
{
    const struct chip *chip = app->board->chip;
    struct row sum = {"total", 0, 0}, rows = {"", 0, 0};

    for (size_t i = 0; i < table->count; i++) {
        rows.flash += table->rows[i].flash;
        rows.ram += table->rows[i].ram;
    }
    for (size_t i = 0; i < chip->memory_count; i++) {
        if (chip->memories[i].writable) {
            sum.ram += chip->memories[i].used;
        } else {
            sum.flash += chip->memories[i].used;
        }
    }
    add_row(table, "padding", sum.flash - rows.flash, sum.ram - rows.ram);
    add_row(table, sum.name, sum.flash, sum.ram);
}

static struct table
make_table(const struct app *app, const struct layout_sizes *sizes)
{
    struct table table = {NULL, 0};

    add_row(&table, "kernel", sizes->kernel.text, sizes->kernel.ram);
    add_row(&table, "sink", 0, app->sink.memory == NULL ? 0 : app->sink.size);
    for (size_t i = 0; i < app->task_count; i++) {
        add_row(&table, app->tasks[i].name, sizes->tasks[i].text,
                sizes->tasks[i].ram + buffers_of(&app->tasks[i]));
    }
    add_sums(&table, app);
    return table;
}

/* Returns: the row of a saved report, or NULL. */
static const struct row *
find_row(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++) {
        if (strcmp(table->rows[i].name, name) == 0) {
            return &table->rows[i];
        }
    }
    return NULL;
}

static void
print_table(FILE *file, const struct table *table, const struct table *old)
{
    fprintf(file, "%-16s %10s %10s%s\n", "", "flash", "RAM",
            old->count != 0 ? "      flash        RAM  against the saved" : "");
    for (size_t i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        const struct row *before = find_row(old, row->name);

        fprintf(file, "%-16s %10u %10u", row->name, row->flash, row->ram);
        if (before != NULL) {
            fprintf(file, " %+10d %+10d", (int)(row->flash - before->flash),
                    (int)(row->ram - before->ram));
        } else if (old->count != 0) {
            fputs("        new", file);
        }
        fputc('\n', file);
    }
    for (size_t i = 0; i < old->count; i++) {
        if (find_row(table, old->rows[i].name) == NULL) {
            fprintf(file, "%-16s       gone (%u flash, %u RAM before)\n",
                    old->rows[i].name, old->rows[i].flash, old->rows[i].ram);
        }
    }
}

void
size_print(FILE *file, const struct app *app, const struct layout_sizes *sizes)
{
    struct table table = make_table(app, sizes);
    struct table none = {NULL, 0};

    print_table(file, &table, &none);
}

/* A saved report: lines "name flash RAM". */
static struct table
read_saved(const char *path)
{
    struct table table = {NULL, 0};
    FILE *file = fopen(path, "r");
    char name[128];
    unsigned flash, ram;

    if (file == NULL) {
        return table;
    }
    while (fscanf(file, "%127s %u %u", name, &flash, &ram) == 3) {
        add_row(&table, arena_copy(name, strlen(name)), flash, ram);
    }
    fclose(file);
    return table;
}

/* Returns: the report to compare with; empty after an error. */
static struct table
find_saved(const char *path)
{
    struct table old = {NULL, 0};

    if (!path_is_file(path)) {
        diag_file_error(path, path_is_folder(path) ? "is a folder, not a file"
                                                   : "there is no file");
    } else {
        old = read_saved(path);
        if (old.count != 0) {
            return old;
        }
        diag_file_error(path, "is not a saved size report");
    }
    diag_help("name one that was kept with --save");
    return old;
}

/* A folder is not made for it: a slip in a path would be. */
static bool
save(const char *path, const struct table *table)
{
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash == NULL ? "." : arena_copy(path, (size_t)(slash - path) + 1);
    struct output output;

    if (!path_is_folder(folder)) {
        diag_file_error(path, "there is no folder %s", folder);
        return false;
    }
    output_begin(&output, path);
    for (size_t i = 0; i < table->count; i++) {
        fprintf(output.file, "%s %u %u\n", table->rows[i].name,
                table->rows[i].flash, table->rows[i].ram);
    }
    return output_end(&output);
}

int
command_size(int argc, char **argv)
{
    const char *manifest, *folder = NULL, *keep = NULL, *against = NULL;
    const struct word_option options[] = {
        {"-o", &folder, false},
        {"--save", &keep, false},
        {"--diff", &against, false},
    };
    struct layout_sizes sizes;
    struct programs programs;
    struct table table, old = {NULL, 0};
    struct app *app;

    if (!words_read(argc, argv, options, 3, &manifest)) {
        return EXIT_USAGE;
    }
    app = model_load(manifest);
    if (app == NULL || !programs_find(app, folder, &programs) ||
        !programs_sizes(app, &programs, &sizes) || !layout_place(app, &sizes)) {
        return EXIT_ERRORS;
    }
    table = make_table(app, &sizes);
    if (against != NULL) {
        old = find_saved(against);
        if (old.count == 0) {
            return EXIT_ERRORS;
        }
    }
    print_table(stdout, &table, &old);
    return keep == NULL || save(keep, &table) ? EXIT_OK : EXIT_ERRORS;
}
