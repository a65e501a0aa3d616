/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <sluice/abi.h>

#include "arena.h"
#include "check.h"
#include "diag.h"
#include "load.h"
#include "paths.h"
#include "tree.h"

static const char *given_root;
static const char *given_board;

void
model_set_board(const char *name)
{
    given_board = name;
}

const char *
model_board(void)
{
    return given_board;
}

void
model_set_root(const char *folder)
{
    given_root = folder;
}

/* FNV-1a, 64 bits: names a build, protects nothing. */
void
load_identify(struct app *app, const struct node *root)
{
    for (size_t i = 0; i < root->source->size; i++) {
        app->id ^= (unsigned char)root->source->text[i];
        app->id *= 0x100000001b3u;
    }
}

static bool
find_root(struct loader *loader, const char *path)
{
    loader->root = given_root;
    if (given_root != NULL &&
        (!path_is_folder(arena_format("%s/boards", given_root)) ||
         !path_is_folder(arena_format("%s/chips", given_root)))) {
        diag_file_error(given_root, "does not hold boards/ and chips/");
        return false;
    }
    if (given_root == NULL) {
        loader->root = path_find_root(path);
    }
    if (loader->root == NULL) {
        diag_file_error(path, "no folder above it holds boards/ and chips/");
        diag_help("name that folder: --root DIR");
    }
    return loader->root != NULL;
}

static void
check(const struct loader *loader)
{
    struct app *app = loader->app;

    if (app->task_count == 0) {
        return;
    }
    check_priorities(app);
    check_calls(loader);
    check_sources(loader);
    if (app->board != NULL) {
        check_fpu(loader);
        check_interrupts(app);
        check_memory(app);
        check_dma(loader);
    }
}

struct app *
model_load(const char *path)
{
    struct app *app = arena_alloc(sizeof(*app));
    struct loader loader = {.app = app};
    size_t errors = diag_count();
    const struct node *root = tree_load(path);

    app->id = 0xcbf29ce484222325u;
    app->path = path;
    if (root != NULL && find_root(&loader, path)) {
        app->root = loader.root;
        load_identify(app, root);
        load_app(&loader, root);
        check(&loader);
    }
    diag_flush();
    return diag_count() == errors ? app : NULL;
}

size_t
model_init_tables(const struct app *app)
{
    return (app->board->init_table != NULL ? 1u : 0u) +
           (app->board->chip->filters.block_count != 0 ? 1u : 0u);
}

void
model_senders(const struct app *app, const struct task_model *task,
              uint32_t *first, uint32_t *count)
{
    uint32_t last = 0;

    *first = UINT32_MAX;
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *from = &app->tasks[i];

        for (size_t j = 0; j < from->call_count; j++) {
            if (from->calls[j] == task->index) {
                *first = from->rank < *first ? from->rank : *first;
                last = from->rank > last ? from->rank : last;
            }
        }
    }
    *count = *first == UINT32_MAX ? 0 : last - *first + 1u;
}
