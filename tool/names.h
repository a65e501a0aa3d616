/* SPDX-License-Identifier: MIT */
/*
 * Look-up by name in the model's arrays. It relies on one rule of model.h: the
 * first member of every named struct is `const char *name`.
 */
#pragma once

#include <stddef.h>

struct node;

#define NAME_NONE ((size_t)-1)

/* An array of structs that start with their name. */
struct named {
    const void *items;
    size_t count;
    size_t stride;
};

#define NAMED(array, length)                                                   \
    ((struct named){(array), (length), sizeof(*(array))})

/* Returns: the index of the name, or NAME_NONE. */
size_t name_find(struct named list, const char *name);

/*
 * Effect: when there is no such name, notes "unknown <what>" at `where` with
 * the near miss.
 * Returns: the index, or NAME_NONE.
 */
size_t name_need(const struct node *where, const char *what, const char *name,
                 struct named list);

/* Returns: the names as an array for diag_unknown. */
const char **name_list(struct named list);

/*
 * Effect: cuts "left.right" in two; without exactly one dot between two words,
 * notes an error at `where` with `example` as help.
 * Returns: the left word, or NULL.
 */
const char *name_split(const struct node *where, const char *text,
                       const char *example, const char **right);
