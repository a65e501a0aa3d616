/* SPDX-License-Identifier: MIT */
/*
 * The hardware filters of a chip: a register that makes bus masters of the
 * lesser kind, and for each memory a look-up table that tells, block by block,
 * which kind may pass. Who may see what follows from the layout
 * (emit_filter.c).
 */
#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "schema.h"
#include "tree.h"

struct filter_keys {
    const struct node *masters, *lookup, *memories;
};

static const struct field filter_fields[] = {
    {.key = "masters",
     .type = FIELD_MAP,
     .required = true,
     .offset = offsetof(struct filter_keys, masters),
     .help = "write masters: { register: .., bits: { controller: bit } }"},
    {.key = "lookup",
     .type = FIELD_MAP,
     .required = true,
     .offset = offsetof(struct filter_keys, lookup)},
    {.key = "memories",
     .type = FIELD_MAP,
     .required = true,
     .offset = offsetof(struct filter_keys, memories)},
};
static const struct schema filter_schema = SCHEMA("'filters'", filter_fields);

struct master_keys {
    uint32_t where;
    const struct node *bits;
};

static const struct field master_fields[] = {
    {.key = "register",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct master_keys, where)},
    {.key = "bits",
     .type = FIELD_MAP,
     .required = true,
     .offset = offsetof(struct master_keys, bits)},
};
static const struct schema master_schema = SCHEMA("'masters'", master_fields);

#define LOOKUP(member) .offset = offsetof(struct filters, member)

static const struct field lookup_fields[] = {
    {.key = "control", .type = FIELD_SIZE, .required = true, LOOKUP(control)},
    {.key = "index", .type = FIELD_SIZE, .required = true, LOOKUP(index)},
    {.key = "table", .type = FIELD_SIZE, .required = true, LOOKUP(table)},
    {.key = "open", .type = FIELD_SIZE, .required = true, LOOKUP(open)},
    {.key = "locked", .type = FIELD_SIZE, .required = true, LOOKUP(locked)},
};
static const struct schema lookup_schema = SCHEMA("'lookup'", lookup_fields);

static const struct field memory_fields[] = {
    {.key = "registers",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct block_filter, registers)},
    {.key = "block",
     .type = FIELD_SIZE,
     .required = true,
     .least = 32,
     .offset = offsetof(struct block_filter, block)},
    {.key = "view",
     .type = FIELD_SIZE,
     .offset = offsetof(struct block_filter, view)},
};
static const struct schema memory_schema =
    SCHEMA("a memory's filter", memory_fields);

static bool
load_master(struct chip *chip, const struct node *node)
{
    const struct field bit = {
        .key = "bit number", .type = FIELD_PLAIN, .most = 31};
    uint32_t number = 0;
    size_t found = name_need(node->key, "controller", node->key->text,
                             NAMED(chip->controllers, chip->controller_count));

    if (!schema_value(node, &bit, &number) || found == NAME_NONE) {
        return false;
    }
    chip->controllers[found].filtered = true;
    chip->filters.master_bits |= 1u << number;
    return true;
}

static bool
load_lesser(struct chip *chip, const struct node *map)
{
    struct master_keys keys = {0};
    bool good = schema_read(map, &master_schema, &keys);

    for (size_t i = 0; keys.bits != NULL && i < keys.bits->count; i++) {
        good = load_master(chip, keys.bits->items[i]) && good;
    }
    chip->filters.master_register = keys.where;
    return good;
}

/* What controllers may see is read and written by its other address. */
static bool
take_view(struct memory *memory, const struct block_filter *filter,
          const struct node *node)
{
    for (size_t i = 0; i < memory->alias_count; i++) {
        if (memory->aliases[i] == filter->view) {
            memory->aliases[i] = memory->base;
            memory->base = filter->view;
            return true;
        }
    }
    diag_error(tree_get(node, "view"), "this is no alias of memory '%s'",
               memory->name);
    diag_help("a view is the address, among the memory's aliases, by which a "
              "block is reached once its filter lets controllers pass");
    return false;
}

static bool
check_filter(const struct chip *chip, const struct block_filter *filter,
             const struct node *node)
{
    if (filter->memory->size % filter->block != 0) {
        diag_error(tree_get(node, "block"),
                   "memory '%s' is not a whole number of such blocks",
                   filter->memory->name);
        return false;
    }
    if (filter->view == 0 && filter->memory->dma) {
        diag_error(node->key,
                   "memory '%s' is meant for DMA, but its filter "
                   "never opens",
                   filter->memory->name);
        diag_help("give it the view by which open blocks are reached, or "
                  "take 'dma: yes' from the memory");
        return false;
    }
    if (filter->view != 0 && (filter->memory == chip->kernel_default ||
                              filter->memory == chip->text_default)) {
        diag_error(tree_get(node, "view"),
                   "memory '%s' holds the kernel: its filter must stay closed",
                   filter->memory->name);
        diag_help("leave the view out");
        return false;
    }
    return true;
}

static bool
load_block_filter(struct chip *chip, struct block_filter *filter,
                  const struct node *node)
{
    size_t found = name_need(node->key, "memory", node->key->text,
                             NAMED(chip->memories, chip->memory_count));

    if (found == NAME_NONE || !schema_read(node, &memory_schema, filter)) {
        return false;
    }
    filter->memory = &chip->memories[found];
    chip->memories[found].filter = filter;
    return check_filter(chip, filter, node) &&
           (filter->view == 0 ||
            take_view(&chip->memories[found], filter, node));
}

bool
load_filters(struct chip *chip, const struct node *map)
{
    struct filters *filters = &chip->filters;
    struct filter_keys keys = {0};
    bool good;

    if (!schema_read(map, &filter_schema, &keys)) {
        return false;
    }
    good = load_lesser(chip, keys.masters);
    good = schema_read(keys.lookup, &lookup_schema, filters) && good;
    filters->blocks =
        arena_array(keys.memories->count + 1, sizeof(*filters->blocks));
    filters->block_count = keys.memories->count;
    for (size_t i = 0; i < keys.memories->count; i++) {
        good = load_block_filter(chip, &filters->blocks[i],
                                 keys.memories->items[i]) &&
               good;
    }
    return good;
}
