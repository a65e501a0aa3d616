/* SPDX-License-Identifier: MIT */
/* boards/<name>/board.yaml: which chip, how to run an image. */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "paths.h"
#include "schema.h"
#include "tree.h"

struct board_keys {
    const char *board, *chip, *init;
    const struct node *run;
};

static const struct field board_fields[] = {
    {.key = "board",
     .type = FIELD_NAME,
     .required = true,
     .offset = offsetof(struct board_keys, board),
     .help = "write the name of the board's folder: board: mps2-an505"},
    {.key = "chip",
     .type = FIELD_TEXT,
     .required = true,
     .offset = offsetof(struct board_keys, chip),
     .help = "name a file under chips/: chip: mps2/an505"},
    {.key = "init",
     .type = FIELD_TEXT,
     .offset = offsetof(struct board_keys, init)},
    {.key = "run",
     .type = FIELD_MAP,
     .offset = offsetof(struct board_keys, run)},
};
static const struct schema board_schema = SCHEMA("a board", board_fields);

static const struct field run_fields[] = {
    {.key = "command",
     .type = FIELD_LIST,
     .required = true,
     .help = "list the words of the command; {image} is the image's ELF"},
};
static const struct schema run_schema = SCHEMA("'run'", run_fields);

static const char *const board_folders[] = {"boards", "tests/boards"};

/* A board that needs its image somewhere must say where in the command. */
static bool
load_run(struct board *board, const struct node *run)
{
    const struct node *command = NULL;
    bool image = false;

    if (!schema_read(run, &run_schema, &command)) {
        return false;
    }
    board->run = arena_array(command->count + 1, sizeof(*board->run));
    for (size_t i = 0; i < command->count; i++) {
        const struct node *word = command->items[i];
        const struct field text = {.key = "command", .type = FIELD_TEXT};

        if (!schema_value(word, &text, &board->run[i])) {
            return false;
        }
        image = image || strstr(word->text, "{image}") != NULL;
    }
    board->run_count = command->count;
    if (!image) {
        diag_error(command->key, "the command never names the image");
        diag_help("write {image} where the ELF file goes");
    }
    return image;
}

static bool
check_symbol(const struct node *node)
{
    static const char tail[] = "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

    if (node == NULL || (strspn(node->text, tail) == strlen(node->text) &&
                         (node->text[0] < '0' || node->text[0] > '9'))) {
        return true;
    }
    diag_error(node, "'%s' is not the name of a C table", node->text);
    return false;
}

static const char *
find_board(const char *root, const char *name)
{
    for (size_t i = 0; i < 2; i++) {
        const char *folder = arena_format("%s/%s", board_folders[i], name);

        if (path_is_file(
                path_join(root, arena_format("%s/board.yaml", folder)))) {
            return folder;
        }
    }
    return NULL;
}

static void
unknown_board(const char *root, const struct node *where)
{
    const char **names = NULL;
    size_t count = 0;

    for (size_t i = 0; i < 2; i++) {
        path_add_folders(path_join(root, board_folders[i]), &names, &count);
    }
    diag_unknown(where, "board", where->text, names, count);
}

static bool
fill_board(struct loader *loader, struct board *board, const struct node *root)
{
    struct board_keys keys = {0};
    bool good = schema_read(root, &board_schema, &keys);

    board->init_table = keys.init;
    if (keys.board != NULL && strcmp(keys.board, board->name) != 0) {
        diag_error(tree_get(root, "board"), "the board '%s' calls itself '%s'",
                   board->name, keys.board);
        diag_help("write board: %s, the name of its folder", board->name);
        good = false;
    }
    if (keys.init != NULL && !check_symbol(tree_get(root, "init"))) {
        good = false;
    }
    if (keys.run != NULL && !load_run(board, keys.run)) {
        good = false;
    }
    if (keys.chip != NULL) {
        board->chip = load_chip(loader, tree_get(root, "chip"));
    }
    return good && board->chip != NULL;
}

bool
load_board(struct loader *loader, const struct node *where)
{
    struct board *board = arena_alloc(sizeof(*board));
    const struct node *root;

    if (!schema_name(where)) {
        return false;
    }
    board->name = where->text;
    board->folder = find_board(loader->root, where->text);
    if (board->folder == NULL) {
        unknown_board(loader->root, where);
        return false;
    }
    root = tree_load(
        path_join(loader->root, arena_format("%s/board.yaml", board->folder)));
    if (root == NULL) {
        return false;
    }
    load_identify(loader->app, root);
    if (!fill_board(loader, board, root)) {
        return false;
    }
    loader->app->board = board;
    loader->chip = board->chip;
    return true;
}
