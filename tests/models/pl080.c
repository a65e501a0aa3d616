/* SPDX-License-Identifier: MIT */
/*
 * PL080 and PL081: Arm DDI0196 (eight channels) and DDI0218 (two), chapter 3.
 * The clock, as on an LPC1768: NXP UM10360, PCONP bit 29.
 */
#include "model.h"

#include <string.h>

#include "host.h"

#define DONE 1u
#define ERROR 2u

enum { SRC = 0, DST = 4, LLI = 8, CONTROL = 12, CONFIG = 16 };

static uint32_t
place(uint32_t channel, uint32_t reg)
{
    return 0x100u + 0x20u * channel + reg;
}

static uint32_t
get(const struct model *model, uint32_t channel, uint32_t reg)
{
    return model->words[0][place(channel, reg) / 4u];
}

static void
set(struct model *model, uint32_t channel, uint32_t reg, uint32_t value)
{
    *model_word(model, 0, place(channel, reg)) = value;
}

static void
reset(struct model *model)
{
    (void)model;
}

/* Returns: the bit of each channel that has the flag, and is unmasked. */
static uint32_t
bits(const struct model *model, uint32_t flag, uint32_t mask)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < model->kind->channels; i++) {
        if ((model->flags[i] & flag) != 0 &&
            (mask == 0 || (get(model, i, CONFIG) & mask) != 0)) {
            found |= 1u << i;
        }
    }
    return found;
}

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t all = bits(model, DONE, 1u << 15) | bits(model, ERROR, 1u << 14);

    return (all & 1u << channel) != 0;
}

static uint32_t
enabled(const struct model *model)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < model->kind->channels; i++) {
        found |= model->engines[i].running ? 1u << i : 0;
    }
    return found;
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t channel = (offset - 0x100u) / 0x20u;

    if (window != 0 || offset == 0x30u || offset == 0x34u) {
        return *model_word(model, window, offset);
    }
    switch (offset) {
    case 0x00u:
        return bits(model, DONE, 1u << 15) | bits(model, ERROR, 1u << 14);
    case 0x04u:
        return bits(model, DONE, 1u << 15);
    case 0x0cu:
        return bits(model, ERROR, 1u << 14);
    case 0x14u:
        return bits(model, DONE, 0);
    case 0x18u:
        return bits(model, ERROR, 0);
    case 0x1cu:
        return enabled(model);
    default:
        break;
    }
    if (offset < 0x100u || channel >= model->kind->channels) {
        model_misuse(model, window, offset);
        return 0;
    }
    if ((offset & 0x1fu) == CONFIG && (model->engines[channel].level != 0 ||
                                       model->engines[channel].dying != 0)) {
        return *model_word(model, 0, offset) | 1u << 17; /* Active */
    }
    return *model_word(model, 0, offset);
}

/* Effect: the engine does what the channel's registers say. */
static void
load(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t control = get(model, channel, CONTROL);
    uint32_t flow = get(model, channel, CONFIG) >> 11 & 7u;

    engine->source = get(model, channel, SRC);
    engine->target = get(model, channel, DST);
    engine->source_width = 1u << (control >> 18 & 3u);
    engine->target_width = 1u << (control >> 21 & 3u);
    engine->source_steps = (control & 1u << 26) != 0;
    engine->target_steps = (control & 1u << 27) != 0;
    engine->target_waits = flow == 1u || flow == 3u;
    engine->source_waits = flow == 2u || flow == 3u;
    engine->fifo_bytes = 16;
    engine->to_read = (control & 0xfffu) * engine->source_width;
    engine->to_write = engine->to_read;
}

static void
follow(struct model *model, uint32_t channel)
{
    const struct model_engine *engine = &model->engines[channel];
    uint32_t left =
        (engine->to_read + engine->level + engine->source_width - 1u) /
        engine->source_width;

    set(model, channel, SRC, engine->source);
    set(model, channel, DST, engine->target);
    set(model, channel, CONTROL,
        (get(model, channel, CONTROL) & ~0xfffu) | (left & 0xfffu));
}

static void
disable(struct model *model, uint32_t channel)
{
    set(model, channel, CONFIG, get(model, channel, CONFIG) & ~1u);
}

/* The next item of the list, if there is one. */
static void
next_item(struct model *model, uint32_t channel)
{
    uint32_t at = get(model, channel, LLI) & ~3u;
    uint32_t item[4];

    if (at == 0) {
        disable(model, channel);
        return;
    }
    if (!host_is_memory(at, sizeof(item))) {
        model->flags[channel] |= ERROR;
        disable(model, channel);
        return;
    }
    memcpy(item, (const void *)(uintptr_t)at, sizeof(item));
    for (uint32_t i = 0; i < 4; i++) {
        set(model, channel, 4u * i, item[i]);
    }
    load(model, channel);
    model_start(model, channel);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    switch (what) {
    case EVENT_MOVED:
        follow(model, channel);
        break;
    case EVENT_DONE:
        if ((get(model, channel, CONTROL) & 1u << 31) != 0) {
            model->flags[channel] |= DONE;
        }
        if ((get(model, channel, CONFIG) & 1u) != 0) {
            follow(model, channel);
            next_item(model, channel);
        }
        break;
    case EVENT_FLAG:
        model->flags[channel] |= DONE;
        break;
    case EVENT_ERROR:
        model->flags[channel] |= ERROR;
        disable(model, channel);
        break;
    case EVENT_STOPPED:
        break;
    }
}

static void
write_config(struct model *model, uint32_t channel, uint32_t value)
{
    bool was = (get(model, channel, CONFIG) & 1u) != 0;

    set(model, channel, CONFIG, value & ~(1u << 17));
    model->engines[channel].held = (value & 1u << 18) != 0;
    if ((value & 1u) != 0 && !was) {
        if (model->engines[channel].running) {
            model_misuse(model, 0, place(channel, CONFIG));
        }
        load(model, channel);
        model_start(model, channel);
    } else if ((value & 1u) == 0 && was) {
        model_stop(model, channel, STOP_DROP);
    }
}

static void
clear(struct model *model, uint32_t flag, uint32_t value)
{
    for (uint32_t i = 0; i < model->kind->channels; i++) {
        if ((value & 1u << i) != 0) {
            model->flags[i] &= ~flag;
        }
    }
}

/* No clock, no registers; the controller's own enable stops all engines. */
static void
set_clock(struct model *model)
{
    bool has_gate = model->kind->windows[1].size != 0;

    model->off = has_gate && (*model_word(model, 1, 0xc4u) & 1u << 29) == 0;
    for (uint32_t i = 0; i < model->kind->channels; i++) {
        model->engines[i].held = (get(model, i, CONFIG) & 1u << 18) != 0 ||
                                 (model->words[0][0x30u / 4u] & 1u) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t channel = (offset - 0x100u) / 0x20u;

    if (lanes != 0xffffffffu) {
        model_misuse(model, window, offset);
    }
    if (window != 0 || offset == 0x30u || offset == 0x34u) {
        model_store(model, window, offset, value, lanes);
        set_clock(model);
    } else if (offset == 0x08u) {
        clear(model, DONE, value);
    } else if (offset == 0x10u) {
        clear(model, ERROR, value);
    } else if (offset < 0x100u || channel >= model->kind->channels) {
        model_misuse(model, window, offset);
    } else if ((offset & 0x1fu) == CONFIG) {
        write_config(model, channel, value);
        set_clock(model);
    } else {
        if (model->engines[channel].running) {
            model_misuse(model, window, offset);
        }
        model_store(model, window, offset, value, lanes);
    }
}

#define HOOKS                                                                  \
    .reset = reset, .read = read, .write = write, .event = event, .line = line

/* LPC1768: UART0 receives and sends at one address, lines 9 and 8. */
const struct model_kind model_lpc1768 = {
    .name = "PL080",
    .channels = 8,
    .windows = {{0x50004000u, 0x1000u}, {0x400fc000u, 0x1000u}},
    .ports = {0x4000c000u},
    HOOKS,
};

const struct model_kind model_pl081 = {
    .name = "PL081",
    .channels = 2,
    .windows = {{0x50110000u, 0x1000u}},
    HOOKS,
};
