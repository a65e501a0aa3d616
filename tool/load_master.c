/* SPDX-License-Identifier: MIT */
/*
 * Peripherals that master the bus by descriptors of their own: which the chip
 * has, and which task may have one. Whoever holds such registers can aim them
 * at all that the master reaches, so nobody gets them by the way: a tier says
 * what stands between, and the kernel has tables that make the master forget.
 */
#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "region.h"
#include "schema.h"
#include "tree.h"

static const char *const tiers[] = {"split", "gated", "arena", "trusted", NULL};

struct chip_master_keys {
    uint32_t base, size;
    const char *tables;
    const struct node *interrupts, *tiers, *reaches;
};

#define AT(member) .offset = offsetof(struct chip_master_keys, member)

static const struct field chip_master_fields[] = {
    {.key = "base", .type = FIELD_SIZE, .required = true, AT(base)},
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 32,
     AT(size)},
    {.key = "tables", .type = FIELD_NAME, AT(tables)},
    {.key = "tiers", .type = FIELD_LIST, AT(tiers)},
    {.key = "reaches", .type = FIELD_LIST, AT(reaches)},
    {.key = "interrupts", .type = FIELD_MAP, AT(interrupts)},
};
static const struct schema chip_master_schema =
    SCHEMA("a master", chip_master_fields);

static bool
load_tiers(struct master *master, const struct node *list)
{
    const struct field tier = {
        .key = "tier", .type = FIELD_CHOICE, .choices = tiers};
    bool good = true;

    for (size_t i = 0; i < list->count; i++) {
        uint32_t chosen = 0;

        good = schema_value(list->items[i], &tier, &chosen) && good;
        master->tiers |= 1u << chosen;
    }
    return good;
}

static bool
load_reaches(const struct chip *chip, struct master *master,
             const struct node *list)
{
    bool good = true;

    master->reaches = arena_array(list->count + 1, sizeof(*master->reaches));
    for (size_t i = 0; i < list->count; i++) {
        size_t found = name_need(list->items[i], "memory", list->items[i]->text,
                                 NAMED(chip->memories, chip->memory_count));

        good = good && found != NAME_NONE;
        if (good) {
            master->reaches[master->reach_count++] = &chip->memories[found];
        }
    }
    return good;
}

/* With tables it can be given away, and then more must be known of it. */
static bool
check_known(const struct node *node, const struct chip_master_keys *keys)
{
    if (keys->tables == NULL ||
        (keys->tiers != NULL && keys->reaches != NULL)) {
        return true;
    }
    diag_error(node->key, "a master with tables needs its tiers and reaches");
    diag_help("tiers: [trusted] and reaches: the memories that it can access");
    return false;
}

static bool
load_master(const struct chip *chip, struct master *master,
            const struct node *node)
{
    struct chip_master_keys keys = {0};

    master->device.name = node->key->text;
    master->device.where = node->key;
    if (!schema_name(node->key) ||
        !schema_read(node, &chip_master_schema, &keys) ||
        !check_known(node, &keys)) {
        return false;
    }
    master->device.base = keys.base;
    master->device.size = keys.size;
    master->tables = keys.tables;
    return (keys.tiers == NULL || load_tiers(master, keys.tiers)) &&
           (keys.reaches == NULL || load_reaches(chip, master, keys.reaches)) &&
           load_lines(chip, keys.interrupts, &master->device.interrupts,
                      &master->device.interrupt_count);
}

bool
load_masters(struct chip *chip, const struct node *map)
{
    bool good = true;

    chip->masters = arena_array(map->count + 1, sizeof(*chip->masters));
    for (size_t i = 0; i < map->count; i++) {
        good = load_master(chip, &chip->masters[i], map->items[i]) && good;
    }
    chip->master_count = map->count;
    return good;
}

struct use_keys {
    uint32_t tier;
    const char *memory;
};

static const struct field use_fields[] = {
    {.key = "tier",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = tiers,
     .offset = offsetof(struct use_keys, tier),
     .help = "who holds these registers can aim them: say by tier what stands "
             "between. tier: trusted gives them to the task, and names it in "
             "the audit"},
    {.key = "memory",
     .type = FIELD_NAME,
     .required = true,
     .offset = offsetof(struct use_keys, memory),
     .help = "name the buffer of this task that holds its descriptors and "
             "frames"},
};
static const struct schema use_schema = SCHEMA("a task's master", use_fields);

static bool
check_tier(const struct master *master, const struct node *node, uint32_t tier)
{
    if (master->tables == NULL) {
        diag_error(node->key,
                   "'%s' has no tables: nothing could stop it when its task "
                   "ends",
                   master->device.name);
        diag_help("write a struct dma_master for it, and name it under "
                  "'tables' in the chip's file");
        return false;
    }
    if ((master->tiers & 1u << tier) == 0) {
        diag_error(tree_get(node, "tier"), "'%s' cannot be given by tier '%s'",
                   master->device.name, tiers[tier]);
        diag_help("the chip's file lists what its tables allow");
        return false;
    }
    return true;
}

/* Returns: the buffer, which nobody else maps. */
static const struct range *
find_memory(const struct task_model *task, const struct node *where)
{
    for (size_t i = 0; i < task->buffer_count; i++) {
        const struct range *buffer = task->buffers[i];

        if (buffer == load_find_range(task, where->text) &&
            (buffer->attributes & REGION_DMA) != 0) {
            return buffer;
        }
    }
    diag_error(where, "'%s' is no buffer of task '%s' in memory for DMA",
               where->text, task->name);
    diag_help("buffers: { %s: { size: .., memory: .. } }, in a memory with "
              "'dma: yes' that the master reaches",
              where->text);
    return NULL;
}

static bool
check_reach(const struct master *master, const struct node *where,
            const struct range *memory)
{
    for (size_t i = 0; i < master->reach_count; i++) {
        if (master->reaches[i] == memory->memory) {
            return true;
        }
    }
    diag_error(where, "'%s' does not reach memory '%s'", master->device.name,
               memory->memory->name);
    return false;
}

static bool
claim_master(struct master *master, const struct task_model *task,
             const struct node *key)
{
    if (master->owner == NULL) {
        master->owner = task;
        return true;
    }
    diag_error(key, "'%s' belongs to task '%s' already", key->text,
               master->owner->name);
    diag_help("a master has one owner, whom others call");
    return false;
}

static void
map_registers(struct loader *loader, struct task_model *task,
              const struct master *master)
{
    struct range *range = arena_alloc(sizeof(*range));

    *range = (struct range){.name = master->device.name,
                            .where = master->device.where,
                            .base = master->device.base,
                            .size = master->device.size,
                            .attributes =
                                REGION_READ | REGION_WRITE | REGION_DEVICE};
    load_map(loader, task, range, true);
}

static void
load_use(struct loader *loader, struct task_model *task,
         const struct node *node)
{
    struct chip *chip = loader->chip;
    struct use_keys keys = {0};
    size_t i = name_need(node->key, "master", node->key->text,
                         NAMED(chip->masters, chip->master_count));
    struct master *master;

    if (i == NAME_NONE || !schema_read(node, &use_schema, &keys)) {
        return;
    }
    master = &chip->masters[i];
    if (!check_tier(master, node, keys.tier) ||
        !claim_master(master, task, node->key)) {
        return;
    }
    master->tier = tiers[keys.tier];
    master->memory = find_memory(task, tree_get(node, "memory"));
    if (master->memory != NULL &&
        check_reach(master, tree_get(node, "memory"), master->memory)) {
        map_registers(loader, task, master);
    }
}

void
load_task_masters(struct loader *loader, struct task_model *task)
{
    const struct node *map = loader->keys[task->index].masters;

    for (size_t i = 0; map != NULL && i < map->count; i++) {
        load_use(loader, task, map->items[i]);
    }
}
