/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <string.h>

#include "arena.h"
#include "diag.h"
#include "number.h"
#include "tree.h"

#define NAME_MAX_LENGTH 32u

static bool
wrong_kind(const struct node *node, const char *wanted)
{
    const char *name = node->key != NULL ? node->key->text : NULL;

    /* A map in block style is blamed by its key: it has no place itself. */
    diag_error(node->kind == NODE_SCALAR && node->text[0] != 0
                   ? node
                   : tree_place(node),
               "%s%s%sneeds %s, not %s", name != NULL ? "'" : "",
               name != NULL ? name : "this", name != NULL ? "' " : " ", wanted,
               tree_kind(node));
    return false;
}

const struct node *
schema_map(const struct node *node, const char *what)
{
    if (node->kind != NODE_MAP) {
        wrong_kind(node, "a map");
        diag_help("%s", what);
        return NULL;
    }
    return node;
}

const struct node *
schema_list(const struct node *node, const char *what)
{
    if (node->kind != NODE_LIST) {
        wrong_kind(node, "a list");
        diag_help("%s", what);
        return NULL;
    }
    return node;
}

static bool
is_name(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");

    return text[0] >= 'a' && text[0] <= 'z' && text[length] == '\0' &&
           length <= NAME_MAX_LENGTH;
}

bool
schema_name(const struct node *node)
{
    if (node->kind != NODE_SCALAR) {
        return wrong_kind(node, "a name");
    }
    if (is_name(node->text)) {
        return true;
    }
    diag_error(node, "'%s' is not a name", node->text);
    diag_help("a name starts with a lower-case letter and has lower-case "
              "letters, digits, '-' and '_', at most %u",
              NAME_MAX_LENGTH);
    return false;
}

static const char *
parse_number(const char *text, enum field_type type, uint32_t *value)
{
    switch (type) {
    case FIELD_SIZE:
        return number_size(text, value);
    case FIELD_TIME:
        return number_time(text, value);
    case FIELD_FREQUENCY:
        return number_frequency(text, value);
    default:
        return number_plain(text, value);
    }
}

static const char *
number_text(enum field_type type, uint32_t value)
{
    switch (type) {
    case FIELD_SIZE:
        return number_size_text(value);
    case FIELD_TIME:
        return number_time_text(value);
    case FIELD_FREQUENCY:
        return arena_format("%uHz", value);
    default:
        return arena_format("%u", value);
    }
}

static void
help_range(const struct field *field)
{
    if (field->most != 0) {
        diag_help("use a value from %s to %s",
                  number_text(field->type, field->least),
                  number_text(field->type, field->most));
    } else if (field->least != 0) {
        diag_help("use at least %s", number_text(field->type, field->least));
    }
}

static bool
read_number(const struct node *node, const struct field *field, void *out)
{
    uint32_t value = 0;
    const char *wrong = parse_number(node->text, field->type, &value);

    if (wrong != NULL) {
        diag_error(node, "'%s' %s", node->text, wrong);
        help_range(field);
        return false;
    }
    if (value < field->least || (field->most != 0 && value > field->most)) {
        diag_error(node, "%s %s is out of range", field->key, node->text);
        help_range(field);
        return false;
    }
    memcpy(out, &value, sizeof(value));
    return true;
}

static bool
read_bool(const struct node *node, void *out)
{
    bool value;
    const char *wrong = number_bool(node->text, &value);

    if (wrong != NULL) {
        diag_error(node, "'%s' %s", node->text, wrong);
        return false;
    }
    memcpy(out, &value, sizeof(value));
    return true;
}

static bool
read_choice(const struct node *node, const struct field *field, void *out)
{
    uint32_t i;

    for (i = 0; field->choices[i] != NULL; i++) {
        if (strcmp(field->choices[i], node->text) == 0) {
            memcpy(out, &i, sizeof(i));
            return true;
        }
    }
    diag_unknown(node, field->key, node->text, field->choices, i);
    return false;
}

static bool
read_text(const struct node *node, const struct field *field, void *out)
{
    if (field->type == FIELD_NAME && !schema_name(node)) {
        return false;
    }
    memcpy(out, &node->text, sizeof(node->text));
    return true;
}

static bool
read_node(const struct node *node, const struct field *field, void *out)
{
    if (field->type == FIELD_MAP && node->kind != NODE_MAP) {
        return wrong_kind(node, "a map");
    }
    if (field->type == FIELD_LIST && node->kind != NODE_LIST) {
        wrong_kind(node, "a list");
        if (node->kind == NODE_SCALAR && node->text[0] != '\0') {
            diag_help("write %s: [%s]", field->key, node->text);
        }
        return false;
    }
    if (node->kind == NODE_SCALAR) {
        return wrong_kind(node, "a list or a map");
    }
    memcpy(out, &node, sizeof(node));
    return true;
}

/* What a scalar field wants to see, for messages. */
static const char *
wanted_scalar(enum field_type type)
{
    switch (type) {
    case FIELD_NAME:
        return "a name";
    case FIELD_SIZE:
        return "a size such as 4K";
    case FIELD_TIME:
        return "a time such as 5ms";
    case FIELD_FREQUENCY:
        return "a frequency such as 20MHz";
    case FIELD_PLAIN:
        return "a number";
    case FIELD_BOOL:
        return "'yes' or 'no'";
    case FIELD_CHOICE:
        return "a word";
    default:
        return "text";
    }
}

bool
schema_value(const struct node *node, const struct field *field, void *out)
{
    switch (field->type) {
    case FIELD_ANY:
        memcpy(out, &node, sizeof(node));
        return true;
    case FIELD_MAP:
    case FIELD_LIST:
    case FIELD_EITHER:
        return read_node(node, field, out);
    default:
        break;
    }
    if (node->kind != NODE_SCALAR || (node->text[0] == 0 && !node->quoted)) {
        return wrong_kind(node, wanted_scalar(field->type));
    }
    switch (field->type) {
    case FIELD_BOOL:
        return read_bool(node, out);
    case FIELD_CHOICE:
        return read_choice(node, field, out);
    case FIELD_NAME:
    case FIELD_TEXT:
        return read_text(node, field, out);
    default:
        return read_number(node, field, out);
    }
}

static const struct field *
find_field(const struct schema *schema, const char *key)
{
    for (size_t i = 0; i < schema->count; i++) {
        if (strcmp(schema->fields[i].key, key) == 0) {
            return &schema->fields[i];
        }
    }
    return NULL;
}

static const char **
field_names(const struct schema *schema)
{
    const char **names = arena_array(schema->count, sizeof(*names));

    for (size_t i = 0; i < schema->count; i++) {
        names[i] = schema->fields[i].key;
    }
    return names;
}

static void
unknown_key(const struct node *key, const struct schema *schema)
{
    diag_unknown(key, arena_format("key in %s:", schema->what), key->text,
                 field_names(schema), schema->count);
}

/* A key that is there with a slip is told as such, not as missing too. */
static bool
is_misspelt(const struct node *map, const struct schema *schema,
            const struct field *field)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *text = map->items[i]->key->text;

        if (find_field(schema, text) == NULL &&
            diag_nearest(text, field_names(schema), schema->count) ==
                field->key) {
            return true;
        }
    }
    return false;
}

static bool
check_required(const struct node *map, const struct schema *schema)
{
    bool good = true;

    for (size_t i = 0; i < schema->count; i++) {
        const struct field *field = &schema->fields[i];

        if (!field->required || tree_get(map, field->key) != NULL) {
            continue;
        }
        good = false;
        if (is_misspelt(map, schema, field)) {
            continue;
        }
        diag_error(tree_place(map), "%s needs the key '%s'", schema->what,
                   field->key);
        if (field->help != NULL) {
            diag_help("%s", field->help);
        }
    }
    return good;
}

bool
schema_read(const struct node *map, const struct schema *schema, void *out)
{
    bool good;

    if (map->kind != NODE_MAP) {
        return wrong_kind(map, "a map");
    }
    good = check_required(map, schema);
    for (size_t i = 0; i < map->count; i++) {
        const struct node *value = map->items[i];
        const struct field *field = find_field(schema, value->key->text);

        if (field == NULL) {
            unknown_key(value->key, schema);
            good = false;
        } else if (!schema_value(value, field, (char *)out + field->offset)) {
            good = false;
        }
    }
    return good;
}
