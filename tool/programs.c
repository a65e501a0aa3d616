/* SPDX-License-Identifier: MIT */
#include "programs.h"

#include <stdio.h>

#include <sluice/abi.h>

#include "arena.h"
#include "diag.h"
#include "paths.h"

/* Section .sluice.abi holds one word: the version of the ABI. */
static bool
read_abi(const struct elf_program *program, uint32_t *version)
{
    const struct elf_symbol *start = elf_read_symbol(program, "__abi_start");
    const struct elf_symbol *end = elf_read_symbol(program, "__abi_end");

    return start != NULL && end != NULL && end->value - start->value >= 4 &&
           elf_read_word(program, start->value, version);
}

static bool
check_abi(const struct elf_program *program)
{
    uint32_t version = 0;

    if (!read_abi(program, &version)) {
        diag_file_error(program->path, "does not say which ABI it speaks");
        diag_help("the runtime and the port put a word into section "
                  ".sluice.abi; link with the script that `sluice` writes");
        return false;
    }
    if (version != SLUICE_ABI_VERSION) {
        diag_file_error(program->path, "speaks ABI version %u, this tool %u",
                        version, SLUICE_ABI_VERSION);
        diag_help("build kernel, tasks and tool from the same source");
        return false;
    }
    return true;
}

static const struct elf_program *
read_program(const char *path)
{
    const struct elf_program *program = elf_read_program(path);

    return program != NULL && check_abi(program) ? program : NULL;
}

bool
programs_read(const struct app *app, const char *kernel, const char *folder,
              const char *ending, struct programs *programs)
{
    bool good;

    programs->kernel = read_program(kernel);
    programs->tasks = arena_array(app->task_count, sizeof(*programs->tasks));
    good = programs->kernel != NULL;
    for (size_t i = 0; i < app->task_count; i++) {
        programs->tasks[i] = read_program(
            arena_format("%s/%s%s", folder, app->tasks[i].name, ending));
        good = good && programs->tasks[i] != NULL;
    }
    return good;
}

/* Reads the symbols that every script of emit_link.c defines. */
static bool
program_size(const struct elf_program *program, struct layout_size *size)
{
    static const char *const names[] = {
        "__image_start", "__image_end", "__ram_start", "__ram_end",
        "__data_start",  "__data_end",  "__bss_start", "__bss_end"};
    uint32_t values[sizeof(names) / sizeof(names[0])];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!elf_read_value(program, names[i], &values[i])) {
            return false;
        }
    }
    size->text = values[1] - values[0];
    size->ram = values[3] - values[2];
    size->data = values[5] - values[4];
    size->bss = values[7] - values[6];
    size->entry = (program->entry & ~1u) - values[0];
    return true;
}

bool
programs_sizes(const struct app *app, const struct programs *programs,
               struct layout_sizes *sizes)
{
    bool good = program_size(programs->kernel, &sizes->kernel);

    sizes->tasks = arena_array(app->task_count, sizeof(*sizes->tasks));
    for (size_t i = 0; i < app->task_count; i++) {
        good = program_size(programs->tasks[i], &sizes->tasks[i]) && good;
    }
    return good;
}

const char *
programs_image(const struct app *app, const char *folder)
{
    folder = folder != NULL ? folder : arena_format("build/%s", app->name);
    return arena_format("%s/%s.elf", folder, app->name);
}

void
programs_note_age(const struct app *app, const char *image)
{
    if (path_is_newer(app->path, image)) {
        fflush(stdout);
        fprintf(stderr, "note: %s is newer than %s; build it again\n",
                app->path, image);
    }
}

bool
programs_find(const struct app *app, const char *folder,
              struct programs *programs)
{
    const char *parts, *image;

    folder = folder != NULL ? folder : arena_format("build/%s", app->name);
    parts = arena_format("%s/parts", folder);
    image = programs_image(app, folder);
    if (!path_is_file(image)) {
        diag_file_error(folder, "holds no built image '%s'", app->name);
        diag_help("build it first: sluice build %s -o %s", app->path, folder);
        return false;
    }
    programs_note_age(app, image);
    return programs_read(app, arena_format("%s/kernel.elf", parts), parts,
                         ".elf", programs);
}
