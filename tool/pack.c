/* SPDX-License-Identifier: MIT */
/*
 * sluice pack: the last look at what was linked, then one ELF file. What is
 * checked here is the bytes that will run, not what they were made from.
 */
#include "pack.h"

#include <stdio.h>
#include <string.h>

#include <sluice/abi.h>

#include "arena.h"
#include "command.h"
#include "diag.h"
#include "image_layout.h"
#include "size.h"
#include "stack.h"
#include "verify.h"
#include "words.h"

#define FNV_PRIME 0x100000001b3u

static uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ at[i]) * FNV_PRIME;
    }
    return hash;
}

static uint64_t
hash_program(uint64_t hash, const struct elf_program *program)
{
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        hash = hash_bytes(hash, &segment->load, sizeof(segment->load));
        hash = hash_bytes(hash, segment->bytes, segment->size);
    }
    return hash;
}

bool
pack_identify(struct app *app, const struct programs *programs)
{
    const struct elf_symbol *image = elf_read_symbol(programs->kernel, "image");
    uint32_t version = 0;
    uint8_t *place = NULL;
    uint64_t id;

    if (image != NULL &&
        elf_read_word(programs->kernel, image->value + IMAGE_ABI_VERSION,
                      &version) &&
        version == SLUICE_ABI_VERSION) {
        /* Safe: the bytes are a copy of our own; const for all others. */
        place = (uint8_t *)elf_read_bytes(programs->kernel,
                                          image->value + IMAGE_ID, sizeof(id));
    }
    if (place == NULL) {
        diag_file_error(programs->kernel->path, "has no table 'image'");
        diag_help("link it with the tables.c that `sluice layout` wrote");
        return false;
    }
    memset(place, 0, sizeof(id));
    id = hash_program(app->id, programs->kernel);
    for (size_t i = 0; i < app->task_count; i++) {
        id = hash_program(id, programs->tasks[i]);
    }
    for (size_t i = 0; i < sizeof(id); i++) {
        place[i] = (uint8_t)(id >> (8 * i));
    }
    app->id = id;
    return true;
}

static bool
is_inside(uint32_t base, uint32_t size, const struct range *range)
{
    uint32_t offset = base - range->base;

    return offset <= range->size && size <= range->size - offset;
}

/* Every byte that is loaded or run lies where the layout says. */
static bool
check_place(const struct elf_program *program, const struct range *text,
            const struct range *home)
{
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        if ((segment->size != 0 &&
             !is_inside(segment->load, segment->size, text)) ||
            (!is_inside(segment->address, segment->memory_size, text) &&
             !is_inside(segment->address, segment->memory_size, home))) {
            diag_file_error(program->path,
                            "has a segment at 0x%08x (loaded at 0x%08x), "
                            "outside its place",
                            segment->address, segment->load);
            diag_help("it is older than the layout: build the image again");
            return false;
        }
    }
    return true;
}

static bool
check_places(const struct app *app, const struct programs *programs)
{
    bool good =
        check_place(programs->kernel, &app->kernel_text, &app->kernel_data);

    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];
        const struct elf_program *program = programs->tasks[i];

        good = check_place(program, &task->text, &task->home) && good;
        if (good && (program->entry & ~1u) != task->entry) {
            diag_file_error(program->path,
                            "starts at 0x%08x; the kernel's tables say 0x%08x",
                            program->entry & ~1u, task->entry);
            diag_help("it is older than the layout: build the image again");
            good = false;
        }
    }
    return good;
}

static void
print_sizes(const struct app *app, const struct programs *programs)
{
    struct layout_sizes sizes;

    if (programs_sizes(app, programs, &sizes)) {
        size_print(stdout, app, &sizes);
    }
}

int
command_pack(int argc, char **argv)
{
    const char *manifest, *folder = NULL, *out = NULL, *kernel = NULL;
    const char *tasks = NULL;
    const struct word_option options[] = {
        {"-o", &folder, false},
        {"--out", &out, false},
        {"--kernel", &kernel, true},
        {"--tasks", &tasks, true},
    };
    struct layout_sizes sizes;
    struct programs programs;
    struct app *app;

    if (!words_read(argc, argv, options, 4, &manifest)) {
        return EXIT_USAGE;
    }
    app = model_load(manifest);
    if (app == NULL || !programs_read(app, kernel, tasks, ".elf", &programs) ||
        !programs_sizes(app, &programs, &sizes) || !layout_place(app, &sizes) ||
        !check_places(app, &programs) || !stack_check(app, &programs) ||
        !verify_program(app, programs.kernel) ||
        !pack_identify(app, &programs)) {
        return EXIT_ERRORS;
    }
    if (out == NULL) {
        out = folder != NULL ? folder : arena_format("%s.elf", app->name);
    }
    if (!pack_write(app, &programs, out)) {
        return EXIT_ERRORS;
    }
    print_sizes(app, &programs);
    return EXIT_OK;
}
