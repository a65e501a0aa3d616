/* SPDX-License-Identifier: MIT */
/*
 * Memory of tasks: the only place where an address that a task names becomes a
 * pointer, and the only copies.
 *
 * Spec: docs/spec/memory.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/abi.h>

#include "compiler.h"
#include "image.h"
#include "kernel.h"
#include "port/arch.h"

/* Returns: true if the range neither wraps nor leaves the task's home. */
static inline bool
umem_is_home(const struct task *task, const struct slice *slice)
{
    uint32_t offset = slice->base - task->home.base;

    keep(offset);
    return offset <= task->home.length &&
           slice->length <= task->home.length - offset;
}

/*
 * Returns: true if the task holds every byte of the range with all of `need`
 * (REGION_READ, _WRITE) and none of `forbid`. Adjacent regions count as one.
 * An empty range is always true, whatever its base.
 */
bool umem_allows(const struct task *task, const struct slice *slice,
                 uint32_t need, uint32_t forbid);

/* Returns: the region of the task that holds this address, or NULL. */
const struct region *umem_region(const struct task *task, uint32_t address);

/* What a transfer came to. Bytes copied are not negative. */
#define UMEM_SOURCE_BAD (-1) /* the giver has no such readable range */
#define UMEM_TARGET_BAD (-2) /* the taker has no such writable range */
#define UMEM_SOURCE_PINNED (-3)
#define UMEM_TARGET_PINNED (-4)

/*
 * Effect: copies `from` of the giver over the front of `to` of the taker, the
 * shorter length of the two, after all checks; nothing on failure. Ranges that
 * overlap are the taker's fault.
 * Returns: bytes copied, or one of UMEM_*.
 */
int32_t umem_transfer(const struct task *taker, const struct slice *to,
                      const struct task *giver, const struct slice *from);

/*
 * Effect: copies kernel bytes out to, or in from, the task's memory.
 * Returns: false, nothing copied, if the task does not hold the range so.
 */
bool umem_write(const struct task *task, const struct slice *to,
                const void *bytes);
bool umem_read(const struct task *task, const struct slice *from, void *bytes);

/*
 * Effect: the region is all zeros.
 * Requires: nobody can use it meanwhile; its size is a multiple of 32.
 */
void umem_clear(const struct region *region);
