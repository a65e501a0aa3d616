/* SPDX-License-Identifier: MIT */
/* The application's manifest: its own keys and areas; tasks elsewhere. */
#include <sluice/kcall.h>

#include "arena.h"
#include "check.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "number.h"
#include "region.h"
#include "schema.h"
#include "tree.h"

#define MESSAGE_MAX_DEFAULT 1024u
#define MESSAGE_MAX_LIMIT 65536u
#define WATCHDOG_LEAST_US 10000u
#define WATCHDOG_MOST_US 600000000u

struct app_keys {
    const char *name, *board;
    uint32_t message_max, watchdog;
    bool allow_cycle, allow_unproved, dma_audit, filters, blackout;
    const struct node *areas, *tasks;
};

#define AT(member) .offset = offsetof(struct app_keys, member)

static const struct field app_fields[] = {
    {.key = "name",
     .type = FIELD_NAME,
     .required = true,
     AT(name),
     .help = "write the image's name: name: demo"},
    {.key = "board",
     .type = FIELD_NAME,
     .required = true,
     AT(board),
     .help = "write the name of a folder under boards/: board: mps2-an505"},
    {.key = "message-max",
     .type = FIELD_SIZE,
     .most = MESSAGE_MAX_LIMIT,
     AT(message_max)},
    {.key = "watchdog",
     .type = FIELD_TIME,
     .least = WATCHDOG_LEAST_US,
     .most = WATCHDOG_MOST_US,
     AT(watchdog)},
    {.key = "allow-cycle", .type = FIELD_BOOL, AT(allow_cycle)},
    {.key = "allow-unproved-stack", .type = FIELD_BOOL, AT(allow_unproved)},
    {.key = "dma-audit", .type = FIELD_BOOL, AT(dma_audit)},
    {.key = "filters", .type = FIELD_BOOL, AT(filters)},
    {.key = "blackout", .type = FIELD_BOOL, AT(blackout)},
    {.key = "areas", .type = FIELD_MAP, AT(areas)},
    {.key = "tasks",
     .type = FIELD_MAP,
     .required = true,
     AT(tasks),
     .help = "the first task is the supervisor: tasks: { supervisor: .. }"},
};
static const struct schema app_schema = SCHEMA("an application", app_fields);

static const char *const area_accesses[] = {"read", "read-write", NULL};

struct area_keys {
    const char *memory;
    uint32_t offset, size, access;
    bool dma;
    const char *handoff;
};

static const struct field area_fields[] = {
    {.key = "memory",
     .type = FIELD_NAME,
     .required = true,
     .offset = offsetof(struct area_keys, memory),
     .help = "name a memory of the chip"},
    {.key = "offset",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct area_keys, offset),
     .help = "where the area starts in its memory: offset: 0"},
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 32,
     .offset = offsetof(struct area_keys, size),
     .help = "how many bytes it has: size: 4K"},
    {.key = "access",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = area_accesses,
     .offset = offsetof(struct area_keys, access),
     .help = "write access: read or access: read-write"},
    {.key = "dma",
     .type = FIELD_BOOL,
     .offset = offsetof(struct area_keys, dma)},
    {.key = "handoff",
     .type = FIELD_NAME,
     .offset = offsetof(struct area_keys, handoff)},
};
static const struct schema area_schema = SCHEMA("an area", area_fields);

/* An area may hide from controllers; it cannot be more than its memory. */
static bool
check_area_rights(const struct node *node, const struct memory *memory,
                  const struct area_keys *keys)
{
    if (keys->access == 1 && !memory->writable) {
        diag_error(tree_get(node, "access"), "memory '%s' cannot be written",
                   memory->name);
        diag_help("write access: read, or use another memory");
        return false;
    }
    if (keys->dma && !memory->dma) {
        diag_error(tree_get(node, "dma"),
                   "memory '%s' is not for DMA on this chip", memory->name);
        diag_help("use a memory that the chip's file marks with dma: yes");
        return false;
    }
    return true;
}

static void
load_area(struct loader *loader, struct range *area, const struct node *node)
{
    const struct chip *chip = loader->chip;
    struct area_keys keys = {0};
    const struct memory *memory;
    size_t i;

    area->name = node->key->text;
    area->where = node->key;
    if (!schema_name(node->key) || !load_check_word(node->key, "an area") ||
        !schema_read(node, &area_schema, &keys)) {
        return;
    }
    i = name_need(tree_get(node, "memory"), "memory", keys.memory,
                  NAMED(chip->memories, chip->memory_count));
    if (i == NAME_NONE) {
        return;
    }
    memory = &chip->memories[i];
    if (tree_get(node, "dma") == NULL) {
        keys.dma = memory->dma;
    }
    if (!check_area_rights(node, memory, &keys)) {
        return;
    }
    if (keys.offset > memory->size || keys.size > memory->size - keys.offset) {
        diag_error(tree_get(node, "size"),
                   "area '%s' runs past the end of memory '%s'", area->name,
                   memory->name);
        diag_help("the memory ends at offset %s",
                  number_size_text(memory->size));
        return;
    }
    if (keys.handoff != NULL && !load_handoff(loader->app, area, node)) {
        return;
    }
    area->memory = memory;
    area->base = memory->base + keys.offset;
    area->size = keys.size;
    area->attributes = REGION_READ | (keys.access == 1 ? REGION_WRITE : 0u) |
                       (keys.dma ? REGION_DMA : 0u) |
                       (keys.handoff != NULL ? REGION_HANDOFF : 0u);
}

void
load_areas(struct loader *loader, const struct node *map)
{
    struct app *app = loader->app;

    if (map == NULL) {
        return;
    }
    app->areas = arena_array(map->count + 1, sizeof(*app->areas));
    for (size_t i = 0; i < map->count; i++) {
        load_area(loader, &app->areas[i], map->items[i]);
    }
    app->area_count = map->count;
}

/* Everything about tasks that must know the chip. */
static void
load_hardware(struct loader *loader, const struct node *areas)
{
    const struct chip *chip = loader->chip;
    struct app *app = loader->app;

    loader->lines = arena_array(chip->lines, sizeof(*loader->lines));
    loader->peripherals =
        arena_array(chip->peripheral_count + 1, sizeof(*loader->peripherals));
    loader->device_ranges =
        arena_array(chip->peripheral_count + 1, sizeof(*loader->device_ranges));
    load_sources(loader);
    load_areas(loader, areas);
    for (size_t i = 0; i < app->task_count; i++) {
        load_ranges(loader, &app->tasks[i]);
    }
    for (size_t i = 0; i < app->task_count; i++) {
        load_task_masters(loader, &app->tasks[i]);
    }
    check_handoffs(app);
    load_settle_ranges(loader);
    for (size_t i = 0; i < app->task_count; i++) {
        load_interrupts(loader, &app->tasks[i]);
        load_dma(loader, &app->tasks[i]);
        load_place_buffers(chip, &app->tasks[i]);
        load_notifications(loader, &app->tasks[i]);
    }
    load_posts(loader);
}

/* Returns: the manifest's board, or in its place the one of --board. */
static const struct node *
chosen_board(const struct node *written)
{
    struct node *chosen;

    if (model_board() == NULL) {
        return written;
    }
    chosen = arena_alloc(sizeof(*chosen));
    *chosen = *written;
    chosen->text = model_board();
    return chosen;
}

/* A watchdog that nobody feeds is a reset at every period. */
static void
check_watchdog(const struct app *app, const struct node *root)
{
    const uint32_t feed = 1u << SLUICE_KCALL_FEED;

    if (app->watchdog_us == 0) {
        return;
    }
    for (size_t i = 0; i < app->task_count; i++) {
        if ((app->tasks[i].privileges & feed) != 0) {
            return;
        }
    }
    diag_error(tree_get(root, "watchdog"), "no task may feed the watchdog");
    diag_help("give it to the supervisor: kernel-calls: [feed, ..]");
}

void
load_app(struct loader *loader, const struct node *root)
{
    struct app *app = loader->app;
    struct app_keys keys = {.message_max = MESSAGE_MAX_DEFAULT,
                            .filters = true};

    schema_read(root, &app_schema, &keys);
    app->name = keys.name;
    app->message_max = keys.message_max;
    app->allow_cycle = keys.allow_cycle;
    app->allow_unproved = keys.allow_unproved;
    app->dma_audit = keys.dma_audit;
    app->filters = keys.filters;
    app->watchdog_us = keys.watchdog;
    app->blackout = keys.blackout;
    if (keys.board != NULL) {
        load_board(loader, chosen_board(tree_get(root, "board")));
    }
    if (keys.tasks != NULL) {
        load_tasks(loader, keys.tasks);
        load_calls(loader);
        check_watchdog(app, root);
        if (loader->chip != NULL) {
            load_hardware(loader, keys.areas);
            load_config_places(loader);
        }
    }
}
