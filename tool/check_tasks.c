/* SPDX-License-Identifier: MIT */
/* Priorities, the direction of calls, and where the sources are. */
#include <stdlib.h>
#include <string.h>

#include <sluice/abi.h>

#include "arena.h"
#include "check.h"
#include "core.h"
#include "diag.h"
#include "load.h"
#include "paths.h"
#include "tree.h"

#define PRIORITIES_MAX 32u
#define ROUTES_MAX 254u

static void
check_supervisor(const struct app *app)
{
    const struct task_model *first = &app->tasks[SLUICE_SUPERVISOR];

    if (first->priority != 0 && first->priority != PRIORITY_UNKNOWN) {
        diag_error(first->where,
                   "the first task, '%s', is the supervisor and needs "
                   "priority 0",
                   first->name);
        diag_help("write priority: 0, or put the supervisor first");
    }
    for (size_t i = 1; i < app->task_count; i++) {
        if (app->tasks[i].priority == 0) {
            diag_error(app->tasks[i].where,
                       "task '%s' has priority 0, which is the supervisor's "
                       "alone",
                       app->tasks[i].name);
            diag_help("give it priority 1 or more; '%s' is the supervisor "
                      "since it is the first task",
                      first->name);
        }
    }
}

static bool
is_first_of_priority(const struct app *app, size_t task)
{
    for (size_t i = 0; i < task; i++) {
        if (app->tasks[i].priority == app->tasks[task].priority) {
            return false;
        }
    }
    return true;
}

/* The rank is the number of different priorities above. */
static uint32_t
rank_of(const struct app *app, const bool *first, uint32_t priority)
{
    uint32_t rank = 0;

    for (size_t i = 0; i < app->task_count; i++) {
        rank += first[i] && app->tasks[i].priority < priority;
    }
    return rank;
}

void
check_priorities(struct app *app)
{
    bool *first = arena_array(app->task_count + 1, sizeof(*first));
    bool noted = false;

    check_supervisor(app);
    for (size_t i = 0; i < app->task_count; i++) {
        first[i] = is_first_of_priority(app, i);
    }
    for (size_t i = 0; i < app->task_count; i++) {
        struct task_model *task = &app->tasks[i];

        task->rank = rank_of(app, first, task->priority);
        if (task->rank >= PRIORITIES_MAX && !noted) {
            diag_error(task->where,
                       "more than %u different priorities are in use",
                       PRIORITIES_MAX);
            diag_help("give some tasks the same priority");
            noted = true;
        }
    }
}

/* Finds a way of calls from one task to another; `way` gets its tasks. */
static bool
find_way(const struct app *app, size_t from, size_t to, bool *seen, size_t *way,
         size_t *length)
{
    const struct task_model *task = &app->tasks[from];

    way[(*length)++] = from;
    if (from == to) {
        return true;
    }
    seen[from] = true;
    for (size_t i = 0; i < task->call_count; i++) {
        if (!seen[task->calls[i]] &&
            find_way(app, task->calls[i], to, seen, way, length)) {
            return true;
        }
    }
    (*length)--;
    return false;
}

static const struct node *
call_place(const struct task_model *task, const struct loader *loader,
           const char *peer)
{
    const struct node *list = loader->keys[task->index].calls;

    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->text != NULL &&
            strcmp(list->items[i]->text, peer) == 0) {
            return list->items[i];
        }
    }
    return task->where;
}

/* Each circle is told once: at the task of it that comes first. */
static bool
check_circle(const struct loader *loader, const struct task_model *task,
             const struct task_model *peer)
{
    const struct app *app = loader->app;
    bool *seen = arena_array(app->task_count, sizeof(*seen));
    size_t *way = arena_array(app->task_count + 1, sizeof(*way));
    size_t length = 0;
    const char *text = task->name;

    if (!find_way(app, peer->index, task->index, seen, way, &length)) {
        return true;
    }
    for (size_t i = 0; i < length; i++) {
        if (way[i] < task->index) {
            return false;
        }
        text = arena_format("%s -> %s", text, app->tasks[way[i]].name);
    }
    diag_error(call_place(task, loader, peer->name), "calls go in a circle: %s",
               text);
    diag_help("each would wait for the next for ever; let one of them post a "
              "notification instead");
    return false;
}

static void
check_call(const struct loader *loader, const struct task_model *task,
           const struct task_model *peer)
{
    if (!check_circle(loader, task, peer) || peer->priority < task->priority ||
        task->priority == PRIORITY_UNKNOWN ||
        peer->priority == PRIORITY_UNKNOWN) {
        return;
    }
    diag_error(call_place(task, loader, peer->name),
               "task '%s' (priority %u) calls '%s' (priority %u), which is "
               "not more important",
               task->name, task->priority, peer->name, peer->priority);
    if (task->index == SLUICE_SUPERVISOR) {
        diag_help("the supervisor calls nobody; let '%s' call it, or post a "
                  "notification",
                  peer->name);
    } else if (task->priority >= 2) {
        diag_help("give '%s' a priority below %u, or let '%s' post a "
                  "notification",
                  peer->name, task->priority, task->name);
    } else {
        diag_help("give '%s' a priority above %u, or let it post a "
                  "notification",
                  task->name, peer->priority);
    }
}

void
check_calls(const struct loader *loader)
{
    const struct app *app = loader->app;

    for (size_t i = 0; i < app->task_count && !app->allow_cycle; i++) {
        const struct task_model *task = &app->tasks[i];

        for (size_t j = 0; j < task->call_count; j++) {
            check_call(loader, task, &app->tasks[task->calls[j]]);
        }
    }
}

/* Controllers of the chip have their routes too. */
void
check_interrupts(const struct app *app)
{
    const struct chip *chip = app->board->chip;
    const struct node *where = NULL;
    size_t count = 0;

    for (size_t i = 0; i < chip->controller_count; i++) {
        count += chip->controllers[i].interrupt_count;
    }
    for (size_t i = 0; i < app->task_count; i++) {
        for (size_t j = 0; j < app->tasks[i].irq_count; j++) {
            if (++count == ROUTES_MAX + 1) {
                where = app->tasks[i].irqs[j].where;
            }
        }
    }
    if (where != NULL) {
        diag_error(where, "more than %u interrupts are in use", ROUTES_MAX);
        diag_help("those of the chip's DMA controllers count too");
    }
}

/* A core whose FPU is an option of the chip has it unless the chip lacks it. */
void
check_fpu(const struct loader *loader)
{
    const struct app *app = loader->app;
    const struct chip *chip = app->board->chip;

    for (size_t i = 0; i < app->task_count; i++) {
        if (app->tasks[i].fpu && core_fpu(chip) == NULL) {
            diag_error(tree_get(loader->keys[i].node, "fpu"),
                       "chip '%s' has no FPU", chip->name);
            diag_help("leave the key out; floating point is then done by "
                      "the compiler's library");
        }
    }
}

void
check_sources(const struct loader *loader)
{
    const struct app *app = loader->app;

    for (size_t i = 0; i < app->task_count; i++) {
        const struct node *where = tree_get(loader->keys[i].node, "source");
        const char *folder;

        if (app->tasks[i].source == NULL) {
            continue;
        }
        folder = path_join(loader->root, app->tasks[i].source);
        if (!path_is_folder(folder)) {
            diag_error(where, "there is no folder '%s'", app->tasks[i].source);
            diag_help(app->tasks[i].source[0] == '/'
                          ? "an absolute path is taken as it stands: %s"
                          : "that would be %s: a source starts in the folder "
                            "that holds boards/ and chips/",
                      path_absolute(folder));
        } else if (!path_holds(folder, ".c")) {
            diag_error(where, "folder '%s' holds no C file",
                       app->tasks[i].source);
            diag_help("a task is made of all *.c files in its folder");
        }
    }
}
