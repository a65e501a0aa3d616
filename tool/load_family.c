/* SPDX-License-Identifier: MIT */
/*
 * A family of DMA controllers: what their registers mean, for the verifier of
 * the C tables, and what they can do, for the checks. Read once per chip.
 */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "paths.h"
#include "schema.h"
#include "tree.h"

struct family_keys {
    const char *family;
    uint32_t size, max_length, blackout, reset;
    const struct node *reaches, *requests, *drain, *shared, *channels;
};

#define AT(member) .offset = offsetof(struct family_keys, member)

static const char *const resets[] = {"system", "controller", NULL};

static const struct field family_fields[] = {
    {.key = "family", .type = FIELD_NAME, .required = true, AT(family)},
    {.key = "size", .type = FIELD_SIZE, .required = true, .least = 4, AT(size)},
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
};
static const struct schema request_schema = SCHEMA("a request", request_fields);

static const char *const classes[] = {"clear", "status", "init", "kick", NULL};

struct channel_keys {
    const struct node *window, *addresses, *constants, *counts;
    uint32_t own_bits, start;
};

#define CHANNEL_AT(member) .offset = offsetof(struct channel_keys, member)

static const struct field channel_fields[] = {
    {.key = "window", .type = FIELD_MAP, .required = true, CHANNEL_AT(window)},
    {.key = "own-bits", .type = FIELD_SIZE, CHANNEL_AT(own_bits)},
    {.key = "addresses",
     .type = FIELD_LIST,
     .required = true,
     CHANNEL_AT(addresses)},
    {.key = "constants", .type = FIELD_LIST, CHANNEL_AT(constants)},
    {.key = "counts", .type = FIELD_LIST, .required = true, CHANNEL_AT(counts)},
    {.key = "start", .type = FIELD_SIZE, .required = true, CHANNEL_AT(start)},
};
static const struct schema channel_schema = SCHEMA("a channel", channel_fields);

struct window_keys {
    uint32_t offset, size;
};

static const struct field window_fields[] = {
    {.key = "offset",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct window_keys, offset)},
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 4,
     .offset = offsetof(struct window_keys, size)},
};
static const struct schema window_schema = SCHEMA("'window'", window_fields);

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
    return check_direction(node, request->far_is_memory);
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
load_shared(struct family *family, const struct node *map)
{
    const struct field offset = {.key = "offset", .type = FIELD_SIZE};
    const struct field class = {
        .key = "register class", .type = FIELD_CHOICE, .choices = classes};
    bool good = true;

    if (map == NULL) {
        return true;
    }
    family->shared = arena_array(map->count + 1, sizeof(*family->shared));
    for (size_t i = 0; i < map->count; i++) {
        uint32_t chosen = 0;

        good = schema_value(map->items[i]->key, &offset,
                            &family->shared[i].offset) &&
               schema_value(map->items[i], &class, &chosen) && good;
        family->shared[i].class = (enum register_class)chosen;
    }
    family->shared_count = map->count;
    return good;
}

struct count_keys {
    uint32_t offset, mask;
};

static const struct field count_fields[] = {
    {.key = "offset",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct count_keys, offset)},
    {.key = "mask",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     .offset = offsetof(struct count_keys, mask)},
};
static const struct schema count_schema = SCHEMA("a count", count_fields);

static bool
load_counts(struct channel_layout *channel, const struct node *list)
{
    const size_t most = sizeof(channel->counts) / sizeof(channel->counts[0]);

    if (list->count > most) {
        diag_error(list->items[most], "more than %zu counts", most);
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct count_keys keys = {0};

        if (!schema_read(list->items[i], &count_schema, &keys)) {
            return false;
        }
        if ((keys.mask & (keys.mask + 1)) != 0) {
            diag_error(tree_get(list->items[i], "mask"),
                       "the field of a count is a register's lowest bits");
            diag_help("write a mask such as 0xFFF");
            return false;
        }
        channel->counts[i] = (struct count_field){keys.offset, keys.mask};
    }
    channel->count_count = list->count;
    return true;
}

static bool
load_channel(struct channel_layout *channel, const struct node *node)
{
    struct channel_keys keys = {0};
    struct window_keys window = {0};

    if (!schema_read(node, &channel_schema, &keys) ||
        !schema_read(keys.window, &window_schema, &window)) {
        return false;
    }
    channel->window_offset = window.offset;
    channel->window_size = window.size;
    channel->own_bits = keys.own_bits;
    channel->start = keys.start;
    return load_numbers(keys.addresses, "addresses", channel->addresses, 4,
                        &channel->address_count) &&
           load_counts(channel, keys.counts) &&
           (keys.constants == NULL ||
            load_numbers(keys.constants, "constants", channel->constants, 4,
                         &channel->constant_count));
}

static bool
load_channels(struct family *family, const struct node *list)
{
    bool good = true;

    family->channels = arena_array(list->count + 1, sizeof(*family->channels));
    for (size_t i = 0; i < list->count; i++) {
        good = load_channel(&family->channels[i], list->items[i]) && good;
    }
    family->channel_count = list->count;
    return good;
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
    good = load_requests(family, keys.requests) && good;
    good = load_shared(family, keys.shared) && good;
    return load_channels(family, keys.channels) && good;
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
