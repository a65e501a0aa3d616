/* SPDX-License-Identifier: MIT */
/*
 * Builds the tree from the parser's events rather than from its document: so
 * anchors, aliases, tags, further documents, complex and duplicate keys are all
 * seen where they stand, and depth is bounded. libfyaml's own messages are
 * collected and shown like ours.
 */
#include "tree.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "diag.h"

#define FILE_MAX (1024u * 1024u)
#define DEPTH_MAX 16u

struct builder {
    struct fy_parser *parser;
    const struct source *source;
    size_t errors; /* diag_count() before */
    bool stop;     /* nothing more can be read */
};

static struct node *build(struct builder *b, struct fy_event *event,
                          size_t depth);

static struct fy_event *
next_event(struct builder *b)
{
    struct fy_event *event = b->stop ? NULL : fy_parser_parse(b->parser);

    b->stop = event == NULL;
    return event;
}

static struct node *
new_node(struct builder *b, enum node_kind kind, struct fy_event *event)
{
    struct node *node = arena_alloc(sizeof(*node));
    const struct fy_mark *start = fy_event_start_mark(event);
    const struct fy_mark *end = fy_event_end_mark(event);

    node->kind = kind;
    node->source = b->source;
    node->line = start != NULL ? (uint32_t)start->line + 1 : 1;
    node->column = start != NULL ? (uint32_t)start->column + 1 : 1;
    node->length = 1;
    if (kind == NODE_SCALAR && start != NULL && end != NULL &&
        end->line == start->line && end->column > start->column) {
        node->length = (uint32_t)(end->column - start->column);
    }
    return node;
}

static void
refuse_token(struct builder *b, struct fy_token *token, const char *what,
             const char *help)
{
    const struct fy_mark *mark = fy_token_start_mark(token);

    diag_error_at(b->source, mark != NULL ? mark->line + 1 : 1,
                  mark != NULL ? mark->column + 1 : 1,
                  "%s not allowed in a manifest", what);
    diag_help("%s", help);
}

/* Anchors and tags would let one line mean another: not in manifests. */
static void
refuse_extras(struct builder *b, struct fy_event *event)
{
    struct fy_token *anchor = fy_event_get_anchor_token(event);
    struct fy_token *tag = fy_event_get_tag_token(event);

    if (anchor != NULL) {
        refuse_token(b, anchor, "anchors ('&name') are",
                     "write the value where it is needed");
    }
    if (tag != NULL) {
        refuse_token(b, tag, "tags ('!name') are",
                     "remove the tag; each key knows the type of its value");
    }
}

static struct node *
build_scalar(struct builder *b, struct fy_event *event)
{
    struct node *node = new_node(b, NODE_SCALAR, event);
    struct fy_token *token = fy_event_get_token(event);
    enum fy_scalar_style style = FYSS_PLAIN;
    const char *text = "";
    size_t length = 0;

    if (token != NULL) {
        text = fy_token_get_text(token, &length);
        style = fy_token_scalar_style(token);
    }
    if (text == NULL) {
        text = "";
        length = 0;
    }
    node->quoted = style != FYSS_PLAIN;
    node->text = arena_copy(text, length);
    if (strlen(node->text) != length) {
        diag_error(node, "a value contains a zero byte");
    }
    return node;
}

static void
add_item(struct node *node, const struct node *item)
{
    node->items = arena_grow(node->items, node->count, sizeof(*node->items));
    node->items[node->count++] = item;
}

static struct node *
build_list(struct builder *b, struct fy_event *event, size_t depth)
{
    struct node *list = new_node(b, NODE_LIST, event);
    struct fy_event *item;

    while ((item = next_event(b)) != NULL) {
        bool end = item->type == FYET_SEQUENCE_END;
        struct node *node = end ? NULL : build(b, item, depth + 1);

        fy_parser_event_free(b->parser, item);
        if (end) {
            break;
        }
        if (node != NULL) {
            add_item(list, node);
        }
    }
    return list;
}

static bool
check_key(const struct node *map, const struct node *key)
{
    const struct node *first;

    if (key->kind != NODE_SCALAR) {
        diag_error(key, "a key must be a single word, not %s", tree_kind(key));
        diag_help("write 'name: value'");
        return false;
    }
    if (strcmp(key->text, "<<") == 0 && !key->quoted) {
        diag_error(key, "merge keys ('<<') are not allowed in a manifest");
        diag_help("write the keys where they are needed");
        return false;
    }
    first = tree_get(map, key->text);
    if (first != NULL) {
        diag_error(key, "duplicate key '%s'", key->text);
        diag_help("it stands in line %u already; remove one of them",
                  first->key->line);
        return false;
    }
    return true;
}

static struct node *
build_map(struct builder *b, struct fy_event *event, size_t depth)
{
    struct node *map = new_node(b, NODE_MAP, event);
    const struct node *key = NULL;
    struct fy_event *item;
    bool at_key = true;

    while ((item = next_event(b)) != NULL) {
        bool end = item->type == FYET_MAPPING_END;
        struct node *node = end ? NULL : build(b, item, depth + 1);

        fy_parser_event_free(b->parser, item);
        if (end) {
            break;
        }
        if (at_key) {
            key = node != NULL && check_key(map, node) ? node : NULL;
        } else if (node != NULL && key != NULL) {
            node->key = key;
            add_item(map, node);
        }
        at_key = !at_key;
    }
    return map;
}

/* Recursion is bounded by DEPTH_MAX: past it nothing more is read. */
static struct node *
build(struct builder *b, struct fy_event *event, size_t depth)
{
    struct node *place;

    if (event->type == FYET_ALIAS) {
        place = new_node(b, NODE_SCALAR, event);
        diag_error(place, "aliases ('*name') are not allowed in a manifest");
        diag_help("write the value where it is needed");
        return NULL;
    }
    refuse_extras(b, event);
    if (event->type == FYET_SCALAR) {
        return build_scalar(b, event);
    }
    if (depth >= DEPTH_MAX) {
        place = new_node(b, NODE_SCALAR, event);
        diag_error(place, "maps and lists are nested more than %u deep",
                   DEPTH_MAX);
        b->stop = true;
        return NULL;
    }
    if (event->type == FYET_SEQUENCE_START) {
        return build_list(b, event, depth);
    }
    if (event->type == FYET_MAPPING_START) {
        return build_map(b, event, depth);
    }
    return NULL;
}

static void
refuse_second_document(struct builder *b, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);

    diag_error_at(b->source, mark != NULL ? mark->line + 1 : 1,
                  mark != NULL ? mark->column + 1 : 1,
                  "a second document ('---') is not allowed in a manifest");
    diag_help("put it into a file of its own");
    b->stop = true; /* whatever it holds */
}

static const struct node *
build_stream(struct builder *b)
{
    const struct node *root = NULL;
    size_t documents = 0;
    struct fy_event *event;

    while ((event = next_event(b)) != NULL) {
        if (event->type == FYET_DOCUMENT_START && documents++ != 0) {
            refuse_second_document(b, event);
        } else if (event->type == FYET_SCALAR || event->type == FYET_ALIAS ||
                   event->type == FYET_SEQUENCE_START ||
                   event->type == FYET_MAPPING_START) {
            root = build(b, event, 0);
        }
        fy_parser_event_free(b->parser, event);
    }
    return root;
}

/* The parser says what it met; this says where to look. */
static void
help_syntax(const char *message)
{
    if (strstr(message, "flow") != NULL) {
        diag_help("is every '{' and '[' closed, here and in the lines above?");
    } else if (strstr(message, "inden") != NULL) {
        diag_help("start the line in the column of its neighbours, with "
                  "spaces");
    } else if (strstr(message, "cannot start") != NULL) {
        diag_help("put the value into double quotes");
    }
}

static void
report_syntax(const struct source *source, struct fy_diag *diag)
{
    struct fy_diag_error *error;
    void *previous = NULL;

    while ((error = fy_diag_errors_iterate(diag, &previous)) != NULL) {
        const char *message = error->msg != NULL ? error->msg : "bad syntax";

        diag_error_at(source, error->line, error->column, "%s", message);
        help_syntax(message);
    }
}

static const struct node *
check_root(const struct builder *b, const struct node *root)
{
    if (diag_count() != b->errors) {
        diag_mark_syntax();
        return NULL;
    }
    if (root == NULL || (root->kind == NODE_SCALAR && root->text[0] == 0)) {
        diag_file_error(b->source->path, "the file is empty");
        return NULL;
    }
    if (root->kind != NODE_MAP) {
        diag_error(root, "a manifest is a map of 'key: value' lines, not %s",
                   tree_kind(root));
        diag_mark_syntax();
        return NULL;
    }
    return root;
}

/* Returns: bytes of the UTF-8 character at `at`, 0 if it is none. */
static size_t
character_size(const char *at, size_t left)
{
    unsigned char first = (unsigned char)at[0];
    size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    if (first == 0 || (first >= 0x80 && first < 0xc2) || first > 0xf4 ||
        size > left) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)at[i] & 0xc0u) != 0x80u) {
            return 0;
        }
    }
    return size;
}

/* The parser passes over such bytes in silence. */
static bool
check_text(const struct source *source)
{
    int line = 1, column = 1;
    size_t size;

    for (size_t i = 0; i < source->size; i += size) {
        size = character_size(source->text + i, source->size - i);
        if (size == 0) {
            diag_error_at(source, line, column, "this byte is not UTF-8 text");
            return false;
        }
        column++;
        if (source->text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    return true;
}

const struct node *
tree_parse(const char *path, const char *text, size_t size)
{
    struct source *source = arena_alloc(sizeof(*source));
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG};
    struct builder b = {.source = source, .errors = diag_count()};
    const struct node *root = NULL;
    struct fy_diag *diag;

    *source = (struct source){arena_copy(path, strlen(path)),
                              arena_copy(text, size), size};
    if (!check_text(source)) {
        diag_mark_syntax();
        return NULL;
    }
    diag = fy_diag_create(NULL);
    fy_diag_set_collect_errors(diag, true);
    config.diag = diag;
    b.parser = fy_parser_create(&config);
    if (b.parser != NULL &&
        fy_parser_set_string(b.parser, source->text, size) == 0) {
        root = build_stream(&b);
    }
    report_syntax(source, diag);
    if (b.parser != NULL) {
        fy_parser_destroy(b.parser);
    }
    fy_diag_destroy(diag);
    return check_root(&b, root);
}

static const struct node *
parse_file(const char *path, FILE *file)
{
    char *text = arena_alloc(FILE_MAX + 1);
    size_t size = fread(text, 1, FILE_MAX + 1, file);

    if (ferror(file)) {
        diag_file_error(path, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    if (size > FILE_MAX) {
        diag_file_error(path, "is larger than 1 MiB: not a manifest");
        return NULL;
    }
    return tree_parse(path, text, size);
}

const struct node *
tree_load(const char *path)
{
    FILE *file = fopen(path, "rb");
    const struct node *root;

    if (file == NULL) {
        diag_file_error(path, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    root = parse_file(path, file);
    fclose(file);
    return root;
}

const struct node *
tree_get(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP) {
        return NULL;
    }
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->items[i]->key->text, key) == 0) {
            return map->items[i];
        }
    }
    return NULL;
}

const struct node *
tree_place(const struct node *node)
{
    if (node->key != NULL) {
        return node->key;
    }
    if (node->kind == NODE_MAP && node->count != 0) {
        return node->items[0]->key;
    }
    return node;
}

const char *
tree_kind(const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        return node->text[0] == 0 && !node->quoted ? "nothing" : "text";
    }
    return node->kind == NODE_MAP ? "a map" : "a list";
}
