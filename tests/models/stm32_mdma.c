/* SPDX-License-Identifier: MIT */
/*
 * MDMA of STM32H7: RM0433, chapter "MDMA", and its RCC chapter. The unit of
 * work is a buffer of up to 128 bytes; after EN was cleared EN reads 1, and
 * CTCIF 0, until the buffer at work is over.
 */
#include "model.h"

#define TRANSFER_ERROR 1u
#define COMPLETE 2u

enum {
    ISR = 0x00,
    IFCR = 0x04,
    CR = 0x0c,
    TCR = 0x10,
    BNDTR = 0x14,
    SAR = 0x18,
    DAR = 0x1c,
    BRUR = 0x20,
    LAR = 0x24,
    TBR = 0x28,
    MAR = 0x30,
};

static uint32_t
place(uint32_t channel, uint32_t reg)
{
    return 0x40u + 0x40u * channel + reg;
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

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t cr = get(model, channel, CR);

    return ((model->flags[channel] & TRANSFER_ERROR) != 0 && (cr & 2u) != 0) ||
           ((model->flags[channel] & COMPLETE) != 0 && (cr & 4u) != 0);
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t channel = (offset - 0x40u) / 0x40u;
    uint32_t value = *model_word(model, window, offset);

    if (window != 0) {
        return value;
    }
    if (offset < 0x40u || channel >= model->kind->channels) {
        model_misuse(model, window, offset);
        return 0;
    }
    switch ((offset - 0x40u) & 0x3fu) {
    case ISR:
        return model->flags[channel];
    case CR:
        return (value & ~1u) | (model->engines[channel].running ? 1u : 0u);
    default:
        return value;
    }
}

/* The port is chosen by a bit of TBR, not by the address: it has to agree. */
static bool
is_wrong_bus(uint32_t address, bool ahb)
{
    uint32_t top = address >> 24;

    return (top == 0x00u || top == 0x20u) != ahb;
}

static void
load(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t tcr = get(model, channel, TCR), tbr = get(model, channel, TBR);

    engine->source = get(model, channel, SAR);
    engine->target = get(model, channel, DAR);
    engine->source_width = 1u << (tcr >> 4 & 3u);
    engine->target_width = 1u << (tcr >> 6 & 3u);
    engine->source_steps = (tcr & 3u) == 2u;
    engine->target_steps = (tcr >> 2 & 3u) == 2u;
    engine->fifo_bytes = (tcr >> 18 & 0x7fu) + 1u;
    engine->to_read = get(model, channel, BNDTR) & 0x1ffffu;
    engine->to_write = engine->to_read;
    /* a software request, for the block: nothing else ever asks here */
    engine->held = (tcr & 1u << 30) == 0 || (tcr >> 28 & 3u) != 1u;
    if (is_wrong_bus(engine->source, (tbr & 1u << 16) != 0) ||
        is_wrong_bus(engine->target, (tbr & 1u << 17) != 0)) {
        engine->source |= 1u; /* does not answer: a bus error */
        engine->source_width = 8u;
    }
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    const struct model_engine *engine = &model->engines[channel];

    if (what == EVENT_FLAG) {
        model->flags[channel] |= COMPLETE;
        return;
    }
    if (what == EVENT_DONE || what == EVENT_STOPPED) {
        model->flags[channel] |= COMPLETE;
    } else if (what == EVENT_ERROR) {
        model->flags[channel] |= TRANSFER_ERROR;
    }
    if (!engine->running) {
        set(model, channel, CR, get(model, channel, CR) & ~1u);
    }
    set(model, channel, BNDTR, engine->to_write);
    set(model, channel, SAR, engine->source);
    set(model, channel, DAR, engine->target);
}

static void
write_control(struct model *model, uint32_t channel, uint32_t value,
              uint32_t lanes)
{
    uint32_t before = get(model, channel, CR);
    uint32_t now = model_store(model, 0, place(channel, CR), value, lanes);

    set(model, channel, CR, now & ~(1u << 16));
    if ((now & 1u) == 0) {
        model_stop(model, channel, STOP_FLUSH);
        return;
    }
    if ((before & 1u) == 0 && (model->flags[channel] & COMPLETE) != 0) {
        model_misuse(model, 0, place(channel, CR));
    }
    if ((now & 1u << 16) != 0 && !model->engines[channel].running) {
        load(model, channel);
        model_start(model, channel);
        /* the mask register makes it write a word somewhere else */
        if (get(model, channel, MAR) != 0 && model->watch != NULL) {
            model->watch(channel, get(model, channel, MAR), 4, true);
        }
        if (get(model, channel, LAR) != 0 && model->watch != NULL) {
            model->watch(channel, get(model, channel, LAR), 4, false);
        }
    }
}

static void
write_rcc(struct model *model)
{
    if ((*model_word(model, 2, 0x7cu) & 1u) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = (*model_word(model, 2, 0xd4u) & 1u) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t channel = (offset - 0x40u) / 0x40u;
    uint32_t reg = (offset - 0x40u) & 0x3fu;

    if (window != 0) {
        model_store(model, window, offset, value, lanes);
        write_rcc(model);
    } else if (offset < 0x40u || channel >= model->kind->channels) {
        model_misuse(model, window, offset);
    } else if (reg == CR) {
        write_control(model, channel, value, lanes);
    } else if (reg == IFCR) {
        model->flags[channel] &= ~(value & 0x1fu);
    } else if (model->engines[channel].running) {
        model_misuse(model, window, offset);
    } else {
        model_store(model, window, offset, value, lanes);
    }
}

const struct model_kind model_stm32h7_mdma = {
    .name = "STM32H7 MDMA",
    .channels = 16,
    .windows = {{0x52000000u, 0x1000u}, {0}, {0x58024400u, 0x400u}},
    .reset = reset,
    .read = read,
    .write = write,
    .event = event,
    .line = line,
};
