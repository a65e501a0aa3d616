/* SPDX-License-Identifier: MIT */
/*
 * Areas that are handed on: `handoff: TASK` names the one that has the area at
 * boot, and gets it back when a holder's incarnation ends. Every task that
 * lists the area may hold it.
 */
#include "arena.h"
#include "check.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "region.h"
#include "tree.h"

/* The kernel clears it in one go when a holder ends. */
#define HANDOFF_MAX 4096u

/* kernel/bounds.yaml counts on it. */
#define HANDOFFS_MAX 8u

bool
load_handoff(struct app *app, struct range *area, const struct node *node)
{
    const struct node *where = tree_get(node, "handoff");
    size_t i = name_need(where, "task", where->text,
                         NAMED(app->tasks, app->task_count));

    if (i == NAME_NONE) {
        return false;
    }
    area->home = &app->tasks[i];
    return true;
}

static bool
is_listed(const struct task_model *task, const struct range *area)
{
    for (size_t i = 0; i < task->range_count; i++) {
        if (task->ranges[i] == area || task->ranges[i]->view_of == area) {
            return true;
        }
    }
    return false;
}

static void
check_rights(const struct app *app, const struct range *area)
{
    bool write = (area->attributes & REGION_WRITE) != 0;

    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        for (size_t j = 0; j < task->range_count; j++) {
            write = write && task->ranges[j]->view_of != area;
        }
    }
    if (!write) {
        diag_error(area->where,
                   "area '%s' is handed on, and somebody may only read it",
                   area->name);
        diag_help("write access: read-write, and list it without an access: "
                  "who holds it has it for itself");
    }
}

static void
check_handoff(const struct app *app, const struct range *area)
{
    if (!is_listed(area->home, area)) {
        diag_error(area->where,
                   "task '%s' is the home of '%s', but does not "
                   "list it",
                   area->home->name, area->name);
        diag_help("%s: areas: [%s]", area->home->name, area->name);
    }
    if (area->size > HANDOFF_MAX) {
        diag_error(area->where, "area '%s' is handed on: at most %u bytes",
                   area->name, HANDOFF_MAX);
        diag_help("the kernel clears it in one go when a holder ends");
    }
    check_rights(app, area);
}

void
check_handoffs(struct app *app)
{
    size_t count = 0;

    for (size_t i = 0; i < app->area_count; i++) {
        if (app->areas[i].home != NULL && app->areas[i].memory != NULL) {
            check_handoff(app, &app->areas[i]);
            count++;
        }
        if (count > HANDOFFS_MAX) {
            diag_error(app->areas[i].where, "more than %u areas are handed on",
                       HANDOFFS_MAX);
            diag_help("the kernel looks at each when a task ends");
            return;
        }
    }
}
