/* SPDX-License-Identifier: MIT */
/* The peripherals and DMA controllers of a chip, with their interrupts. */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "schema.h"
#include "tree.h"

struct device_keys {
    uint32_t base, size;
    const struct node *interrupts, *blocks;
    const char *family, *tables, *kind;
};

#define AT(member) .offset = offsetof(struct device_keys, member)

static const struct field peripheral_fields[] = {
    {.key = "base", .type = FIELD_SIZE, .required = true, AT(base)},
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 32,
     AT(size)},
    {.key = "kind", .type = FIELD_NAME, AT(kind)},
    {.key = "interrupts", .type = FIELD_MAP, AT(interrupts)},
};
static const struct schema peripheral_schema =
    SCHEMA("a peripheral", peripheral_fields);

static const struct field controller_fields[] = {
    {.key = "family",
     .type = FIELD_NAME,
     .required = true,
     AT(family),
     .help = "name a file beside the chip's: family: pl081"},
    {.key = "base", .type = FIELD_SIZE, .required = true, AT(base)},
    {.key = "tables",
     .type = FIELD_NAME,
     .required = true,
     AT(tables),
     .help = "the prefix of its C records"},
    {.key = "interrupts", .type = FIELD_MAP, AT(interrupts)},
    {.key = "blocks", .type = FIELD_MAP, AT(blocks)},
};
static const struct schema controller_schema =
    SCHEMA("a controller", controller_fields);

bool
load_lines(const struct chip *chip, const struct node *map,
           struct interrupt **interrupts, size_t *count)
{
    const struct field line = {
        .key = "interrupt line", .type = FIELD_PLAIN, .most = chip->lines - 1};
    bool good = true;

    if (map == NULL) {
        return true;
    }
    *interrupts = arena_array(map->count + 1, sizeof(**interrupts));
    for (size_t i = 0; i < map->count; i++) {
        const struct node *node = map->items[i];

        (*interrupts)[i].name = node->key->text;
        good = schema_name(node->key) && good;
        good = schema_value(node, &line, &(*interrupts)[i].line) && good;
    }
    *count = map->count;
    return good;
}

static bool
load_peripheral(const struct chip *chip, struct peripheral *peripheral,
                const struct node *node)
{
    struct device_keys keys = {0};

    peripheral->name = node->key->text;
    peripheral->where = node->key;
    if (!schema_name(node->key) ||
        !schema_read(node, &peripheral_schema, &keys)) {
        return false;
    }
    peripheral->base = keys.base;
    peripheral->size = keys.size;
    peripheral->kind = keys.kind;
    return load_lines(chip, keys.interrupts, &peripheral->interrupts,
                      &peripheral->interrupt_count);
}

bool
load_peripherals(const struct chip *chip, const struct node *map,
                 struct peripheral **list, size_t *count)
{
    bool good = true;

    *list = arena_array(map->count + 1, sizeof(**list));
    for (size_t i = 0; i < map->count; i++) {
        good = load_peripheral(chip, &(*list)[i], map->items[i]) && good;
    }
    *count = map->count;
    return good;
}

static const struct field block_fields[] = {
    {.key = "base",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct block_use, base)},
    {.key = "bits",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     .offset = offsetof(struct block_use, bits)},
};
static const struct schema block_schema =
    SCHEMA("a controller's block", block_fields);

/* An address, or a map when only some bits of its registers are ours. */
static bool
load_block(struct block_use *use, const struct node *node)
{
    const struct field base = {.key = "base", .type = FIELD_SIZE};

    use->bits = UINT32_MAX;
    return node->kind == NODE_MAP ? schema_read(node, &block_schema, use)
                                  : schema_value(node, &base, &use->base);
}

static bool
is_block(const struct family *family, const char *name)
{
    for (size_t i = 0; i < family->block_count; i++) {
        if (strcmp(family->blocks[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Every block of the family has its place, and there are no others. */
static bool
load_blocks(struct controller *controller, const struct node *where,
            const struct node *map)
{
    const struct family *family = controller->family;

    for (size_t i = 0; map != NULL && i < map->count; i++) {
        if (!is_block(family, map->items[i]->key->text)) {
            diag_error(map->items[i]->key, "family '%s' has no block '%s'",
                       family->name, map->items[i]->key->text);
            return false;
        }
    }
    for (size_t i = 0; i < family->block_count; i++) {
        const char *name = family->blocks[i].name;
        const struct node *node = map != NULL ? tree_get(map, name) : NULL;

        if (node == NULL) {
            diag_error(where, "does not say where its block '%s' is", name);
            diag_help("write blocks: { %s: 0x.. }", name);
            return false;
        }
        if (!load_block(&controller->blocks[i], node)) {
            return false;
        }
    }
    return true;
}

static bool
load_controller(struct loader *loader, struct chip *chip,
                struct controller *controller, const struct node *node)
{
    struct device_keys keys = {0};

    controller->name = node->key->text;
    controller->where = node->key;
    if (!schema_name(node->key) ||
        !schema_read(node, &controller_schema, &keys)) {
        return false;
    }
    controller->base = keys.base;
    controller->tables = keys.tables;
    controller->family = load_family(loader, chip, tree_get(node, "family"));
    return controller->family != NULL &&
           load_blocks(controller, node->key, keys.blocks) &&
           load_lines(chip, keys.interrupts, &controller->interrupts,
                      &controller->interrupt_count);
}

bool
load_controllers(struct loader *loader, struct chip *chip,
                 const struct node *map)
{
    bool good = true;

    chip->controllers = arena_array(map->count + 1, sizeof(*chip->controllers));
    for (size_t i = 0; i < map->count && good; i++) {
        good =
            load_controller(loader, chip, &chip->controllers[i], map->items[i]);
        chip->controller_count = i + 1; /* load_family looks at those before */
    }
    return good;
}
