/* SPDX-License-Identifier: MIT */
/*
 * A manifest as a tree of maps, lists and scalars, each with its place. The
 * YAML parser stays behind this header. The profile is narrow: one document of
 * at most 1 MiB, no anchors, aliases, tags or merge keys, every key a scalar
 * and used once, nesting at most 16 deep. Scalars are text: what they mean is
 * the schema's business, so `no` and `0x10` come through as written.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* A manifest's text, kept for the excerpts of diagnostics. */
struct source {
    const char *path;
    const char *text;
    size_t size;
};

struct node {
    enum node_kind kind;
    const struct source *source;
    uint32_t line;             /* from 1 */
    uint32_t column;           /* from 1, in characters */
    uint32_t length;           /* characters to underline, at least 1 */
    bool quoted;               /* a scalar in quotes */
    const char *text;          /* of a scalar */
    const struct node *key;    /* of a value in a map: its key, a scalar */
    const struct node **items; /* values of a map or list, in their order */
    size_t count;
};

/*
 * Effect: reads and parses a file; prints every error of syntax or profile.
 * Returns: the root, which is a map, or NULL after an error.
 */
const struct node *tree_load(const char *path);

/* As tree_load, from memory; `path` is for messages only. */
const struct node *tree_parse(const char *path, const char *text, size_t size);

/* Returns: the value under a key of a map, or NULL. */
const struct node *tree_get(const struct node *map, const char *key);

/* Returns: the best place to blame for something that lacks: the node's own
 * key, else its first key, else the node. */
const struct node *tree_place(const struct node *node);

/* Returns: "a map", "a list", "text" or "nothing": what the node is. */
const char *tree_kind(const struct node *node);
