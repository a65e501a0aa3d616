/* SPDX-License-Identifier: MIT */
/*
 * A family of DMA controllers: what their registers mean, for the verifier of
 * the C tables, and what they can do, for the checks. Read once per chip.
 */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "family.h"
#include "load.h"
#include "names.h"
#include "paths.h"
#include "schema.h"
#include "tree.h"

struct family_keys {
    const char *family;
    uint32_t size, max_length, blackout, reset, descriptor;
    const struct node *reaches, *requests, *drain, *shared, *channels;
    const struct node *blocks;
};

#define AT(member) .offset = offsetof(struct family_keys, member)

static const char *const resets[] = {"system", "controller", NULL};

static const struct field family_fields[] = {
    {.key = "family", .type = FIELD_NAME, .required = true, AT(family)},
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 4,
     .most = 1u << PLACE_SHIFT,
     AT(size)},
    {.key = "blocks", .type = FIELD_MAP, AT(blocks)},
    {.key = "descriptor", .type = FIELD_SIZE, AT(descriptor)},
    {.key = "reaches",
     .type = FIELD_LIST,
     .required = true,
     AT(reaches),
     .help = "list the memories that the controller can access"},
    {.key = "requests", .type = FIELD_MAP, .required = true, AT(requests)},
    {.key = "max-length",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     AT(max_length)},
    {.key = "blackout",
     .type = FIELD_PLAIN,
     .required = true,
     .least = 1,
     .most = 65535,
     AT(blackout)},
    {.key = "drain",
     .type = FIELD_MAP,
     .required = true,
     AT(drain),
     .help = "write drain: { period: 1ms, limit: 20 }"},
    {.key = "reset",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = resets,
     AT(reset)},
    {.key = "shared", .type = FIELD_MAP, AT(shared)},
    {.key = "channels", .type = FIELD_LIST, .required = true, AT(channels)},
};
static const struct schema family_schema = SCHEMA("a family", family_fields);

struct drain_keys {
    uint32_t period, limit;
};

static const struct field drain_fields[] = {
    {.key = "period",
     .type = FIELD_TIME,
     .required = true,
     .least = 1,
     .most = 1000000,
     .offset = offsetof(struct drain_keys, period)},
    {.key = "limit",
     .type = FIELD_PLAIN,
     .required = true,
     .least = 1,
     .most = 4000,
     .offset = offsetof(struct drain_keys, limit)},
};
static const struct schema drain_schema = SCHEMA("'drain'", drain_fields);

static const char *const fars[] = {"memory", "peripheral", NULL};
static const char *const directions[] = {"in", "out", NULL};
static const char *const asserteds[] = {"normal", "never", NULL};

struct request_keys {
    uint32_t far, direction, asserted;
    const struct node *channels, *registers;
};

static const struct field request_fields[] = {
    {.key = "far",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = fars,
     .offset = offsetof(struct request_keys, far)},
    {.key = "direction",
     .type = FIELD_CHOICE,
     .choices = directions,
     .offset = offsetof(struct request_keys, direction)},
    {.key = "asserted",
     .type = FIELD_CHOICE,
     .choices = asserteds,
     .offset = offsetof(struct request_keys, asserted)},
    {.key = "channels",
     .type = FIELD_LIST,
     .offset = offsetof(struct request_keys, channels)},
    {.key = "registers",
     .type = FIELD_LIST,
     .offset = offsetof(struct request_keys, registers)},
};
static const struct schema request_schema = SCHEMA("a request", request_fields);

static const struct field register_fields[] = {
    {.key = "address",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct request_register, address)},
    {.key = "bits",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     .offset = offsetof(struct request_register, bits)},
};
static const struct schema register_schema =
    SCHEMA("a request's register", register_fields);

static const char *const kinds[] = {"registers", "memory", "split", NULL};

struct block_keys {
    uint32_t size, kind;
};

static const struct field block_fields[] = {
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 4,
     .most = 1u << PLACE_SHIFT,
     .offset = offsetof(struct block_keys, size)},
    {.key = "kind",
     .type = FIELD_CHOICE,
     .choices = kinds,
     .offset = offsetof(struct block_keys, kind)},
};
static const struct schema block_schema = SCHEMA("a block", block_fields);

static bool
load_reaches(const struct chip *chip, struct family *family,
             const struct node *list)
{
    family->reaches = arena_array(list->count + 1, sizeof(*family->reaches));
    for (size_t i = 0; i < list->count; i++) {
        size_t found;

        if (!schema_name(list->items[i])) {
            return false;
        }
        found = name_need(list->items[i], "memory", list->items[i]->text,
                          NAMED(chip->memories, chip->memory_count));
        if (found == NAME_NONE) {
            return false;
        }
        family->reaches[family->reach_count++] = &chip->memories[found];
    }
    return true;
}

/* A peripheral's data goes one way; between memories it goes either way. */
static bool
check_direction(const struct node *node, bool far_is_memory)
{
    const struct node *direction = tree_get(node, "direction");

    if (far_is_memory && direction != NULL) {
        diag_error(direction->key,
                   "request '%s' is memory to memory: it has no direction",
                   node->key->text);
        diag_help("the manifest of an application says from and to");
        return false;
    }
    if (!far_is_memory && direction == NULL) {
        diag_error(node->key, "request '%s' does not say its direction",
                   node->key->text);
        diag_help("write direction: in (peripheral to memory) or direction: "
                  "out (memory to peripheral)");
        return false;
    }
    return true;
}

static bool
load_request_channels(struct request *request, const struct node *list)
{
    uint32_t numbers[32];
    size_t count = 0;

    if (list == NULL) {
        return true;
    }
    if (!load_numbers(list, "channels", numbers, 32, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] >= 32) {
            diag_error(list->items[i], "a channel's number is 0 to 31");
            return false;
        }
        request->channels |= 1u << numbers[i];
    }
    return true;
}

static bool
load_request_registers(struct request *request, const struct node *list)
{
    const size_t most =
        sizeof(request->registers) / sizeof(*request->registers);

    if (list == NULL) {
        return true;
    }
    if (list->count > most) {
        diag_error(list->items[most], "more than %zu registers", most);
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!schema_read(list->items[i], &register_schema,
                         &request->registers[i])) {
            return false;
        }
    }
    request->register_count = list->count;
    return true;
}

static bool
load_request(struct request *request, const struct node *node)
{
    struct request_keys keys = {0};

    if (!schema_name(node->key) || !schema_read(node, &request_schema, &keys)) {
        return false;
    }
    request->name = node->key->text;
    request->far_is_memory = keys.far == 0;
    request->far_is_source = keys.far == 1 && keys.direction == 0;
    request->never_asserted = keys.asserted == 1;
    return check_direction(node, request->far_is_memory) &&
           load_request_channels(request, keys.channels) &&
           load_request_registers(request, keys.registers);
}

static bool
load_requests(struct family *family, const struct node *map)
{
    bool good = true;

    family->requests = arena_array(map->count + 1, sizeof(*family->requests));
    for (size_t i = 0; i < map->count; i++) {
        good = load_request(&family->requests[i], map->items[i]) && good;
    }
    family->request_count = map->count;
    return good;
}

static bool
load_blocks(struct family *family, const struct node *map)
{
    if (map == NULL) {
        return true;
    }
    if (map->count > BLOCKS_MAX) {
        diag_error(map->items[BLOCKS_MAX], "more than %u blocks", BLOCKS_MAX);
        return false;
    }
    for (size_t i = 0; i < map->count; i++) {
        struct block_keys keys = {0};

        if (!schema_name(map->items[i]->key) ||
            !schema_read(map->items[i], &block_schema, &keys)) {
            return false;
        }
        family->blocks[i] = (struct block){map->items[i]->key->text, keys.size,
                                           (enum block_kind)keys.kind};
    }
    family->block_count = map->count;
    return true;
}

/* Each channel has a request, which stands for it at boot. */
static bool
check_requests(const struct family *family, const struct node *map)
{
    for (uint32_t c = 0; c < family->channel_count; c++) {
        if (family_first_request(family, c) == NULL) {
            diag_error(map->key, "no request is one of channel %u", c);
            diag_help("each channel needs one, to bring it to rest at boot");
            return false;
        }
    }
    return true;
}

static bool
fill_family(const struct chip *chip, struct family *family,
            const struct node *root)
{
    struct family_keys keys = {0};
    struct drain_keys drain = {0};
    bool good = schema_read(root, &family_schema, &keys);

    if (!good) {
        return false;
    }
    family->size = keys.size;
    family->max_length = keys.max_length;
    family->blackout = keys.blackout;
    family->reset_is_system = keys.reset == 0;
    good = schema_read(keys.drain, &drain_schema, &drain);
    family->drain_period_us = drain.period;
    family->drain_limit = drain.limit;
    good = load_reaches(chip, family, keys.reaches) && good;
    family->descriptor = keys.descriptor;
    good = load_requests(family, keys.requests) && good;
    good = load_blocks(family, keys.blocks) && good;
    good = load_shared(family, keys.shared) && good;
    good = load_channels(family, keys.channels) && good;
    return good && check_requests(family, keys.requests);
}

/* Beside the chip's file; a chip for tests may use a family of chips/. */
static const char *
find_family(const char *root, const struct chip *chip, const char *name)
{
    const char *path =
        path_join(root, arena_format("%s/%s.yaml", chip->folder, name));

    if (!path_is_file(path) && strncmp(chip->folder, "tests/", 6) == 0) {
        path =
            path_join(root, arena_format("%s/%s.yaml", chip->folder + 6, name));
    }
    return path_is_file(path) ? path : NULL;
}

const struct family *
load_family(struct loader *loader, struct chip *chip, const struct node *where)
{
    struct family *family = arena_alloc(sizeof(*family));
    const struct node *root;
    const char *path;

    for (size_t i = 0; i < chip->controller_count; i++) {
        if (strcmp(chip->controllers[i].family->name, where->text) == 0) {
            return chip->controllers[i].family;
        }
    }
    path = find_family(loader->root, chip, where->text);
    if (path == NULL) {
        diag_error(where, "there is no family '%s'", where->text);
        diag_help("it is a file %s/%s.yaml", chip->folder, where->text);
        return NULL;
    }
    family->name = where->text;
    root = tree_load(path);
    if (root == NULL) {
        return NULL;
    }
    load_identify(loader->app, root);
    return fill_family(chip, family, root) ? family : NULL;
}
