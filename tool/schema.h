/* SPDX-License-Identifier: MIT */
/*
 * Reads a map of a manifest into a struct by a table of its keys: type, range,
 * whether it must be there. Every deviation is an error with a place; what the
 * table cannot say is left to the loader.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct node;

enum field_type {
    FIELD_NAME,      /* const char *: lower-case letters, digits, - and _ */
    FIELD_TEXT,      /* const char *: any text but nothing */
    FIELD_SIZE,      /* uint32_t, bytes */
    FIELD_TIME,      /* uint32_t, microseconds */
    FIELD_FREQUENCY, /* uint32_t, hertz */
    FIELD_PLAIN,     /* uint32_t */
    FIELD_BOOL,      /* bool */
    FIELD_CHOICE,    /* uint32_t: index into `choices` */
    FIELD_MAP,       /* const struct node * */
    FIELD_LIST,      /* const struct node * */
    FIELD_EITHER,    /* const struct node *: a map or a list */
    FIELD_ANY,       /* const struct node *: whatever it is */
};

struct field {
    const char *key;
    enum field_type type;
    bool required;
    size_t offset;
    uint32_t least, most;       /* for numbers; most 0: no limit */
    const char *const *choices; /* ends with NULL */
    const char *help;           /* what to write when the key lacks */
};

/* The table of one kind of map. */
struct schema {
    const char *what; /* "a task", for messages */
    const struct field *fields;
    size_t count;
};

#define SCHEMA(what, fields)                                                   \
    {                                                                          \
        what, fields, sizeof(fields) / sizeof((fields)[0])                     \
    }

/*
 * Effect: fills `out` from the map; keys that are not there leave it alone.
 * Returns: whether every key was known and right and none lacked.
 */
bool schema_read(const struct node *map, const struct schema *schema,
                 void *out);

/* Effect: as one field of that type and range, for values outside of maps. */
bool schema_value(const struct node *node, const struct field *field,
                  void *out);

/* Returns: whether the text is a name; if not, notes an error. */
bool schema_name(const struct node *node);

/* Returns: the node if it is a map (list), else NULL and an error noted. */
const struct node *schema_map(const struct node *node, const char *what);
const struct node *schema_list(const struct node *node, const char *what);
