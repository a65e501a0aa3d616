/* SPDX-License-Identifier: MIT */
#include "layout.h"

#include "arena.h"
#include "diag.h"
#include "protection.h"
#include "region.h"

uint32_t
layout_round(uint32_t value, uint32_t multiple)
{
    return (value + multiple - 1) & ~(multiple - 1);
}

uint32_t
layout_attributes(const struct range *range)
{
    const struct range *whole = range->view_of ? range->view_of : range;

    if (range->home != NULL) {
        return range->attributes; /* held by one at a time */
    }
    return range->attributes |
           (whole->holders > 1 || range->holders > 1 ? REGION_SHARED : 0);
}

bool
layout_has_guard(const struct app *app)
{
    return app->board->chip->protection == PROTECTION_PMSAV7;
}

bool
layout_is_guarded(const struct app *app, const struct task_model *task)
{
    return layout_has_guard(app) && layout_task_regions(task) < LAYOUT_REGIONS;
}

uint32_t
layout_most_regions(const struct app *app)
{
    uint32_t most = app->board->chip->protection_regions;

    return most > LAYOUT_REGIONS ? LAYOUT_REGIONS : most;
}

size_t
layout_task_regions(const struct task_model *task)
{
    return 2 + task->range_count;
}

const struct range *
layout_region(const struct task_model *task, size_t number)
{
    if (number == 0) {
        return &task->home;
    }
    return number == 1 ? &task->text : task->ranges[number - 2];
}

/* What is looked for: so many bytes, at such a multiple; a region or not. */
struct want {
    uint32_t size;
    uint32_t alignment;
    bool region; /* the protection unit has to be able to express it */
};

/* Returns: the first good address from `base` on. */
static uint64_t
align(const struct app *app, uint64_t base, const struct want *want)
{
    enum protection_kind kind = app->board->chip->protection;

    base = (base + want->alignment - 1) / want->alignment * want->alignment;
    while (want->region && !protection_fits(kind, base, want->size)) {
        base += want->alignment;
    }
    return base;
}

/* Where the next range of a memory goes: past what is there, areas too. */
static uint64_t
next_base(const struct app *app, const struct memory *memory,
          const struct want *want)
{
    uint64_t base = align(app, (uint64_t)memory->base + memory->used, want);
    bool moved = true;

    while (moved) {
        moved = false;
        for (size_t i = 0; i < app->area_count; i++) {
            const struct range *area = &app->areas[i];
            uint64_t end = (uint64_t)area->base + area->size;

            if (area->memory == memory && base < end &&
                area->base < base + want->size) {
                base = align(app, end, want);
                moved = true;
            }
        }
    }
    return base;
}

static uint32_t
bytes_left(const struct app *app, const struct memory *memory)
{
    const struct want least = {1, LAYOUT_GRAIN, false};
    uint64_t base = next_base(app, memory, &least);
    uint64_t end = (uint64_t)memory->base + memory->size;

    return base < end ? (uint32_t)(end - base) : 0;
}

/* Returns: false if it does not fit; nothing is placed then. */
static bool
place(struct app *app, struct range *range, uint32_t size,
      const struct want *want)
{
    struct chip *chip = app->board->chip;
    struct memory *memory = &chip->memories[range->memory - chip->memories];
    uint64_t base = next_base(app, memory, want);

    range->size = size;
    if (base + want->size > (uint64_t)memory->base + memory->size) {
        range->base = memory->base;
        return false;
    }
    range->base = (uint32_t)base;
    memory->used = (uint32_t)(base - memory->base) + want->size;
    return true;
}

static bool
place_named(struct app *app, struct range *range, uint32_t size,
            const struct node *where, const char *what, const char *help)
{
    enum protection_kind kind = app->board->chip->protection;
    bool region = range != &app->kernel_text && range != &app->kernel_data;
    uint32_t left = bytes_left(app, range->memory);
    struct want want = {layout_round(size, LAYOUT_GRAIN), LAYOUT_GRAIN, false};

    if (region) {
        want = (struct want){protection_size(kind, size),
                             protection_step(kind, size), true};
    }
    if (place(app, range, want.size, &want)) {
        return true;
    }
    diag_error(where, "%s need %u bytes; memory '%s' has %u left", what,
               want.size, range->memory->name, left);
    diag_help("%s", help);
    return false;
}

static uint32_t
memory_attribute(const struct memory *memory)
{
    return memory->dma ? REGION_DMA : 0;
}

static bool
reaches(const struct family *family, const struct memory *memory)
{
    for (size_t i = 0; i < family->reach_count; i++) {
        if (family->reaches[i] == memory) {
            return true;
        }
    }
    return false;
}

static size_t
controllers_that_reach(const struct chip *chip, const struct memory *memory)
{
    size_t count = 0;

    for (size_t i = 0; i < chip->controller_count; i++) {
        count += reaches(chip->controllers[i].family, memory);
    }
    return count;
}

/* The first that most controllers reach; one that doesn't gets a bus error. */
static const struct memory *
sink_memory(const struct chip *chip)
{
    const struct memory *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < chip->memory_count; i++) {
        const struct memory *memory = &chip->memories[i];
        size_t count = controllers_that_reach(chip, memory);

        if (memory->dma && memory->writable && count > most) {
            best = memory;
            most = count;
        }
    }
    return best;
}

static bool
place_sink(struct app *app)
{
    const struct chip *chip = app->board->chip;
    struct range *sink = &app->sink;
    const struct want want = {LAYOUT_SINK_BLOCK, LAYOUT_SINK_BLOCK, false};

    sink->name = "sink";
    sink->memory = sink_memory(chip);
    sink->attributes = REGION_READ | REGION_WRITE | REGION_DMA;
    if (sink->memory == NULL) {
        if (chip->controller_count == 0) {
            return true;
        }
        diag_error(chip->controllers[0].where,
                   "no writable memory with 'dma: yes' is in the reach of "
                   "a controller: there is no place for the sink");
        diag_help("the kernel points idle controllers at a sink");
        return false;
    }
    if (!place(app, sink, LAYOUT_SINK_SIZE, &want)) {
        diag_error(NULL, "memory '%s' has no room for the sink",
                   sink->memory->name);
        return false;
    }
    return true;
}

static bool
place_kernel(struct app *app, const struct layout_size *size)
{
    bool good = place_named(app, &app->kernel_text, size->text, NULL,
                            "kernel: code and tables",
                            "leave more of this memory to the kernel");

    return place_named(app, &app->kernel_data, size->ram, NULL,
                       "kernel: stacks and data",
                       "leave more of this memory to the kernel") &&
           good;
}

static bool
place_task(struct app *app, struct task_model *task,
           const struct layout_size *size)
{
    bool good =
        place_named(app, &task->text, size->text, task->where,
                    arena_format("task '%s': code and constants", task->name),
                    "make it smaller, or the other tasks in this memory");

    good = place_named(app, &task->home, size->ram, task->where,
                       arena_format("task '%s': stack and data (stack %u, "
                                    "data %u, bss %u)",
                                    task->name, task->stack, size->data,
                                    size->bss),
                       "make its stack or data smaller, or name another "
                       "`memory:` for it") &&
           good;
    task->data_size = size->data;
    task->bss_size = size->bss;
    task->entry = task->text.base + size->entry;
    return good;
}

static bool
place_buffers(struct app *app, struct task_model *task)
{
    bool good = true;

    for (size_t i = 0; i < task->buffer_count; i++) {
        struct range *buffer = task->buffers[i];

        good = place_named(app, buffer, buffer->size, buffer->where,
                           arena_format("task '%s': buffer '%s' would",
                                        task->name, buffer->name),
                           "make it smaller, or name another `memory:`") &&
               good;
    }
    return good;
}

static void
name_range(struct range *range, const char *name, const struct node *where,
           const struct memory *memory, uint32_t attributes)
{
    range->name = name;
    range->where = where;
    range->memory = range->memory != NULL ? range->memory : memory;
    range->attributes = attributes | memory_attribute(range->memory);
    range->holders = 1;
}

/* What every placement begins with. */
static void
prepare(struct app *app)
{
    struct chip *chip = app->board->chip;

    for (size_t i = 0; i < chip->memory_count; i++) {
        chip->memories[i].used = 0;
    }
    name_range(&app->kernel_text, "kernel text", NULL, chip->text_default,
               REGION_READ | REGION_EXECUTE);
    name_range(&app->kernel_data, "kernel data", NULL, chip->kernel_default,
               REGION_READ | REGION_WRITE);
    for (size_t i = 0; i < app->task_count; i++) {
        struct task_model *task = &app->tasks[i];

        name_range(&task->text, "text", task->where, chip->text_default,
                   REGION_READ | REGION_EXECUTE);
        name_range(&task->home, "home", task->where, chip->data_default,
                   REGION_READ | REGION_WRITE);
        task->stack = layout_round(task->stack, 8);
    }
}

static bool
is_same(const struct range *a, const struct range *b)
{
    return a == b || a->view_of == b || b->view_of == a ||
           (a->view_of != NULL && a->view_of == b->view_of);
}

struct range_list {
    struct range **ranges;
    size_t count;
};

/* The regions of all tasks, one after another, then the areas. */
static struct range_list
all_ranges(struct app *app)
{
    struct range_list list = {NULL, 0};
    size_t room = app->area_count;

    for (size_t i = 0; i < app->task_count; i++) {
        room += layout_task_regions(&app->tasks[i]);
    }
    list.ranges = arena_array(room + 1, sizeof(*list.ranges));
    for (size_t i = 0; i < app->task_count; i++) {
        struct task_model *task = &app->tasks[i];

        list.ranges[list.count++] = &task->home;
        list.ranges[list.count++] = &task->text;
        for (size_t j = 0; j < task->range_count; j++) {
            list.ranges[list.count++] = task->ranges[j];
        }
    }
    for (size_t i = 0; i < app->area_count; i++) {
        list.ranges[list.count++] = &app->areas[i];
    }
    return list;
}

static void
follow_views(const struct range_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct range *range = list->ranges[i];

        if (range->view_of != NULL) {
            range->base = range->view_of->base;
            range->size = range->view_of->size;
        }
    }
}

static void
number_regions(const struct range_list *list)
{
    uint32_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        size_t j = 0;

        while (j < i && !is_same(list->ranges[i], list->ranges[j])) {
            j++;
        }
        list->ranges[i]->index = j < i ? list->ranges[j]->index : count++;
    }
}

uint32_t
layout_region_count(const struct app *app)
{
    /* all_ranges only reads; it is shared with code that writes. */
    struct range_list list = all_ranges((struct app *)app);
    uint32_t count = 0;

    for (size_t i = 0; i < list.count; i++) {
        if (list.ranges[i]->index >= count) {
            count = list.ranges[i]->index + 1;
        }
    }
    return count;
}

/* Views and shared ranges stand in the list several times. */
static bool
is_repeated(const struct range_list *list, size_t number)
{
    for (size_t i = 0; i < number; i++) {
        if (list->ranges[i]->index == list->ranges[number]->index) {
            return true;
        }
    }
    return false;
}

/* Distinct regions never share a byte: pins are counted per region. */
static bool
check_overlaps(const struct range_list *list)
{
    bool good = true;

    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = 0; j < list->count; j++) {
            const struct range *a = list->ranges[i], *b = list->ranges[j];

            if (a->base - b->base < b->size && a->index != b->index &&
                (a->base != b->base || i < j) && !is_repeated(list, i) &&
                !is_repeated(list, j)) {
                diag_error(a->where, "'%s' overlaps '%s' at 0x%08x", a->name,
                           b->name, a->base);
                good = false;
            }
        }
    }
    return good;
}

static bool
finish(struct app *app, bool placed)
{
    struct range_list list = all_ranges(app);
    bool good = true;

    follow_views(&list);
    number_regions(&list);
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        if (layout_task_regions(task) > layout_most_regions(app)) {
            diag_error(task->where,
                       "task '%s' needs %zu regions; the protection unit has "
                       "%u for a task",
                       task->name, layout_task_regions(task),
                       layout_most_regions(app));
            diag_help("home and text take two; share fewer areas, buffers "
                      "and peripherals");
            good = false;
        }
    }
    return good && (!placed || check_overlaps(&list));
}

void
layout_measure(struct app *app)
{
    /* No size is known yet: everything begins at its memory's base. */
    prepare(app);
    (void)place_sink(app);
    app->kernel_text.base = app->kernel_text.memory->base;
    app->kernel_text.size = app->kernel_text.memory->size;
    app->kernel_data.base = app->kernel_data.memory->base;
    app->kernel_data.size = app->kernel_data.memory->size;
    for (size_t i = 0; i < app->task_count; i++) {
        struct task_model *task = &app->tasks[i];

        (void)place_buffers(app, task);
        task->text.base = task->text.memory->base;
        task->text.size = task->text.memory->size;
        task->home.base = task->home.memory->base;
        task->home.size = task->home.memory->size;
        task->entry = task->text.base;
    }
    (void)finish(app, false);
}

bool
layout_place(struct app *app, const struct layout_sizes *sizes)
{
    bool good;

    prepare(app);
    good = place_kernel(app, &sizes->kernel);
    good = place_sink(app) && good;
    for (size_t i = 0; i < app->task_count; i++) {
        good = place_task(app, &app->tasks[i], &sizes->tasks[i]) && good;
    }
    for (size_t i = 0; i < app->task_count; i++) {
        good = place_buffers(app, &app->tasks[i]) && good;
    }
    return good && finish(app, true);
}
