/* SPDX-License-Identifier: MIT */
/*
 * What a task maps beyond text and home: areas, buffers, peripherals. A range
 * is one object for all tasks that map it with the same access; a task that may
 * only read what others may write gets a view of it.
 */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "region.h"
#include "schema.h"
#include "tree.h"

static const char *const accesses[] = {"read-only", "read-write", NULL};
static const struct field access_field = {
    .key = "access", .type = FIELD_CHOICE, .choices = accesses};

struct peripheral_keys {
    uint32_t access;
    bool shared;
};

static const struct field peripheral_fields[] = {
    {.key = "access",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = accesses,
     .offset = offsetof(struct peripheral_keys, access)},
    {.key = "shared",
     .type = FIELD_BOOL,
     .offset = offsetof(struct peripheral_keys, shared)},
};
static const struct schema peripheral_schema =
    SCHEMA("a peripheral of a task", peripheral_fields);

struct buffer_keys {
    uint32_t size;
    const char *memory;
};

static const struct field buffer_fields[] = {
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 32,
     .offset = offsetof(struct buffer_keys, size),
     .help = "how many bytes it has: size: 4K"},
    {.key = "memory",
     .type = FIELD_NAME,
     .offset = offsetof(struct buffer_keys, memory),
     .help = "name a memory of the chip; for DMA one that is marked so"},
};
static const struct schema buffer_schema = SCHEMA("a buffer", buffer_fields);

struct range *
load_find_range(const struct task_model *task, const char *name)
{
    for (size_t i = 0; i < task->range_count; i++) {
        if (strcmp(task->ranges[i]->name, name) == 0) {
            return task->ranges[i];
        }
    }
    return NULL;
}

static void
add_range(struct task_model *task, struct range *range)
{
    task->ranges =
        arena_grow(task->ranges, task->range_count, sizeof(*task->ranges));
    task->ranges[task->range_count++] = range;
}

/* The read-only view of a range, one for all tasks. */
static struct range *
find_view(struct loader *loader, const struct range *range)
{
    struct range *view;

    for (size_t i = 0; i < loader->view_count; i++) {
        if (loader->views[i]->view_of == range) {
            return loader->views[i];
        }
    }
    view = arena_alloc(sizeof(*view));
    *view = *range;
    view->attributes &= ~REGION_WRITE;
    view->view_of = range;
    loader->views =
        arena_grow(loader->views, loader->view_count, sizeof(*loader->views));
    loader->views[loader->view_count++] = view;
    return view;
}

void
load_map(struct loader *loader, struct task_model *task, struct range *range,
         bool write)
{
    range->holders++;
    if (!write && (range->attributes & REGION_WRITE) != 0) {
        range = find_view(loader, range);
    }
    add_range(task, range);
}

/* Maps the area that `where` names; access 0 and 1 as in `accesses`, 2: as
 * the area has it. */
static void
map_area(struct loader *loader, struct task_model *task,
         const struct node *where, uint32_t access)
{
    struct app *app = loader->app;
    struct range *area;
    size_t i;

    if (!schema_name(where)) {
        return;
    }
    i = name_need(where, "area", where->text,
                  NAMED(app->areas, app->area_count));
    if (i == NAME_NONE) {
        return;
    }
    area = &app->areas[i];
    if (area->memory == NULL) {
        return; /* its own error is noted */
    }
    if (load_find_range(task, area->name) != NULL) {
        diag_error(where, "area '%s' is listed twice", area->name);
        return;
    }
    if (access == 1 && (area->attributes & REGION_WRITE) == 0) {
        diag_error(where, "area '%s' cannot be written: its access is 'read'",
                   area->name);
        diag_help("map it read-only, or give the area access: read-write");
        return;
    }
    load_map(loader, task, area, access != 0);
}

static void
map_areas(struct loader *loader, struct task_model *task,
          const struct node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        uint32_t access = 2;

        if (node->kind == NODE_LIST) {
            map_area(loader, task, node->items[i], access);
        } else if (schema_value(node->items[i], &access_field, &access)) {
            map_area(loader, task, node->items[i]->key, access);
        }
    }
}

/* Returns: the memory that it names, or NULL after an error. */
static const struct memory *
buffer_memory(const struct chip *chip, const struct node *where)
{
    size_t i = name_need(where, "memory", where->text,
                         NAMED(chip->memories, chip->memory_count));

    if (i == NAME_NONE) {
        return NULL;
    }
    if (!chip->memories[i].writable) {
        diag_error(where,
                   "memory '%s' cannot be written: no place for a buffer",
                   where->text);
        return NULL;
    }
    return &chip->memories[i];
}

/* One that names no memory is placed by load_place_buffers(). */
static void
load_buffer(struct loader *loader, struct task_model *task,
            const struct node *node)
{
    struct range *buffer = arena_alloc(sizeof(*buffer));
    const struct memory *memory = NULL;
    struct buffer_keys keys = {0};

    if (!schema_name(node->key) || !schema_read(node, &buffer_schema, &keys)) {
        return;
    }
    if (keys.memory != NULL) {
        memory = buffer_memory(loader->chip, tree_get(node, "memory"));
        if (memory == NULL) {
            return;
        }
    }
    *buffer = (struct range){
        .name = node->key->text,
        .where = node->key,
        .memory = memory,
        .size = keys.size,
        .holders = 1,
        .attributes = REGION_READ | REGION_WRITE |
                      (memory != NULL && memory->dma ? REGION_DMA : 0u)};
    add_range(task, buffer);
    task->buffers[task->buffer_count++] = buffer;
}

bool
load_check_word(const struct node *key, const char *what)
{
    static const char *const words[] = {"lease", "own", "lease-or-own",
                                        "peripheral"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(words[i], key->text) == 0) {
            diag_error(key, "'%s' cannot be the name of %s", key->text, what);
            diag_help("under 'dma:' the word means something else");
            return false;
        }
    }
    return true;
}

static bool
check_buffer_name(const struct app *app, const struct node *key)
{
    if (!load_check_word(key, "a buffer")) {
        return false;
    }
    if (name_find(NAMED(app->areas, app->area_count), key->text) != NAME_NONE) {
        diag_error(key, "'%s' is the name of an area already", key->text);
        diag_help("under 'dma:' it would not be clear which is meant");
        return false;
    }
    return true;
}

static void
load_buffers(struct loader *loader, struct task_model *task,
             const struct node *map)
{
    task->buffers = arena_array(map->count + 1, sizeof(*task->buffers));
    for (size_t i = 0; i < map->count; i++) {
        if (check_buffer_name(loader->app, map->items[i]->key)) {
            load_buffer(loader, task, map->items[i]);
        }
    }
}

/* One owner, unless all of them say that they share it. */
static bool
claim_peripheral(struct claim *claim, const struct task_model *task,
                 const struct node *key, bool shared)
{
    if (claim->task == NULL) {
        *claim = (struct claim){key, task, shared};
        return true;
    }
    if (claim->shared && shared) {
        return true;
    }
    diag_error(key, "peripheral '%s' belongs to task '%s' already (line %u)",
               key->text, claim->task->name, claim->where->line);
    diag_help("give it to one task that the other calls; or write in both: "
              "%s: { access: .., shared: yes }",
              key->text);
    return false;
}

static bool
read_peripheral(const struct node *node, struct peripheral_keys *keys)
{
    if (node->kind == NODE_MAP) {
        return schema_read(node, &peripheral_schema, keys);
    }
    return schema_value(node, &access_field, &keys->access);
}

static bool
refuse_controller(const struct chip *chip, const struct node *key)
{
    size_t i =
        name_find(NAMED(chip->controllers, chip->controller_count), key->text);

    if (name_find(NAMED(chip->masters, chip->master_count), key->text) !=
        NAME_NONE) {
        diag_error(key,
                   "'%s' masters the bus: no task may map its registers by "
                   "the way",
                   key->text);
        diag_help("write masters: { %s: { tier: trusted, memory: .. } }, if "
                  "the chip has tables for it",
                  key->text);
        return true;
    }
    if (i == NAME_NONE) {
        return false;
    }
    diag_error(key, "'%s' is a DMA controller: no task may map its registers",
               key->text);
    diag_help("own a channel: dma: { name: { channel: %s.0, .. } }", key->text);
    return true;
}

static void
map_peripheral(struct loader *loader, struct task_model *task,
               const struct node *node)
{
    const struct chip *chip = loader->chip;
    struct peripheral_keys keys = {0};
    struct range *range;
    size_t i;

    if (refuse_controller(chip, node->key)) {
        return;
    }
    i = name_need(node->key, "peripheral", node->key->text,
                  NAMED(chip->peripherals, chip->peripheral_count));
    if (!read_peripheral(node, &keys) || i == NAME_NONE ||
        !claim_peripheral(&loader->peripherals[i], task, node->key,
                          keys.shared)) {
        return;
    }
    if (load_find_range(task, node->key->text) != NULL) {
        diag_error(node->key,
                   "'%s' is the name of an area or buffer of the task already",
                   node->key->text);
        return;
    }
    range = &loader->device_ranges[i];
    if (range->name == NULL) {
        *range = (struct range){.name = chip->peripherals[i].name,
                                .where = node->key,
                                .base = chip->peripherals[i].base,
                                .size = chip->peripherals[i].size,
                                .attributes =
                                    REGION_READ | REGION_WRITE | REGION_DEVICE};
    }
    load_map(loader, task, range, keys.access == 1);
}

static void
load_home(struct loader *loader, struct task_model *task)
{
    const char *name = loader->keys[task->index].memory;
    const struct chip *chip = loader->chip;
    const struct node *where;
    size_t i;

    task->text.memory = chip->text_default;
    task->home.memory = chip->data_default;
    if (name == NULL) {
        return;
    }
    where = tree_get(loader->keys[task->index].node, "memory");
    i = name_need(where, "memory", name,
                  NAMED(chip->memories, chip->memory_count));
    if (i == NAME_NONE) {
        return;
    }
    if (!chip->memories[i].writable) {
        diag_error(where,
                   "memory '%s' cannot be written: no place for stack "
                   "and data",
                   name);
        return;
    }
    task->home.memory = &chip->memories[i];
}

void
load_ranges(struct loader *loader, struct task_model *task)
{
    const struct task_keys *keys = &loader->keys[task->index];

    load_home(loader, task);
    if (keys->areas != NULL) {
        map_areas(loader, task, keys->areas);
    }
    if (keys->buffers != NULL) {
        load_buffers(loader, task, keys->buffers);
    }
    for (size_t i = 0;
         keys->peripherals != NULL && i < keys->peripherals->count; i++) {
        map_peripheral(loader, task, keys->peripherals->items[i]);
    }
}

/*
 * Holders of a view are those of the range, since together they decide whether
 * it is shared. A view whose range nobody maps writable stands alone; an
 * area's always has its place in the region table.
 */
void
load_settle_ranges(struct loader *loader)
{
    const struct app *app = loader->app;

    for (size_t v = 0; v < loader->view_count; v++) {
        struct range *view = loader->views[v];
        bool mapped = view->memory != NULL;

        view->holders = view->view_of->holders;
        for (size_t t = 0; t < app->task_count; t++) {
            for (size_t r = 0; r < app->tasks[t].range_count; r++) {
                mapped = mapped || app->tasks[t].ranges[r] == view->view_of;
            }
        }
        if (!mapped) {
            view->view_of = NULL;
        }
    }
}
