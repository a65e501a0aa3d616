/* SPDX-License-Identifier: MIT */
/*
 * The registers of a family's channels, and those that they share. A register
 * is a place: an offset in the controller's page (0x10), or in another block of
 * the family (mux+0x10).
 */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "number.h"
#include "schema.h"
#include "tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const classes[] = {"clear", "status", "init", "kick",
                                      "field", "base",   NULL};

struct channel_keys {
    const struct node *window, *windows, *addresses, *constants, *fixed;
    const struct node *counts, *own_bits, *start;
    bool unscrubbable;
};

#define AT(member) .offset = offsetof(struct channel_keys, member)

static const struct field channel_fields[] = {
    {.key = "window", .type = FIELD_MAP, .required = true, AT(window)},
    {.key = "windows", .type = FIELD_LIST, AT(windows)},
    {.key = "own-bits", .type = FIELD_ANY, AT(own_bits)},
    {.key = "addresses", .type = FIELD_LIST, .required = true, AT(addresses)},
    {.key = "constants", .type = FIELD_LIST, AT(constants)},
    {.key = "fixed", .type = FIELD_LIST, AT(fixed)},
    {.key = "counts", .type = FIELD_LIST, .required = true, AT(counts)},
    {.key = "start", .type = FIELD_ANY, .required = true, AT(start)},
    {.key = "unscrubbable", .type = FIELD_BOOL, AT(unscrubbable)},
};
static const struct schema channel_schema = SCHEMA("a channel", channel_fields);

/* What any of the maps below may have. */
struct place_keys {
    const struct node *offset;
    uint32_t size, mask, value, bits, in;
    bool less_one;
};

#define PLACE_AT(member) .offset = offsetof(struct place_keys, member)
#define OFFSET_FIELD                                                           \
    {                                                                          \
        .key = "offset", .type = FIELD_ANY, .required = true, PLACE_AT(offset) \
    }

static const struct field window_fields[] = {
    OFFSET_FIELD,
    {.key = "size",
     .type = FIELD_SIZE,
     .required = true,
     .least = 4,
     PLACE_AT(size)},
};
static const struct schema window_schema = SCHEMA("'window'", window_fields);

static const char *const units[] = {"units", "bytes", NULL};

static const struct field count_fields[] = {
    OFFSET_FIELD,
    {.key = "mask",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     PLACE_AT(mask)},
    {.key = "in", .type = FIELD_CHOICE, .choices = units, PLACE_AT(in)},
    {.key = "less-one", .type = FIELD_BOOL, PLACE_AT(less_one)},
};
static const struct schema count_schema = SCHEMA("a count", count_fields);

static const struct field fixed_fields[] = {
    OFFSET_FIELD,
    {.key = "mask",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     PLACE_AT(mask)},
    {.key = "value", .type = FIELD_SIZE, .required = true, PLACE_AT(value)},
};
static const struct schema fixed_schema = SCHEMA("a fixed field", fixed_fields);

static const struct field start_fields[] = {
    OFFSET_FIELD,
    {.key = "bits",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     PLACE_AT(bits)},
};
static const struct schema start_schema = SCHEMA("'start'", start_fields);

static const char *const ends[] = {"first", "last", NULL};

struct address_keys {
    const struct node *offset;
    uint32_t holds;
};

static const struct field address_fields[] = {
    {.key = "offset",
     .type = FIELD_ANY,
     .required = true,
     .offset = offsetof(struct address_keys, offset)},
    {.key = "holds",
     .type = FIELD_CHOICE,
     .choices = ends,
     .offset = offsetof(struct address_keys, holds)},
};
static const struct schema address_schema =
    SCHEMA("an address register", address_fields);

/* Returns: the number of the block whose name ends at the '+', or 0. */
static uint32_t
find_block(const struct family *family, const char *text, const char *plus)
{
    for (uint32_t i = 0; i < family->block_count; i++) {
        const char *name = family->blocks[i].name;

        if (strlen(name) == (size_t)(plus - text) &&
            strncmp(name, text, (size_t)(plus - text)) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static bool
load_place(const struct family *family, const struct node *node,
           uint32_t *place)
{
    const struct field offset = {.key = "offset", .type = FIELD_SIZE};
    const char *plus = node->kind == NODE_SCALAR ? strchr(node->text, '+') : 0;
    uint32_t block = 0, size = family->size, number = 0;

    if (plus != NULL) {
        const char *wrong = number_size(plus + 1, &number);

        block = find_block(family, node->text, plus);
        if (block == 0 || wrong != NULL) {
            diag_error(node, "'%s' is no register", node->text);
            diag_help("write an offset, such as 0x10, or one in a block of "
                      "this family: mux+0x10");
            return false;
        }
        size = family->blocks[block - 1].size;
    } else if (!schema_value(node, &offset, &number)) {
        return false;
    }
    if (number >= size) {
        diag_error(node, "'%s' lies past the end (%s)", node->text,
                   number_size_text(size));
        return false;
    }
    *place = block << PLACE_SHIFT | number;
    return true;
}

static bool
has_room(const struct node *list, size_t most, const char *what)
{
    if (list->count > most) {
        diag_error(list->items[most], "more than %zu %s", most, what);
        return false;
    }
    return true;
}

bool
load_shared(struct family *family, const struct node *map)
{
    const struct field class = {
        .key = "register class", .type = FIELD_CHOICE, .choices = classes};
    bool good = true;

    if (map == NULL) {
        return true;
    }
    family->shared = arena_array(map->count + 1, sizeof(*family->shared));
    for (size_t i = 0; i < map->count; i++) {
        uint32_t chosen = 0;

        good =
            load_place(family, map->items[i]->key, &family->shared[i].offset) &&
            schema_value(map->items[i], &class, &chosen) && good;
        family->shared[i].class = (enum register_class)chosen;
    }
    family->shared_count = map->count;
    return good;
}

static bool
load_window(const struct family *family, struct channel_layout *channel,
            const struct node *node)
{
    struct window *window = &channel->windows[channel->window_count];
    struct place_keys keys = {0};

    if (!schema_read(node, &window_schema, &keys) ||
        !load_place(family, keys.offset, &window->offset)) {
        return false;
    }
    window->size = keys.size;
    channel->window_count++;
    return true;
}

static bool
load_windows(const struct family *family, struct channel_layout *channel,
             const struct channel_keys *keys)
{
    bool good = load_window(family, channel, keys->window);

    if (keys->windows == NULL) {
        return good;
    }
    if (!has_room(keys->windows, COUNT(channel->windows) - 1, "windows")) {
        return false;
    }
    for (size_t i = 0; i < keys->windows->count && good; i++) {
        good = load_window(family, channel, keys->windows->items[i]);
    }
    return good;
}

/* A number for every shared register, or a map from each to its bits. */
static bool
load_own(const struct family *family, struct channel_layout *channel,
         const struct node *node)
{
    const struct field bits = {.key = "own-bits", .type = FIELD_SIZE};
    bool good = true;

    if (node == NULL) {
        return true;
    }
    if (node->kind != NODE_MAP) {
        channel->own[0].offset = PLACE_NONE;
        channel->own_count = 1;
        return schema_value(node, &bits, &channel->own[0].bits);
    }
    if (!has_room(node, COUNT(channel->own), "registers")) {
        return false;
    }
    for (size_t i = 0; i < node->count; i++) {
        struct own_bits *own = &channel->own[i];

        good = load_place(family, node->items[i]->key, &own->offset) &&
               schema_value(node->items[i], &bits, &own->bits) && good;
    }
    channel->own_count = node->count;
    return good;
}

static bool
load_start(const struct family *family, struct channel_layout *channel,
           const struct node *node)
{
    struct place_keys keys = {.bits = 1};

    if (node->kind == NODE_MAP && !schema_read(node, &start_schema, &keys)) {
        return false;
    }
    channel->start_bits = keys.bits;
    return load_place(family, node->kind == NODE_MAP ? keys.offset : node,
                      &channel->start);
}

static bool
load_addresses(const struct family *family, struct channel_layout *channel,
               const struct node *list)
{
    if (!has_room(list, COUNT(channel->addresses), "addresses")) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i];
        struct address_keys keys = {.offset = node};

        if (node->kind == NODE_MAP &&
            !schema_read(node, &address_schema, &keys)) {
            return false;
        }
        if (!load_place(family, keys.offset, &channel->addresses[i])) {
            return false;
        }
        channel->holds_last[i] = keys.holds == 1;
    }
    channel->address_count = list->count;
    return true;
}

static bool
load_constants(const struct family *family, struct channel_layout *channel,
               const struct node *list)
{
    if (list == NULL) {
        return true;
    }
    if (!has_room(list, COUNT(channel->constants), "constants")) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!load_place(family, list->items[i], &channel->constants[i])) {
            return false;
        }
    }
    channel->constant_count = list->count;
    return true;
}

static bool
load_fixed(const struct family *family, struct channel_layout *channel,
           const struct node *list)
{
    if (list == NULL) {
        return true;
    }
    if (!has_room(list, COUNT(channel->fixed), "fixed fields")) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct fixed_field *field = &channel->fixed[i];
        struct place_keys keys = {0};

        if (!schema_read(list->items[i], &fixed_schema, &keys) ||
            !load_place(family, keys.offset, &field->offset)) {
            return false;
        }
        if ((keys.value & ~keys.mask) != 0) {
            diag_error(tree_get(list->items[i], "value"),
                       "the value has bits outside of the mask");
            return false;
        }
        field->mask = keys.mask;
        field->value = keys.value;
    }
    channel->fixed_count = list->count;
    return true;
}

/* Returns: whether the mask's bits are neighbours. */
static bool
is_field(uint32_t mask)
{
    uint32_t low = mask & (0u - mask);

    return ((mask / low) & (mask / low + 1)) == 0;
}

static bool
load_counts(const struct family *family, struct channel_layout *channel,
            const struct node *list)
{
    if (!has_room(list, COUNT(channel->counts), "counts")) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct count_field *count = &channel->counts[i];
        struct place_keys keys = {0};

        if (!schema_read(list->items[i], &count_schema, &keys) ||
            !load_place(family, keys.offset, &count->offset)) {
            return false;
        }
        if (!is_field(keys.mask)) {
            diag_error(tree_get(list->items[i], "mask"),
                       "the bits of a count are neighbours");
            diag_help("write a mask such as 0xFFF or 0x3FF0000");
            return false;
        }
        count->mask = keys.mask;
        count->bytes = keys.in == 1;
        count->less_one = keys.less_one;
    }
    channel->count_count = list->count;
    return true;
}

static bool
load_channel(const struct family *family, struct channel_layout *channel,
             const struct node *node)
{
    struct channel_keys keys = {0};

    if (!schema_read(node, &channel_schema, &keys)) {
        return false;
    }
    channel->unscrubbable = keys.unscrubbable;
    return load_windows(family, channel, &keys) &&
           load_own(family, channel, keys.own_bits) &&
           load_start(family, channel, keys.start) &&
           load_addresses(family, channel, keys.addresses) &&
           load_constants(family, channel, keys.constants) &&
           load_fixed(family, channel, keys.fixed) &&
           load_counts(family, channel, keys.counts);
}

bool
load_channels(struct family *family, const struct node *list)
{
    bool good = true;

    family->channels = arena_array(list->count + 1, sizeof(*family->channels));
    for (size_t i = 0; i < list->count; i++) {
        good =
            load_channel(family, &family->channels[i], list->items[i]) && good;
    }
    family->channel_count = list->count;
    return good;
}
