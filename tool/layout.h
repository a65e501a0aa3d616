/* SPDX-License-Identifier: MIT */
/*
 * Where everything lies. Placement is deterministic: each memory is filled from
 * its base upwards, kernel first, then the sink, then tasks and buffers in the
 * order of the manifest, around the areas whose place the manifest fixes.
 *
 * All regions are multiples of GRAIN at multiples of GRAIN, and of a size and
 * at a place that the chip's protection unit can tell apart (protection.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model.h"
#include "protection.h"

#define LAYOUT_GRAIN PROTECTION_GRAIN
#define LAYOUT_REGIONS 8u /* register pairs that a task may use */
/* The sink is a block of its own in the grain of memory filters. */
#define LAYOUT_SINK_SIZE 64u
#define LAYOUT_SINK_BLOCK 1024u
#define LAYOUT_KERNEL_STACK 1024u
#define LAYOUT_BOOT_STACK 256u

/*
 * Below the kernel's stack where the core checks no limit: bytes that nobody
 * may touch; the last region of a task that needs it for nothing else.
 */
#define LAYOUT_GUARD 32u
bool layout_has_guard(const struct app *app);
bool layout_is_guarded(const struct app *app, const struct task_model *task);

/* Returns: how many regions a task may have. */
uint32_t layout_most_regions(const struct app *app);

/* What a program needs, as linked. */
struct layout_size {
    uint32_t text; /* bytes of flash: code, constants, image of .data */
    uint32_t ram;  /* bytes of RAM, stacks included */
    uint32_t data, bss;
    uint32_t entry; /* from the start of its text, bit 0 clear */
};

struct layout_sizes {
    struct layout_size kernel;
    struct layout_size *tasks; /* app->task_count of them */
};

/*
 * Effect: gives every program a whole memory to itself, so that it can be
 * linked to learn its size. Buffers and sink get places too.
 */
void layout_measure(struct app *app);

/*
 * Effect: places kernel, sink, tasks and buffers by their sizes; errors name
 * the task, what it needs and what the memory has left.
 * Returns: false after an error.
 */
bool layout_place(struct app *app, const struct layout_sizes *sizes);

/*
 * Effect: numbers the distinct regions (layout_place and layout_measure do).
 * Returns: how many there are.
 */
uint32_t layout_region_count(const struct app *app);

/* Returns: the task's regions in the order of its table: home, text, others. */
const struct range *layout_region(const struct task_model *task, size_t number);
size_t layout_task_regions(const struct task_model *task);

/* Returns: REGION_* with SHARED where several tasks map it. */
uint32_t layout_attributes(const struct range *range);

/* Returns: value rounded up to a multiple of a power of two. */
uint32_t layout_round(uint32_t value, uint32_t multiple);
