/* SPDX-License-Identifier: MIT */
/*
 * PDMA of SiFive FU540 and PolarFire SoC: FU540-C000 manual, chapter "Platform
 * DMA Engine"; Microchip's register description of the same block. Run cannot
 * be taken back: a transfer ends at its end. Claim goes only while run is 0,
 * and a fresh claim clears the Next registers.
 */
#include "model.h"

#define CLAIM 1u
#define RUN 2u
#define DONE_IE (1u << 14)
#define ERROR_IE (1u << 15)
#define DONE (1u << 30)
#define ERROR (1u << 31)

enum {
    CONTROL = 0x000,
    CONFIG = 0x004,
    BYTES = 0x008,
    DEST = 0x010,
    SOURCE = 0x018,
    EXEC = 0x100,
};

/* A channel's page is a window. */
static void
reset(struct model *model)
{
    for (uint32_t i = 1; i < model->kind->channels; i++) {
        for (uint32_t j = 0; j < MODEL_WORDS; j++) {
            model->words[i][j] = 0;
        }
    }
}

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t control = model->words[channel][CONTROL];

    return ((control & DONE) != 0 && (control & DONE_IE) != 0) ||
           ((control & ERROR) != 0 && (control & ERROR_IE) != 0);
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t value = *model_word(model, window, offset);

    if (offset == CONTROL) {
        value = (value & ~RUN) | (model->engines[window].running ? RUN : 0);
    }
    return value;
}

static void
start(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t config = *model_word(model, channel, CONFIG);

    engine->source = *model_word(model, channel, SOURCE);
    engine->target = *model_word(model, channel, DEST);
    engine->source_width = engine->target_width = 1;
    if ((engine->source | engine->target | *model_word(model, channel, BYTES)) %
            4u ==
        0) {
        engine->source_width = engine->target_width = 4;
    }
    engine->source_steps = engine->target_steps = true;
    engine->fifo_bytes = 64;
    engine->to_read = engine->to_write = *model_word(model, channel, BYTES);
    if (model->watch != NULL &&
        (*model_word(model, channel, DEST + 4) != 0 ||
         *model_word(model, channel, SOURCE + 4) != 0 ||
         *model_word(model, channel, BYTES + 4) != 0 || (config & 4u) != 0)) {
        model->watch(channel, 0, 4, true); /* beyond 4 GiB, or for ever */
    }
    if (config >> 24 != 0x66u) {
        model_misuse(model, channel, CONFIG);
    }
    model_start(model, channel);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    const struct model_engine *engine = &model->engines[channel];
    uint32_t *control = model_word(model, channel, CONTROL);

    if (what == EVENT_FLAG) {
        *control |= DONE;
        return;
    }
    *model_word(model, channel, EXEC + BYTES) = engine->to_write;
    *model_word(model, channel, EXEC + DEST) = engine->target;
    *model_word(model, channel, EXEC + SOURCE) = engine->source;
    if (what == EVENT_DONE) {
        *control |= DONE;
    } else if (what == EVENT_ERROR) {
        *control |= ERROR;
    }
    if (!engine->running) {
        *control &= ~RUN;
    }
}

static void
write_control(struct model *model, uint32_t channel, uint32_t value)
{
    uint32_t before = *model_word(model, channel, CONTROL);
    bool running = model->engines[channel].running;

    if (running && (value & (CLAIM | RUN)) != (CLAIM | RUN)) {
        model_misuse(model, channel, CONTROL); /* what it does is not said */
        value |= CLAIM | RUN;
    }
    *model_word(model, channel, CONTROL) = value;
    if ((value & CLAIM) != 0 && (before & CLAIM) == 0) {
        for (uint32_t reg = CONFIG; reg < SOURCE + 8u; reg += 4u) {
            *model_word(model, channel, reg) = 0;
        }
    }
    if ((value & RUN) != 0 && !running) {
        if ((value & CLAIM) == 0) {
            model_misuse(model, channel, CONTROL);
            return;
        }
        start(model, channel);
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    if (lanes != 0xffffffffu || offset >= EXEC) {
        model_misuse(model, window, offset);
    } else if (offset == CONTROL) {
        write_control(model, window, value);
    } else {
        model_store(model, window, offset, value, lanes);
    }
}

const struct model_kind model_sifive_pdma = {
    .name = "SiFive PDMA",
    .channels = 4,
    .windows = {{0x03000000u, 0x1000u},
                {0x03001000u, 0x1000u},
                {0x03002000u, 0x1000u},
                {0x03003000u, 0x1000u}},
    .reset = reset,
    .read = read,
    .write = write,
    .event = event,
    .line = line,
};
