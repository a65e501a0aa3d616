/* SPDX-License-Identifier: MIT */
/*
 * The kernel runs at one level from entry to exit, so the longest time with
 * interrupts held off is the longest path from an entry to its end. The tables
 * that the interpreter runs are in the image: how long they are and how often
 * they poll is read from there.
 */
#include "blackout.h"

#include <gelf.h>
#include <string.h>

#include <sluice/dma.h>

#include "arena.h"
#include "diag.h"
#include "image_layout.h"
#include "layout.h"
#include "verify.h"

#define PIECE 1024u /* of a borrow, as in kernel/lease.c */
#define OPERATION_SIZE 16u
#define TABLE_END 96u

/* One run of the interpreter. */
struct run {
    uint32_t operations, accesses;
};

/* Offsets of tables in a binding of the target, and which run as one. */
enum { INIT = 8, ROUTE = 12, STOP = 16, IDLE = 20, ACK = 24, FINI = 28 };
enum { POST = 32, RESET = 36, AUDIT = 40, ARM = 8, VARIANT_COUNT = 4 };

static struct run
read_table(const struct elf_program *program, uint32_t address)
{
    struct run run = {0, 0};
    uint32_t head;

    while (address != 0 && run.operations < TABLE_END &&
           elf_read_constant(program, address + run.operations * OPERATION_SIZE,
                             &head)) {
        run.operations++;
        switch (DMA_HEAD_OP(head)) {
        case DMA_OP_END:
            return run;
        case DMA_OP_MOD:
            run.accesses += 2;
            break;
        case DMA_OP_POLL:
        case DMA_OP_SYNC:
            run.accesses += DMA_HEAD_COUNT(head);
            break;
        default:
            run.accesses++;
            break;
        }
    }
    return run;
}

static struct run
read_at(const struct elf_program *program, uint32_t place)
{
    uint32_t address = 0;

    (void)elf_read_constant(program, place, &address);
    return read_table(program, address);
}

static void
raise(struct run *most, struct run run)
{
    if (run.operations > most->operations) {
        most->operations = run.operations;
    }
    if (run.accesses > most->accesses) {
        most->accesses = run.accesses;
    }
}

/* Effect: the longest runs of a binding's tables. */
static void
look_at_binding(const struct elf_program *program, uint32_t binding,
                struct run *most)
{
    static const uint32_t alone[] = {INIT, ROUTE, STOP, POST, RESET, AUDIT};
    static const uint32_t joined[] = {IDLE, ACK, FINI};
    struct run end = {0, 0};
    uint32_t variants = 0, count = 0;

    for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++) {
        raise(most, read_at(program, binding + alone[i]));
    }
    for (size_t i = 0; i < sizeof(joined) / sizeof(joined[0]); i++) {
        struct run run = read_at(program, binding + joined[i]);

        end.operations += run.operations;
        end.accesses += run.accesses;
    }
    raise(most, end);
    (void)elf_read_constant(program, binding, &variants);
    (void)elf_read_constant(program, binding + VARIANT_COUNT, &count);
    for (uint32_t i = 0; i < count; i++) {
        raise(most, read_at(program, variants + i * VARIANT_SIZE + ARM));
    }
}

static uint32_t
binding_of(const struct verify_image *image, uint32_t channel)
{
    uint32_t address = 0;

    (void)elf_read_constant(
        image->program,
        image->channels + channel * CHANNEL_SIZE + CHANNEL_BINDING, &address);
    return address;
}

/* What the words of kernel/bounds.yaml stand for in this image. */
struct limits {
    uint32_t regions, tasks, channels, lines, irqs, posts, reach, variants;
    uint32_t copy, operations, polls, kills, resets, masters;
};

static uint32_t
most_of(uint32_t a, size_t b)
{
    return b > a ? (uint32_t)b : a;
}

bool
blackout_may_pin(const struct task_model *owner, const struct dma_use *use,
                 const struct task_model *task)
{
    if (owner == task) {
        return true;
    }
    for (size_t i = 0; use->near_lease && i < task->call_count; i++) {
        if (task->calls[i] == owner->index) {
            return true;
        }
    }
    return false;
}

static struct limits
limits_of(const struct app *app, struct run most, uint32_t variants)
{
    const struct chip *chip = app->board->chip;
    struct limits limits = {
        .tasks = (uint32_t)app->task_count,
        .variants = variants,
        .masters = (uint32_t)chip->master_count,
        .copy = most_of(app->message_max, PIECE),
        .operations = most.operations,
        .polls = most.operations == 0
                     ? 0
                     : (most.accesses + most.operations - 1) / most.operations,
    };

    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        limits.regions = most_of(limits.regions, layout_task_regions(task));
        limits.irqs = most_of(limits.irqs, task->irq_count);
        limits.posts = most_of(limits.posts, task->post_count);
        limits.channels += (uint32_t)task->dma_count;
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];

        limits.lines = most_of(limits.lines, controller->interrupt_count);
        limits.reach = most_of(limits.reach, chip->memory_count);
        if (!controller->family->reset_is_system) {
            limits.resets = limits.channels;
        }
    }
    return limits;
}

#define WORDS 14u

static struct path_word *
words_of(const struct limits *limits)
{
    const struct path_word words[WORDS] = {
        {"regions", limits->regions},   {"tasks", limits->tasks},
        {"channels", limits->channels}, {"lines", limits->lines},
        {"irqs", limits->irqs},         {"posts", limits->posts},
        {"reach", limits->reach},       {"variants", limits->variants},
        {"copy", limits->copy},         {"operations", limits->operations},
        {"polls", limits->polls},       {"kills", limits->kills},
        {"resets", limits->resets},     {"masters", limits->masters},
    };
    struct path_word *copy = arena_alloc(sizeof(words));

    memcpy(copy, words, sizeof(words));
    return copy;
}

/* Effect: the longest runs of the tables in scope, and the most variants. */
static uint32_t
look_at_tables(const struct verify_image *image,
               const struct blackout_scope *scope, struct run *most)
{
    uint32_t variants = 0, count;

    for (uint32_t i = 0; i < image->channel_count; i++) {
        uint32_t binding = binding_of(image, i);

        if (scope->only == NULL || scope->only->index == i) {
            look_at_binding(image->program, binding, most);
        }
        if (elf_read_constant(image->program, binding + VARIANT_COUNT,
                              &count)) {
            variants = most_of(variants, count);
        }
    }
    return variants;
}

/* Effect: as look_at_tables, for peripherals that master the bus themselves. */
static void
look_at_masters(const struct elf_program *program, const struct chip *chip,
                struct run *most)
{
    for (size_t i = 0; i < chip->master_count; i++) {
        const char *name = chip->masters[i].tables;
        const struct elf_symbol *symbol =
            name == NULL ? NULL : elf_read_symbol(program, name);

        for (uint32_t at = 0; symbol != NULL && at < symbol->size; at += 4) {
            raise(most, read_at(program, symbol->value + at));
        }
    }
}

struct path_search *
blackout_begin(const struct blackout *blackout,
               const struct blackout_scope *scope)
{
    const struct elf_program *program = blackout->code->program;
    struct path_search *search;
    struct run most = {0, 0};
    struct verify_image image;
    struct limits limits;
    uint32_t variants;

    if (!verify_find_image(program, &image)) {
        diag_file_error(program->path, "has no table 'image'");
        diag_help("build the image again");
        return NULL;
    }
    variants = look_at_tables(&image, scope, &most);
    look_at_masters(program, blackout->app->board->chip, &most);
    limits = limits_of(blackout->app, most, variants);
    /* One may be armed again after it was stopped */
    limits.kills = scope->only != NULL ? 1 : limits.channels + 1;
    search = path_begin(blackout->code, SLUICE_ROOT "/kernel/bounds.yaml",
                        words_of(&limits), WORDS);
    if (search != NULL && scope->no_fault) {
        path_leave_out(search, "fault_raise");
    }
    if (search != NULL && scope->no_stop) {
        path_leave_out(search, "channel_kill");
    }
    return search;
}

bool
blackout_cost(const struct blackout *blackout, struct path_search *search,
              const char *function, struct path_cost *cost)
{
    const struct code_function *code = code_named(blackout->code, function);

    if (code == NULL) {
        diag_file_error(blackout->code->program->path, "has no function %s",
                        function);
        diag_help("build the image again, with the kernel of this tree");
        return false;
    }
    return path_longest(search, code, cost);
}
