/* SPDX-License-Identifier: MIT */
/*
 * Channels: what a controller can reach and may write, how long a transfer may
 * be, and whether a stop can come in time for everybody whose memory it holds.
 */
#include "arena.h"
#include "check.h"
#include "diag.h"
#include "load.h"
#include "number.h"
#include "region.h"
#include "tree.h"

static bool
reaches(const struct family *family, const struct memory *memory)
{
    for (size_t i = 0; i < family->reach_count; i++) {
        if (family->reaches[i] == memory) {
            return true;
        }
    }
    return false;
}

static const char *
reach_text(const struct family *family)
{
    const char *text = NULL;

    for (size_t i = 0; i < family->reach_count; i++) {
        if (family->reaches[i]->dma) {
            text = text == NULL
                       ? family->reaches[i]->name
                       : arena_format("%s, %s", text, family->reaches[i]->name);
        }
    }
    return text;
}

/* Tells where a controller may be aimed. */
static void
help_reach(const struct family *family)
{
    const char *text = reach_text(family);

    if (text != NULL) {
        diag_help("DMA memory that it reaches: %s", text);
    } else {
        diag_help("it reaches no DMA memory of this chip");
    }
}

/* One end that the manifest fixes. */
static void
check_end(const struct dma_use *use, const struct node *where,
          const struct range *range, bool destination)
{
    if (range->memory == NULL) {
        return; /* no place was found for it: that error is noted */
    }
    if (!reaches(use->controller->family, range->memory)) {
        diag_error(where, "controller '%s' does not reach memory '%s' of '%s'",
                   use->controller->name, range->memory->name, range->name);
        help_reach(use->controller->family);
        return;
    }
    if ((range->attributes & REGION_DMA) == 0) {
        diag_error(where, "'%s' in memory '%s' is not for DMA", range->name,
                   range->memory->name);
        if (range->memory->dma) {
            diag_help("remove 'dma: no' from the area");
        } else {
            help_reach(use->controller->family);
        }
        return;
    }
    if (destination && (range->attributes & REGION_WRITE) == 0) {
        diag_error(where,
                   "'%s' cannot be the destination of a transfer: it "
                   "is read-only",
                   range->name);
        diag_help("give it access: read-write, or let the transfer go the "
                  "other way");
    }
}

/* A near `own` needs a region that could be named at an arm. */
static bool
has_own(const struct task_model *task, const struct dma_use *use)
{
    for (size_t i = 0; i < task->range_count; i++) {
        const struct range *range = task->ranges[i];

        if ((range->attributes & REGION_DMA) != 0 &&
            reaches(use->controller->family, range->memory) &&
            (use->near_is_source || (range->attributes & REGION_WRITE) != 0)) {
            return true;
        }
    }
    return false;
}

/* Leased memory is somebody's, so it is writable DMA memory. */
static bool
reaches_leases(const struct family *family)
{
    for (size_t i = 0; i < family->reach_count; i++) {
        if (family->reaches[i]->dma && family->reaches[i]->writable) {
            return true;
        }
    }
    return false;
}

static void
check_near(const struct task_model *task, const struct dma_use *use,
           const struct node *where)
{
    if (use->near_buffer != NULL) {
        check_end(use, where, use->near_buffer, !use->near_is_source);
    } else if (use->near_own && !has_own(task, use)) {
        diag_error(where,
                   "task '%s' has no DMA memory of its own for this "
                   "channel",
                   task->name);
        diag_help("give it a buffer: buffers: { name: { size: 4K, memory: "
                  ".. } }; reached are: %s",
                  reach_text(use->controller->family) != NULL
                      ? reach_text(use->controller->family)
                      : "none");
    }
    if (use->near_lease && !reaches_leases(use->controller->family)) {
        diag_error(where,
                   "no lease can be used: controller '%s' reaches no "
                   "memory that is writable and for DMA",
                   use->controller->name);
        diag_help("take another controller");
    }
}

static void
check_length(const struct dma_use *use, const struct node *where)
{
    uint32_t most = use->controller->family->max_length;

    if (use->max_length / (use->deadline_us == 0 ? 2u : 1u) > most) {
        diag_error(where,
                   "max-length %s is more than one transfer of '%s' "
                   "can move",
                   where->text, use->controller->name);
        diag_help("use at most %u; the runtime splits a longer read into "
                  "several transfers",
                  most);
    }
}

static bool
may_call(const struct task_model *task, size_t peer)
{
    for (size_t i = 0; i < task->call_count; i++) {
        if (task->calls[i] == peer) {
            return true;
        }
    }
    return false;
}

/* With an alarm a deadline is late by its granule and by what else is due. */
#define ALARM_LATE_US 1000u

/*
 * A task cannot start again while a channel holds memory of it: the owner, and
 * with leases everybody who may call the owner.
 */
static void
check_drain(const struct app *app, const struct task_model *owner,
            const struct dma_use *use)
{
    const struct family *family = use->controller->family;
    /* Polls after each period, one more when done was seen; one tick late. */
    uint64_t drain =
        (uint64_t)family->drain_period_us * (family->drain_limit + 1u) +
        (app->board->chip->tick_us != 0 ? app->board->chip->tick_us
                                        : ALARM_LATE_US);

    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];
        bool pinned =
            task == owner || (use->near_lease && may_call(task, owner->index));

        if (pinned && task->restart_deadline_us != 0 &&
            drain > task->restart_deadline_us) {
            diag_error(task->where,
                       "task '%s' must restart within %s, but channel '%s' "
                       "of '%s' may hold its memory for %s",
                       task->name, number_time_text(task->restart_deadline_us),
                       use->name, owner->name, number_time_text(drain));
            diag_help("write restart: { deadline: %s }, or move the data "
                      "through a buffer of another task",
                      number_time_text(drain));
        }
    }
}

static void
check_channel(const struct loader *loader, const struct task_model *task,
              const struct dma_use *use)
{
    const struct node *map = tree_get(loader->keys[task->index].dma, use->name);
    const struct node *from = tree_get(map, "from");
    const struct node *to = tree_get(map, "to");

    check_near(task, use, use->near_is_source ? from : to);
    if (use->far != NULL) {
        check_end(use, use->near_is_source ? to : from, use->far,
                  use->near_is_source);
    }
    check_length(use, tree_get(map, "max-length"));
    check_drain(loader->app, task, use);
}

void
check_dma(const struct loader *loader)
{
    const struct app *app = loader->app;

    for (size_t i = 0; i < app->task_count; i++) {
        for (size_t j = 0; j < app->tasks[i].dma_count; j++) {
            check_channel(loader, &app->tasks[i], &app->tasks[i].dma[j]);
        }
    }
}
