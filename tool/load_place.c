/* SPDX-License-Identifier: MIT */
/*
 * Buffers that name no memory: each is placed in the first of the chip's that
 * every channel which names the buffer can reach, and that can hold it.
 */
#include "arena.h"
#include "diag.h"
#include "load.h"
#include "region.h"

static bool
names(const struct dma_use *use, const struct range *buffer)
{
    return use->near_buffer == buffer || use->far == buffer;
}

static bool
reaches(const struct dma_use *use, const struct memory *memory)
{
    const struct family *family = use->controller->family;

    for (size_t i = 0; i < family->reach_count; i++) {
        if (family->reaches[i] == memory) {
            return true;
        }
    }
    return false;
}

static bool
suits(const struct task_model *task, const struct range *buffer,
      const struct memory *memory)
{
    bool named = false;

    if (!memory->writable || !memory->dma || memory->size < buffer->size) {
        return false;
    }
    for (size_t i = 0; i < task->dma_count; i++) {
        if (!names(&task->dma[i], buffer)) {
            continue;
        }
        named = true;
        if (!reaches(&task->dma[i], memory)) {
            return false;
        }
    }
    return named;
}

/* Returns: "copy (dma1), slow (bdma)", or NULL if no channel names it. */
static const char *
namers(const struct task_model *task, const struct range *buffer)
{
    const char *text = NULL;

    for (size_t i = 0; i < task->dma_count; i++) {
        const struct dma_use *use = &task->dma[i];

        if (names(use, buffer)) {
            text = arena_format("%s%s%s (%s)", text != NULL ? text : "",
                                text != NULL ? ", " : "", use->name,
                                use->controller->name);
        }
    }
    return text;
}

static void
refuse(const struct task_model *task, const struct range *buffer)
{
    const char *text = namers(task, buffer);

    if (text == NULL) {
        diag_error(buffer->where, "buffer '%s' has no memory", buffer->name);
        diag_help("write memory: .. , or name it in a channel under dma: then "
                  "it lies where that channel reaches");
        return;
    }
    diag_error(buffer->where,
               "no memory for buffer '%s' that all its channels reach: %s",
               buffer->name, text);
    diag_help("give each of these channels a buffer of its own");
}

static void
place(const struct chip *chip, const struct task_model *task,
      struct range *buffer)
{
    for (size_t i = 0; i < chip->memory_count; i++) {
        if (suits(task, buffer, &chip->memories[i])) {
            buffer->memory = &chip->memories[i];
            buffer->attributes |= REGION_DMA;
            return;
        }
    }
    refuse(task, buffer); /* it stays without */
}

void
load_place_buffers(const struct chip *chip, struct task_model *task)
{
    for (size_t i = 0; i < task->buffer_count; i++) {
        if (task->buffers[i]->memory == NULL) {
            place(chip, task, task->buffers[i]);
        }
    }
}
