/* SPDX-License-Identifier: MIT */
/* Memory of tasks: the walk over a task's regions, and the copies that need it.
 */
#include "umem.h"

#include "dma.h"
#include "handoff.h"

static bool
is_held(const struct task *task, const struct region *region)
{
    return likely((region->attributes & REGION_HANDOFF) == 0) ||
           handoff_is_held(task, region);
}

const struct region *
umem_region(const struct task *task, uint32_t address)
{
    const struct region *region = task->desc->regions;

    for (uint32_t i = 0; i < task->desc->region_count; i++, region++) {
        if (address - region->base < region->size) {
            return is_held(task, region) ? region : NULL;
        }
    }
    return NULL;
}

static bool
wraps(const struct slice *slice)
{
    return slice->base + slice->length - 1 < slice->base;
}

bool
umem_allows(const struct task *task, const struct slice *slice, uint32_t need,
            uint32_t forbid)
{
    uint32_t at = slice->base;
    uint32_t left = slice->length;

    if (left == 0) {
        return true;
    }
    if (wraps(slice)) {
        return false;
    }
    for (;;) {
        const struct region *region = umem_region(task, at);

        if (region == NULL || (region->attributes & need) != need ||
            (region->attributes & forbid) != 0) {
            return false;
        }
        uint32_t room = region->size - (at - region->base);
        if (left <= room) {
            return true;
        }
        left -= room;
        at += room;
    }
}

/*
 * Bytes that several tasks share are never an engine's target by lease, and who
 * lends them can't answer for the others: there a pin excludes nobody.
 * Requires: the task holds the range.
 */
static bool
is_pinned(const struct task *task, const struct slice *slice)
{
    uint32_t at = slice->base;
    uint32_t left = slice->length;

    while (left != 0) {
        const struct region *region = umem_region(task, at);
        uint32_t room = region->size - (at - region->base);
        uint32_t part = left < room ? left : room;

        if ((region->attributes & REGION_SHARED) == 0 &&
            dma_is_pinned(region->index, at, part)) {
            return true;
        }
        left -= part;
        at += part;
    }
    return false;
}

static bool
overlap(const struct slice *a, const struct slice *b)
{
    return a->base - b->base < b->length || b->base - a->base < a->length;
}

int32_t
umem_transfer(const struct task *taker, const struct slice *to,
              const struct task *giver, const struct slice *from)
{
    uint32_t length = to->length < from->length ? to->length : from->length;
    struct slice target = {to->base, length};
    struct slice source = {from->base, length};

    /* The whole of it, so that a lie does not pass by way of a short target */
    if (!umem_allows(giver, from, REGION_READ, REGION_DEVICE)) {
        return UMEM_SOURCE_BAD;
    }
    if (length == 0) {
        return 0;
    }
    if (!umem_allows(taker, &target, REGION_WRITE, REGION_DEVICE) ||
        overlap(&source, &target)) {
        return UMEM_TARGET_BAD;
    }
    if (is_pinned(giver, &source)) {
        return UMEM_SOURCE_PINNED;
    }
    if (is_pinned(taker, &target)) {
        return UMEM_TARGET_PINNED;
    }
    /* Safe: each side holds its range, and the ranges are apart */
    arch_copy_across((void *)(uintptr_t)target.base,
                     (const void *)(uintptr_t)source.base, length);
    return (int32_t)length;
}

/*
 * What the kernel believes must lie where nobody else writes meanwhile: not an
 * engine, not a task that shares the region.
 */
#define NOT_PRIVATE (REGION_DEVICE | REGION_DMA | REGION_SHARED)

bool
umem_write(const struct task *task, const struct slice *to, const void *bytes)
{
    if (!umem_allows(task, to, REGION_WRITE, NOT_PRIVATE)) {
        return false;
    }
    /* Safe: the task holds the range */
    arch_copy((void *)(uintptr_t)to->base, bytes, to->length);
    return true;
}

bool
umem_read(const struct task *task, const struct slice *from, void *bytes)
{
    /* A home is private */
    if (!likely(umem_is_home(task, from)) &&
        !umem_allows(task, from, REGION_READ, NOT_PRIVATE)) {
        return false;
    }
    /* Safe: the task holds the range */
    arch_copy(bytes, (const void *)(uintptr_t)from->base, from->length);
    return true;
}

void
umem_clear(const struct region *region)
{
    static const uint32_t zeros[8];

    for (uint32_t at = 0; at < region->size; at += sizeof(zeros)) {
        /* Safe: the range is a region of the image, which nobody uses */
        arch_copy((void *)(uintptr_t)(region->base + at), zeros, sizeof(zeros));
    }
}
