/* SPDX-License-Identifier: MIT */
#include "bounds.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "schema.h"
#include "tree.h"

struct bounds {
    const struct node *loops, *totals, *ends, *accesses;
    const struct path_word *words;
    size_t word_count;
};

static const struct field fields[] = {
    {.key = "loops",
     .type = FIELD_MAP,
     .required = true,
     .offset = offsetof(struct bounds, loops)},
    {.key = "totals",
     .type = FIELD_MAP,
     .required = true,
     .offset = offsetof(struct bounds, totals)},
    {.key = "ends",
     .type = FIELD_LIST,
     .required = true,
     .offset = offsetof(struct bounds, ends)},
    {.key = "accesses",
     .type = FIELD_LIST,
     .required = true,
     .offset = offsetof(struct bounds, accesses)},
};
static const struct schema schema = SCHEMA("a file of bounds", fields);

static bool
read_word(const struct bounds *bounds, const char *text, size_t length,
          uint64_t *value)
{
    for (size_t i = 0; i < bounds->word_count; i++) {
        if (strlen(bounds->words[i].name) == length &&
            strncmp(bounds->words[i].name, text, length) == 0) {
            *value = bounds->words[i].value;
            return true;
        }
    }
    return false;
}

/* A number, or a word, at `*at`, which moves behind it. */
static bool
read_term(const struct bounds *bounds, const char **at, uint64_t *value)
{
    const char *start = *at;
    char *end;

    if (isdigit((unsigned char)*start)) {
        *value = strtoul(start, &end, 10);
        *at = end;
        return true;
    }
    while (isalpha((unsigned char)**at) || **at == '-') {
        ++*at;
    }
    return read_word(bounds, start, (size_t)(*at - start), value);
}

/* Terms with * / + between, from left to right; a division rounds up. */
static bool
evaluate(const struct bounds *bounds, const char *text, uint64_t *value)
{
    uint64_t next;

    if (!read_term(bounds, &text, value)) {
        return false;
    }
    while (*text == ' ' && text[1] != '\0' && text[2] == ' ') {
        char operator= text[1];

        text += 3;
        if (!read_term(bounds, &text, &next)) {
            return false;
        }
        if (operator== '*') {
            *value *= next;
        } else if (operator== '+') {
            *value += next;
        } else if (operator== '/' && next != 0) {
            *value = (*value + next - 1) / next;
        } else {
            return false;
        }
    }
    return *text == '\0';
}

static bool
check_one(const struct bounds *bounds, const struct node *node)
{
    uint64_t value;

    if (node->kind == NODE_SCALAR && (strcmp(node->text, "once") == 0 ||
                                      evaluate(bounds, node->text, &value))) {
        return true;
    }
    diag_error(node, "this is no bound");
    diag_help("numbers and words of docs/spec/blackout.md with ' * ', ' / ' "
              "or ' + ' between");
    return false;
}

static bool
check_all(const struct bounds *bounds, const struct node *map)
{
    bool good = true;

    for (size_t i = 0; i < map->count; i++) {
        const struct node *node = map->items[i];

        if (node->kind != NODE_LIST) {
            good = check_one(bounds, node) && good;
            continue;
        }
        for (size_t j = 0; j < node->count; j++) {
            good = check_one(bounds, node->items[j]) && good;
        }
    }
    return good;
}

struct bounds *
bounds_read(const char *path, const struct path_word *words, size_t count)
{
    struct bounds *bounds = arena_alloc(sizeof(*bounds));
    const struct node *root = tree_load(path);

    if (root == NULL || !schema_read(root, &schema, bounds)) {
        return NULL;
    }
    bounds->words = words;
    bounds->word_count = count;
    if (bounds->totals->count > BOUNDS_TOTALS_MAX) {
        diag_error(bounds->totals, "more than %u totals", BOUNDS_TOTALS_MAX);
        diag_help("each doubles the work; leave out the one that saves least");
        return NULL;
    }
    return check_all(bounds, bounds->loops) & check_all(bounds, bounds->totals)
               ? bounds
               : NULL;
}

bool
bounds_of(const struct bounds *bounds, const char *function, size_t number,
          uint64_t *bound)
{
    const struct node *node = tree_get(bounds->loops, function);

    if (node != NULL && node->kind == NODE_LIST) {
        node = number < node->count ? node->items[number] : NULL;
    }
    if (node != NULL && strcmp(node->text, "once") == 0) {
        *bound = UINT64_MAX;
        return true;
    }
    return node != NULL && evaluate(bounds, node->text, bound);
}

bool
bounds_total(const struct bounds *bounds, const char *function, uint32_t mask,
             uint64_t *count)
{
    for (size_t i = 0; i < bounds_totals(bounds); i++) {
        const struct node *node = bounds->totals->items[i];

        if ((mask >> i & 1) != 0 && strcmp(node->key->text, function) == 0) {
            return evaluate(bounds, node->text, count);
        }
    }
    return false;
}

size_t
bounds_totals(const struct bounds *bounds)
{
    return bounds->totals->count;
}

static bool
has(const struct node *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->text != NULL &&
            strcmp(list->items[i]->text, name) == 0) {
            return true;
        }
    }
    return false;
}

bool
bounds_ends(const struct bounds *bounds, const char *function)
{
    return has(bounds->ends, function);
}

bool
bounds_is_access(const struct bounds *bounds, const char *function)
{
    return has(bounds->accesses, function);
}
