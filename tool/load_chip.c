/* SPDX-License-Identifier: MIT */
/* chips/<family>/<chip>.yaml: core, memories, time; devices elsewhere. */
#include <string.h>

#include "arena.h"
#include "check.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "paths.h"
#include "schema.h"
#include "tree.h"

struct chip_keys {
    const char *chip, *cpu;
    uint32_t lines, clock;
    const struct node *protection, *timebase, *memories, *defaults;
    const struct node *peripherals, *masters, *controllers, *lacks, *filters;
};

#define AT(member) .offset = offsetof(struct chip_keys, member)

static const struct field chip_fields[] = {
    {.key = "chip", .type = FIELD_NAME, .required = true, AT(chip)},
    {.key = "cpu",
     .type = FIELD_NAME,
     .required = true,
     AT(cpu),
     .help = "write the core as the compiler knows it: cpu: cortex-m33"},
    {.key = "protection",
     .type = FIELD_MAP,
     .required = true,
     AT(protection),
     .help = "write protection: { kind: pmsav8, regions: 8 }"},
    {.key = "lines",
     .type = FIELD_PLAIN,
     .required = true,
     .least = 2,
     .most = 240,
     AT(lines),
     .help = "the number of external interrupt lines"},
    {.key = "clock",
     .type = FIELD_FREQUENCY,
     .required = true,
     AT(clock),
     .help = "the core's clock: clock: 20MHz"},
    {.key = "timebase", .type = FIELD_MAP, .required = true, AT(timebase)},
    {.key = "memories", .type = FIELD_MAP, .required = true, AT(memories)},
    {.key = "defaults",
     .type = FIELD_MAP,
     .required = true,
     AT(defaults),
     .help = "write defaults: { text: .., data: .., kernel: .. }"},
    {.key = "peripherals", .type = FIELD_MAP, AT(peripherals)},
    {.key = "masters", .type = FIELD_MAP, AT(masters)},
    {.key = "controllers", .type = FIELD_MAP, AT(controllers)},
    {.key = "lacks", .type = FIELD_LIST, AT(lacks)},
    {.key = "filters", .type = FIELD_MAP, AT(filters)},
};
static const struct schema chip_schema = SCHEMA("a chip", chip_fields);

static const char *const kinds[] = {"pmsav8", "pmsav7", NULL};

struct protection_keys {
    uint32_t kind, regions;
};

static const struct field protection_fields[] = {
    {.key = "kind",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = kinds,
     .offset = offsetof(struct protection_keys, kind)},
    {.key = "regions",
     .type = FIELD_PLAIN,
     .required = true,
     .least = 4,
     .most = 16,
     .offset = offsetof(struct protection_keys, regions)},
};
static const struct schema protection_schema =
    SCHEMA("'protection'", protection_fields);

static const char *const accesses[] = {"read", "write", "execute", NULL};

struct memory_keys {
    uint32_t base, size, access;
    bool dma;
    const struct node *aliases;
};

static const struct field memory_fields[] = {
    {.key = "base",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct memory_keys, base)},
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 32,
     .offset = offsetof(struct memory_keys, size)},
    {.key = "access",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = accesses,
     .offset = offsetof(struct memory_keys, access),
     .help = "write access: read, write (and read) or execute (and read)"},
    {.key = "dma",
     .type = FIELD_BOOL,
     .offset = offsetof(struct memory_keys, dma)},
    {.key = "aliases",
     .type = FIELD_LIST,
     .offset = offsetof(struct memory_keys, aliases)},
};
static const struct schema memory_schema = SCHEMA("a memory", memory_fields);

struct default_keys {
    const char *text, *data, *kernel;
};

static const struct field default_fields[] = {
    {.key = "text",
     .type = FIELD_NAME,
     .required = true,
     .offset = offsetof(struct default_keys, text)},
    {.key = "data",
     .type = FIELD_NAME,
     .required = true,
     .offset = offsetof(struct default_keys, data)},
    {.key = "kernel",
     .type = FIELD_NAME,
     .required = true,
     .offset = offsetof(struct default_keys, kernel)},
};
static const struct schema default_schema =
    SCHEMA("'defaults'", default_fields);

bool
load_numbers(const struct node *list, const char *what, uint32_t *values,
             size_t most, size_t *count)
{
    const struct field number = {.key = what, .type = FIELD_SIZE};

    if (list->count > most) {
        diag_error(list->items[most], "more than %zu %s", most, what);
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!schema_value(list->items[i], &number, &values[i])) {
            return false;
        }
    }
    *count = list->count;
    return true;
}

static bool
load_memory(struct memory *memory, const struct node *node)
{
    struct memory_keys keys = {0};

    memory->name = node->key->text;
    memory->where = node->key;
    if (!schema_name(node->key) || !schema_read(node, &memory_schema, &keys)) {
        return false;
    }
    memory->base = keys.base;
    memory->size = keys.size;
    memory->writable = keys.access == 1;
    memory->executable = keys.access == 2;
    memory->dma = keys.dma;
    return keys.aliases == NULL ||
           load_numbers(keys.aliases, "aliases", memory->aliases, 4,
                        &memory->alias_count);
}

static bool
load_memories(struct chip *chip, const struct node *map)
{
    bool good = true;

    chip->memories = arena_array(map->count + 1, sizeof(*chip->memories));
    for (size_t i = 0; i < map->count; i++) {
        good = load_memory(&chip->memories[i], map->items[i]) && good;
    }
    chip->memory_count = map->count;
    return good;
}

/* A role's memory must fit the role. */
static const struct memory *
load_default(const struct chip *chip, const struct node *map, const char *role,
             bool text)
{
    const struct node *node = tree_get(map, role);
    size_t i = name_need(node, "memory", node->text,
                         NAMED(chip->memories, chip->memory_count));

    if (i == NAME_NONE) {
        return NULL;
    }
    if (text ? !chip->memories[i].executable : !chip->memories[i].writable) {
        diag_error(node, "memory '%s' cannot hold %s", node->text, role);
        diag_help("it needs a memory with access: %s",
                  text ? "execute" : "write");
        return NULL;
    }
    return &chip->memories[i];
}

static bool
load_defaults(struct chip *chip, const struct node *map)
{
    struct default_keys keys = {0};

    if (!schema_read(map, &default_schema, &keys)) {
        return false;
    }
    chip->text_default = load_default(chip, map, "text", true);
    chip->data_default = load_default(chip, map, "data", false);
    chip->kernel_default = load_default(chip, map, "kernel", false);
    return chip->text_default != NULL && chip->data_default != NULL &&
           chip->kernel_default != NULL;
}

static const char *const features[] = {"fpu", "dsp", NULL};

static bool
load_lacks(struct chip *chip, const struct node *list)
{
    const struct field feature = {
        .key = "feature", .type = FIELD_CHOICE, .choices = features};
    bool good = true;

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        uint32_t chosen = 0;

        good = schema_value(list->items[i], &feature, &chosen) && good;
        chip->lacks |= 1u << chosen;
    }
    return good;
}

static bool
load_devices(struct loader *loader, struct chip *chip,
             const struct chip_keys *keys)
{
    bool good = true;

    if (keys->peripherals != NULL) {
        good = load_peripherals(chip, keys->peripherals, &chip->peripherals,
                                &chip->peripheral_count);
    }
    if (keys->masters != NULL) {
        good = load_masters(chip, keys->masters) && good;
    }
    return good && (keys->controllers == NULL ||
                    load_controllers(loader, chip, keys->controllers));
}

static bool
fill_chip(struct loader *loader, struct chip *chip, const struct node *root)
{
    struct chip_keys keys = {0};
    struct protection_keys protection = {0};
    bool good = schema_read(root, &chip_schema, &keys);

    if (!good) {
        return false;
    }
    chip->name = keys.chip;
    chip->cpu = keys.cpu;
    chip->clock_hz = keys.clock;
    chip->lines = keys.lines;
    good = schema_read(keys.protection, &protection_schema, &protection);
    chip->protection =
        protection.kind == 1 ? PROTECTION_PMSAV7 : PROTECTION_PMSAV8;
    chip->protection_regions = protection.regions;
    good = load_timebase(chip, keys.timebase) && good;
    good = load_memories(chip, keys.memories) && good;
    good = good && load_defaults(chip, keys.defaults);
    good = load_lacks(chip, keys.lacks) && good;
    good = good && load_devices(loader, chip, &keys);
    chip->has_filters = keys.filters != NULL;
    if (good && chip->has_filters && loader->app->filters) {
        good = load_filters(chip, keys.filters);
    }
    return good && check_chip(chip);
}

static const char *const chip_folders[] = {"chips", "tests/chips"};

static const char *
find_chip(const char *root, const char *name)
{
    for (size_t i = 0; i < 2; i++) {
        const char *path = arena_format("%s/%s.yaml", chip_folders[i], name);

        if (path_is_file(path_join(root, path))) {
            return path;
        }
    }
    return NULL;
}

static void
unknown_chip(const char *root, const struct node *where)
{
    const char **families = NULL, **names = NULL;
    size_t family_count = 0, count = 0;

    path_add_folders(path_join(root, "chips"), &families, &family_count);
    for (size_t i = 0; i < family_count; i++) {
        path_add_files(path_join(root, arena_format("chips/%s", families[i])),
                       arena_format("%s/", families[i]), ".yaml", &names,
                       &count);
    }
    diag_unknown(where, "chip", where->text, names, count);
}

struct chip *
load_chip(struct loader *loader, const struct node *where)
{
    struct chip *chip = arena_alloc(sizeof(*chip));
    const char *path = strstr(where->text, "..") == NULL
                           ? find_chip(loader->root, where->text)
                           : NULL;
    const struct node *root;

    if (path == NULL) {
        unknown_chip(loader->root, where);
        return NULL;
    }
    chip->folder = arena_copy(path, (size_t)(strrchr(path, '/') - path));
    root = tree_load(path_join(loader->root, path));
    if (root == NULL) {
        return NULL;
    }
    load_identify(loader->app, root);
    return fill_chip(loader, chip, root) ? chip : NULL;
}
