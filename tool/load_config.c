/* SPDX-License-Identifier: MIT */
/*
 * `config:`, constants for a task's C code: numbers, or places by their names,
 * so that a manifest need not repeat a chip's addresses.
 */
#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "number.h"
#include "schema.h"
#include "tree.h"

static bool
is_place(const struct node *node)
{
    return node->text != NULL && islower((unsigned char)node->text[0]);
}

void
load_config(struct task_model *task, const struct node *map)
{
    if (map == NULL) {
        return;
    }
    task->config_names = arena_array(map->count + 1, sizeof(char *));
    task->config_values = arena_array(map->count + 1, sizeof(uint32_t));
    for (size_t i = 0; i < map->count; i++) {
        const struct node *node = map->items[i];
        const struct field number = {.key = node->key->text,
                                     .type = FIELD_SIZE};

        if (schema_name(node->key) &&
            (is_place(node) ||
             schema_value(node, &number,
                          &task->config_values[task->config_count]))) {
            task->config_names[task->config_count++] = node->key->text;
        }
    }
}

/* NAME, or NAME.alias for the first other address of the same bytes. */
static bool
find_memory(const struct chip *chip, const char *name, uint32_t *address)
{
    const char *dot = strchr(name, '.');
    size_t length = dot != NULL ? (size_t)(dot - name) : strlen(name);
    size_t i = name_find(NAMED(chip->memories, chip->memory_count),
                         arena_copy(name, length));

    if (i == NAME_NONE ||
        (dot != NULL &&
         (strcmp(dot, ".alias") != 0 || chip->memories[i].alias_count == 0))) {
        return false;
    }
    *address =
        dot != NULL ? chip->memories[i].aliases[0] : chip->memories[i].base;
    return true;
}

/* Returns: false if nothing of the image or its chip has that name. */
static bool
find_place(const struct loader *loader, const char *name, uint32_t *address)
{
    const struct app *app = loader->app;
    const struct chip *chip = loader->chip;
    size_t i = name_find(NAMED(app->areas, app->area_count), name);

    if (i != NAME_NONE) {
        *address = app->areas[i].base;
        return true;
    }
    if (find_memory(chip, name, address)) {
        return true;
    }
    i = name_find(NAMED(chip->peripherals, chip->peripheral_count), name);
    if (i != NAME_NONE) {
        *address = chip->peripherals[i].base;
        return true;
    }
    return false;
}

/* NAME or NAME+OFFSET. */
static void
load_place(const struct loader *loader, const struct node *node,
           uint32_t *value)
{
    const char *plus = strchr(node->text, '+');
    size_t length =
        plus != NULL ? (size_t)(plus - node->text) : strlen(node->text);
    const char *name = arena_copy(node->text, length);
    const char *wrong;
    uint32_t offset = 0;

    if (!find_place(loader, name, value)) {
        diag_error(node, "'%s' is no area, memory or peripheral", name);
        diag_help("write a number, or a name and an offset: flash+0x100");
        return;
    }
    wrong = plus != NULL ? number_size(plus + 1, &offset) : NULL;
    if (wrong != NULL) {
        diag_error(node, "'%s' %s", plus + 1, wrong);
    }
    *value += offset;
}

void
load_config_places(struct loader *loader)
{
    for (size_t t = 0; t < loader->app->task_count; t++) {
        struct task_model *task = &loader->app->tasks[t];
        const struct node *map = loader->keys[t].config;

        for (size_t i = 0; i < task->config_count; i++) {
            const struct node *node = tree_get(map, task->config_names[i]);

            if (is_place(node)) {
                load_place(loader, node, &task->config_values[i]);
            }
        }
    }
}
