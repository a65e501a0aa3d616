/* SPDX-License-Identifier: MIT */
/* Areas, buffers, and how many protection regions each task needs. */
#include "check.h"
#include "diag.h"
#include "layout.h"
#include "load.h"
#include "number.h"
#include "protection.h"
#include "tree.h"

/* Text and home. */
#define FIXED_REGIONS 2u

/* What struct protection of kernel/image.h has room for. */

static void
check_size(const struct app *app, const struct range *range, const char *what)
{
    enum protection_kind kind = app->board->chip->protection;
    uint32_t next = protection_size(kind, range->size);

    if (range->size != next) {
        diag_error(
            range->where, "%s '%s': a size of %u bytes is not a multiple of %u",
            what, range->name, range->size, protection_step(kind, range->size));
        diag_help("the protection unit needs it; the next size is %u", next);
    }
}

/* If the size is wrong too, the place is judged by the next that is right. */
static void
check_place(const struct app *app, const struct range *area)
{
    enum protection_kind kind = app->board->chip->protection;
    uint32_t size = protection_size(kind, area->size);
    uint32_t step = protection_step(kind, size);
    uint64_t next = area->base - area->base % step;

    if (area->base % step != 0) {
        diag_error(area->where, "area '%s': the offset is not a multiple of %u",
                   area->name, step);
    } else if (!protection_fits(kind, area->base, size)) {
        diag_error(area->where,
                   "area '%s': no region of the protection unit can begin "
                   "there and have %u bytes",
                   area->name, size);
    } else {
        return;
    }
    do {
        next += step;
    } while (!protection_fits(kind, next, size));
    diag_help("the protection unit needs it; the next offset is 0x%x",
              (uint32_t)(next - area->memory->base));
}

static void
check_area(const struct app *app, const struct range *area)
{
    check_size(app, area, "area");
    check_place(app, area);
}

static void
check_areas(const struct app *app)
{
    for (size_t i = 0; i < app->area_count; i++) {
        const struct range *b = &app->areas[i];

        if (b->memory == NULL) {
            continue;
        }
        check_area(app, b);
        for (size_t j = 0; j < i; j++) {
            const struct range *a = &app->areas[j];

            if (a->memory == b->memory && a->base < b->base + b->size &&
                b->base < a->base + a->size) {
                diag_error(b->where, "area '%s' overlaps area '%s' (line %u)",
                           b->name, a->name, a->where->line);
                diag_help("'%s' ends at offset 0x%x of memory '%s'", a->name,
                          a->base - a->memory->base + a->size, a->memory->name);
            }
        }
    }
}

static void
check_regions(const struct app *app, const struct task_model *task)
{
    uint32_t most = layout_most_regions(app);
    size_t needed = FIXED_REGIONS + task->range_count;

    if (needed > most) {
        diag_error(task->where,
                   "task '%s' needs %zu protection regions; the chip has %u",
                   task->name, needed, most);
        diag_help("text and home take %u, each area, buffer and peripheral "
                  "one; remove %zu",
                  FIXED_REGIONS, needed - most);
    }
}

void
check_memory(const struct app *app)
{
    check_areas(app);
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        check_regions(app, task);
        for (size_t j = 0; j < task->buffer_count; j++) {
            const struct range *buffer = task->buffers[j];

            check_size(app, buffer, "buffer");
            if (buffer->memory != NULL && buffer->size > buffer->memory->size) {
                diag_error(buffer->where,
                           "buffer '%s' is larger than memory '%s'",
                           buffer->name, buffer->memory->name);
                diag_help("the memory has %s bytes",
                          number_size_text(buffer->memory->size));
            }
        }
    }
}
