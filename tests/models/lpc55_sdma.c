/* SPDX-License-Identifier: MIT */
/*
 * DMA0 of LPC55S69: NXP UM11126, chapters "DMA controller", "INPUTMUX" and
 * "SYSCON". Addresses come from a descriptor in RAM, read when the channel is
 * triggered: those of the last element. XFERCOUNT is one less than what is
 * left, and 0x3ff after the last. BUSY: something is in the pipeline; ACTIVE
 * stays until the transfer is over or was aborted.
 */
#include "model.h"

#include <string.h>

#include "host.h"

#define ERROR 1u
#define INTA 2u
#define ENABLED 4u
#define INTERRUPTS 8u
#define ACTIVE 16u
#define TRIGGERED 32u

enum { CFG = 0x400, CTLSTAT = 0x404, XFERCFG = 0x408 };

#define STRIDE 0x10u
#define VALID 1u
#define SWTRIG 4u

static uint32_t
get(const struct model *model, uint32_t channel, uint32_t reg)
{
    return model->words[0][(reg + STRIDE * channel) / 4u];
}

static void
set(struct model *model, uint32_t channel, uint32_t reg, uint32_t value)
{
    *model_word(model, 0, reg + STRIDE * channel) = value;
}

static void
reset(struct model *model)
{
    (void)model;
}

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t flags = model->flags[channel];

    return (flags & INTERRUPTS) != 0 && (flags & (ERROR | INTA)) != 0;
}

static uint32_t
bits(const struct model *model, uint32_t flag)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < model->kind->channels; i++) {
        found |= (model->flags[i] & flag) != 0 ? 1u << i : 0;
    }
    return found;
}

static uint32_t
busy(const struct model *model)
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
    if (window != 0) {
        return *model_word(model, window, offset);
    }
    switch (offset) {
    case 0x20u:
        return bits(model, ENABLED);
    case 0x30u:
        return bits(model, ACTIVE);
    case 0x38u:
        return busy(model);
    case 0x40u:
        return bits(model, ERROR);
    case 0x48u:
        return bits(model, INTERRUPTS);
    case 0x58u:
        return bits(model, INTA);
    default:
        return *model_word(model, window, offset);
    }
}

static uint32_t
width_of(uint32_t xfercfg)
{
    return 1u << (xfercfg >> 8 & 3u);
}

/* Effect: the channel's descriptor is read, and the transfer begins. */
static void
begin(struct model *model, uint32_t channel)
{
    static const uint32_t steps[] = {0, 1, 2, 4};
    struct model_engine *engine = &model->engines[channel];
    uint32_t at = model->words[0][2] + STRIDE * channel;
    uint32_t xfercfg = get(model, channel, XFERCFG);
    uint32_t width = width_of(xfercfg), item[4];
    uint32_t back = (xfercfg >> 16 & 0x3ffu) * width;

    if (!host_is_memory(at, sizeof(item))) {
        model->flags[channel] |= ERROR;
        return;
    }
    memcpy(item, (const void *)(uintptr_t)at, sizeof(item));
    engine->source_steps = steps[xfercfg >> 12 & 3u] != 0;
    engine->target_steps = steps[xfercfg >> 14 & 3u] != 0;
    engine->source = item[1] - (engine->source_steps ? back : 0);
    engine->target = item[2] - (engine->target_steps ? back : 0);
    engine->source_width = engine->target_width = width;
    engine->fifo_bytes = width;
    engine->to_read = engine->to_write = back + width;
    engine->held = (get(model, channel, CFG) & 1u) != 0 && !model->requests;
    model->flags[channel] |= ACTIVE;
    if ((xfercfg & 2u) != 0 && model->watch != NULL) { /* RELOAD */
        model->watch(channel, item[3], 16, false);
    }
    model_start(model, channel);
}

static void
try_to_begin(struct model *model, uint32_t channel)
{
    uint32_t flags = model->flags[channel];

    if ((flags & ENABLED) != 0 && (flags & TRIGGERED) != 0 &&
        (get(model, channel, XFERCFG) & VALID) != 0 &&
        !model->engines[channel].running && model->words[0][0] == 1u) {
        begin(model, channel);
    }
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    const struct model_engine *engine = &model->engines[channel];
    uint32_t xfercfg = get(model, channel, XFERCFG);

    if (what == EVENT_FLAG) {
        model->flags[channel] |= INTA;
        return;
    }
    uint32_t left = engine->to_write / width_of(xfercfg);

    if (what == EVENT_MOVED || !engine->running) {
        set(model, channel, XFERCFG,
            (xfercfg & 0xfc00ffffu) | ((left - 1u) & 0x3ffu) << 16);
    }
    if (what == EVENT_ERROR) {
        model->flags[channel] |= ERROR;
        model->flags[channel] &= ~ENABLED;
    } else if (what == EVENT_DONE) {
        model->flags[channel] |= (xfercfg & 1u << 4) != 0 ? INTA : 0;
        model->flags[channel] &= ~(ACTIVE | TRIGGERED);
        set(model, channel, XFERCFG, get(model, channel, XFERCFG) & ~VALID);
    }
}

/* Set and clear registers: what a 1 does to a channel. */
static void
write_bit(struct model *model, uint32_t offset, uint32_t channel)
{
    uint32_t *flags = &model->flags[channel];

    switch (offset) {
    case 0x20u:
        *flags |= ENABLED;
        break;
    case 0x28u:
        *flags &= ~ENABLED;
        model_stop(model, channel, STOP_FLUSH);
        break;
    case 0x40u:
        *flags &= ~ERROR;
        break;
    case 0x48u:
        *flags |= INTERRUPTS;
        break;
    case 0x50u:
        *flags &= ~INTERRUPTS;
        break;
    case 0x58u:
        *flags &= ~INTA;
        break;
    case 0x60u:
        break;
    case 0x68u:
        set(model, channel, XFERCFG, get(model, channel, XFERCFG) | VALID);
        break;
    case 0x70u:
        *flags |= TRIGGERED;
        break;
    case 0x78u: /* ABORT: only of a channel that is not busy */
        if (model->engines[channel].running) {
            model_misuse(model, 0, offset);
        } else {
            *flags &= ~(ACTIVE | TRIGGERED);
        }
        break;
    default:
        model_misuse(model, 0, offset);
        break;
    }
    try_to_begin(model, channel);
}

static void
write_xfercfg(struct model *model, uint32_t channel, uint32_t value)
{
    if (model->engines[channel].running) {
        model_misuse(model, 0, XFERCFG + STRIDE * channel);
    }
    set(model, channel, XFERCFG, value & ~SWTRIG);
    if ((value & SWTRIG) != 0) {
        model->flags[channel] |= TRIGGERED;
    }
    try_to_begin(model, channel);
}

/* SYSCON: PRESETCTRL0 and AHBCLKCTRL0, each with set and clear registers. */
static void
write_syscon(struct model *model, uint32_t offset, uint32_t value)
{
    uint32_t *resets = model_word(model, 1, 0x100u);
    uint32_t *clocks = model_word(model, 1, 0x200u);

    switch (offset) {
    case 0x120u:
        *resets |= value;
        break;
    case 0x140u:
        *resets &= ~value;
        break;
    case 0x220u:
        *clocks |= value;
        break;
    case 0x240u:
        *clocks &= ~value;
        break;
    default:
        model_misuse(model, 1, offset);
        break;
    }
    if ((*resets & 1u << 20) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = (*clocks & 1u << 20) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t channel = (offset - CFG) / STRIDE;

    if (window == 1) {
        write_syscon(model, offset, value);
    } else if (lanes != 0xffffffffu) {
        model_misuse(model, window, offset);
    } else if (offset == 0 || offset == 8u) {
        model_store(model, window, offset, value, lanes);
    } else if (offset < CFG) {
        for (uint32_t i = 0; i < model->kind->channels; i++) {
            if ((value & 1u << i) != 0) {
                write_bit(model, offset, i);
            }
        }
    } else if (channel >= model->kind->channels ||
               offset == CTLSTAT + STRIDE * channel) {
        model_misuse(model, window, offset);
    } else if (offset == XFERCFG + STRIDE * channel) {
        write_xfercfg(model, channel, value);
    } else {
        model_store(model, window, offset, value, lanes);
    }
}

const struct model_kind model_lpc55 = {
    .name = "LPC55S69 SDMA",
    .channels = 23,
    .windows = {{0x40082000u, 0x1000u}, {0x40000000u, 0x1000u}},
    .ram = {0x20000000u, 0x200u},
    .reset = reset,
    .read = read,
    .write = write,
    .event = event,
    .line = line,
};
