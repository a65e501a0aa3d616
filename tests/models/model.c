/* SPDX-License-Identifier: MIT */
/* See model.h: the bus and the registers' storage. The beats: engine.c. */
#include "model.h"

#include <assert.h>
#include <string.h>

#include <sluice/dma.h>

#include "host.h"

/* Where a device of the host finds its model. */
struct window_state {
    struct model *model;
    uint32_t window;
};

static struct window_state windows[MODEL_WINDOWS];

void
model_misuse(struct model *model, uint32_t window, uint32_t offset)
{
    model->misuses++;
    model->misuse_window = window;
    model->misuse_offset = offset;
}

uint32_t
model_store(struct model *model, uint32_t window, uint32_t offset,
            uint32_t value, uint32_t lanes)
{
    uint32_t *word = model_word(model, window, offset);

    *word = (*word & ~lanes) | (value & lanes);
    return *word;
}

/* The engines do not wait for the core. */
static void
time_passes(struct model *model)
{
    for (uint32_t i = 0; i < model->beats_per_access; i++) {
        model_beat(model);
    }
}

/* Returns: the lanes of the word that an access of this width touches. */
static uint32_t
lanes_of(uint32_t offset, uint32_t width)
{
    static const uint32_t lanes[] = {
        [DMA_WIDTH_32] = 0xffffffffu,
        [DMA_WIDTH_16] = 0xffffu,
        [DMA_WIDTH_8] = 0xffu,
    };

    return lanes[width] << 8u * (offset & 3u);
}

static uint32_t
window_read(void *state, uint32_t offset, uint32_t width)
{
    const struct window_state *at = state;
    struct model *model = at->model;
    uint32_t value;

    time_passes(model);
    if ((model->gated || model->off) && at->window == 0) {
        return 0;
    }
    value = model->kind->read(model, at->window, offset & ~3u);
    return (value & lanes_of(offset, width)) >> 8u * (offset & 3u);
}

static void
window_write(void *state, uint32_t offset, uint32_t value, uint32_t width)
{
    const struct window_state *at = state;
    struct model *model = at->model;

    time_passes(model);
    if ((model->gated || model->off) && at->window == 0) {
        return;
    }
    model->kind->write(model, at->window, offset & ~3u,
                       value << 8u * (offset & 3u), lanes_of(offset, width));
    model_update_lines(model);
}

/* Memory in which the core writes descriptors. */
static uint32_t
ram_read(void *state, uint32_t offset, uint32_t width)
{
    const struct model_window *ram = state;
    uint32_t value = 0;

    memcpy(&value, (const void *)(uintptr_t)(ram->base + offset), 4u >> width);
    return value;
}

static void
ram_write(void *state, uint32_t offset, uint32_t value, uint32_t width)
{
    const struct model_window *ram = state;

    memcpy((void *)(uintptr_t)(ram->base + offset), &value, 4u >> width);
}

void
model_attach(struct model *model, const struct model_kind *kind)
{
    static struct model_window ram;

    memset(model, 0, sizeof(*model));
    model->kind = kind;
    for (uint32_t i = 0; i < MODEL_WINDOWS; i++) {
        struct host_device device = {kind->windows[i].base,
                                     kind->windows[i].size, window_read,
                                     window_write, &windows[i]};

        windows[i] = (struct window_state){model, i};
        if (device.size != 0) {
            assert(device.size <= 4u * MODEL_WORDS);
            host_attach(&device);
        }
    }
    ram = kind->ram;
    if (ram.size != 0) {
        struct host_device device = {ram.base, ram.size, ram_read, ram_write,
                                     &ram};

        host_attach(&device);
    }
    model_reset(model);
}

void
model_reset(struct model *model)
{
    memset(model->words[0], 0, sizeof(model->words[0]));
    memset(model->flags, 0, sizeof(model->flags));
    memset(model->counts, 0, sizeof(model->counts));
    memset(model->ghosts, 0, sizeof(model->ghosts));
    for (uint32_t i = 0; i < MODEL_ENGINES; i++) {
        model_rest(model, i);
        model->engines[i].held = false;
    }
    model->kind->reset(model);
    model_update_lines(model);
}

void
model_update_lines(struct model *model)
{
    for (uint32_t i = 0; i < model->kind->channels; i++) {
        uint32_t line = model->lines[i];
        bool level = false;

        /* channels may share a line */
        for (uint32_t j = 0; j < model->kind->channels; j++) {
            level = level || (model->lines[j] == line &&
                              !model->engines[j].faults.loses_interrupts &&
                              model->kind->line(model, j));
        }
        host_line_set(line, level);
    }
}

void
model_stray(struct model *model, uint32_t channel)
{
    model->kind->event(model, channel, EVENT_FLAG);
    model_update_lines(model);
}
