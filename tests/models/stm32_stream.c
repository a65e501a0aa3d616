/* SPDX-License-Identifier: MIT */
/*
 * DMA1 and DMA2 of STM32H7 with DMAMUX1: ST RM0433, chapters "DMA1, DMA2" and
 * "DMAMUX", and its RCC chapter. EN stays 1 until the access on the bus is
 * over; in FIFO mode it reads 0 while what the FIFO holds is still written
 * (RM0090: "the remaining data is transferred even though the stream is
 * effectively disabled"), and TCIF comes after that.
 */
#include "model.h"

#define TRANSFER_ERROR (1u << 3)
#define COMPLETE (1u << 5)

enum { CR = 0x10, NDTR = 0x14, PAR = 0x18, M0AR = 0x1c, FCR = 0x24 };

#define STRIDE 0x18u
#define RSTR 0x80u
#define ENR 0xd8u

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
    for (uint32_t i = 0; i < model->kind->channels; i++) {
        set(model, i, FCR, 0x21u);
    }
}

/* Where a stream's six flags are in its register. */
static uint32_t
shift(uint32_t channel)
{
    static const uint32_t shifts[] = {0, 6, 16, 22};

    return shifts[channel % 4u];
}

static uint32_t
status(const struct model *model, uint32_t first)
{
    uint32_t value = 0;

    for (uint32_t i = first; i < first + 4u; i++) {
        value |= model->flags[i] << shift(i);
    }
    return value;
}

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t cr = get(model, channel, CR);

    return ((model->flags[channel] & COMPLETE) != 0 && (cr & 1u << 4) != 0) ||
           ((model->flags[channel] & TRANSFER_ERROR) != 0 &&
            (cr & 1u << 2) != 0);
}

static bool
enabled(const struct model_engine *engine)
{
    return engine->running &&
           (engine->stop == STOP_NONE || engine->dying != 0 ||
            engine->fifo_bytes <= engine->source_width);
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t channel = (offset - CR) / STRIDE;
    uint32_t value = *model_word(model, window, offset);

    if (window != 0) {
        return value;
    }
    if (offset < 8u) {
        return status(model, offset == 0 ? 0 : 4);
    }
    if (offset < CR || channel >= model->kind->channels) {
        model_misuse(model, window, offset);
        return 0;
    }
    if (offset == CR + STRIDE * channel) {
        value = (value & ~1u) | (enabled(&model->engines[channel]) ? 1u : 0u);
    } else if (offset == FCR + STRIDE * channel) {
        value = (value & ~0x38u) |
                (model->engines[channel].level == 0 ? 4u << 3 : 1u << 3);
    }
    return value;
}

/* DMAMUX1: the peripheral's request reaches the stream that it is routed to. */
static bool
is_routed(const struct model *model, uint32_t channel, uint32_t request)
{
    uint32_t output = channel + model->kind->parameter;

    return (model->words[1][output] & 0x7fu) == request;
}

static void
load(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t cr = get(model, channel, CR);
    uint32_t way = cr >> 6 & 3u;
    uint32_t port = 1u << (cr >> 11 & 3u), memory = 1u << (cr >> 13 & 3u);
    bool direct = (get(model, channel, FCR) & 4u) == 0 && way != 2u;
    bool out = way == 1u;

    engine->source = get(model, channel, out ? M0AR : PAR);
    engine->target = get(model, channel, out ? PAR : M0AR);
    engine->source_width = out ? memory : port;
    engine->target_width = out ? port : memory;
    if (direct) {
        engine->source_width = engine->target_width = port;
    }
    engine->source_steps = (cr & (out ? 1u << 10 : 1u << 9)) != 0;
    engine->target_steps = (cr & (out ? 1u << 9 : 1u << 10)) != 0;
    engine->source_waits = way == 0u;
    engine->target_waits = out;
    engine->fifo_bytes = direct ? engine->source_width : 16u;
    engine->to_read = (get(model, channel, NDTR) & 0xffffu) * port;
    engine->to_write = engine->to_read;
    if ((way == 0u && !is_routed(model, channel, 41u)) ||
        (way == 1u && !is_routed(model, channel, 42u))) {
        engine->to_read = 0x10000u; /* nobody ever asks */
        engine->held = true;
    } else {
        engine->held = false;
    }
}

/* NDTR counts on the peripheral's side. */
static void
follow(struct model *model, uint32_t channel)
{
    const struct model_engine *engine = &model->engines[channel];
    uint32_t cr = get(model, channel, CR);
    bool out = (cr >> 6 & 3u) == 1u;
    uint32_t port = 1u << (cr >> 11 & 3u);

    if (!engine->held) {
        set(model, channel, NDTR,
            (out ? engine->to_write : engine->to_read) / port);
    }
}

static void
disable(struct model *model, uint32_t channel)
{
    set(model, channel, CR, get(model, channel, CR) & ~1u);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    switch (what) {
    case EVENT_MOVED:
        follow(model, channel);
        break;
    case EVENT_FLAG:
        model->flags[channel] |= COMPLETE;
        break;
    case EVENT_DONE:
        model->flags[channel] |= COMPLETE;
        follow(model, channel);
        disable(model, channel);
        break;
    case EVENT_ERROR:
        follow(model, channel);
        model->flags[channel] |= TRANSFER_ERROR;
        disable(model, channel);
        break;
    case EVENT_STOPPED:
        follow(model, channel);
        model->flags[channel] |= COMPLETE;
        disable(model, channel);
        break;
    }
}

static void
write_control(struct model *model, uint32_t channel, uint32_t value)
{
    struct model_engine *engine = &model->engines[channel];
    bool was = (get(model, channel, CR) & 1u) != 0;

    set(model, channel, CR, value & 0x01ffffffu);
    if ((value & 1u) != 0 && !was) {
        if (engine->running || model->flags[channel] != 0) {
            model_misuse(model, 0, CR + STRIDE * channel);
        }
        load(model, channel);
        model_start(model, channel);
    } else if ((value & 1u) == 0 && was) {
        /* what was read from a peripheral or memory is still written */
        model_stop(model, channel,
                   engine->target_waits ? STOP_DROP : STOP_FLUSH);
    }
}

static void
clear(struct model *model, uint32_t first, uint32_t value)
{
    for (uint32_t i = first; i < first + 4u; i++) {
        model->flags[i] &= ~(value >> shift(i) & 0x3du);
    }
}

/* RCC: the bit of this controller in its reset and clock registers. */
static void
write_rcc(struct model *model)
{
    uint32_t bit = model->kind->parameter == 0 ? 1u : 2u;

    if ((*model_word(model, 2, RSTR) & bit) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = (*model_word(model, 2, ENR) & bit) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t channel = (offset - CR) / STRIDE;

    if (window != 0) {
        model_store(model, window, offset, value, lanes);
        if (window == 2) {
            write_rcc(model);
        }
    } else if (offset == 8u || offset == 0xcu) {
        clear(model, offset == 8u ? 0 : 4, value);
    } else if (offset < CR || channel >= model->kind->channels ||
               lanes != 0xffffffffu) {
        model_misuse(model, window, offset);
    } else if (offset == CR + STRIDE * channel) {
        write_control(model, channel, value);
    } else if (enabled(&model->engines[channel])) {
        model_misuse(model, window, offset); /* protected: lost */
    } else {
        model_store(model, window, offset, value, lanes);
    }
}

#define HOOKS                                                                  \
    .channels = 8, .reset = reset, .read = read, .write = write,               \
    .event = event, .line = line, .ports = {0x40011024u, 0x40011028u}

const struct model_kind model_stm32h7_dma1 = {
    .name = "STM32H7 DMA1",
    .windows = {{0x40020000u, 0x400u},
                {0x40020800u, 0x400u},
                {0x58024400u, 0x400u}},
    .parameter = 0,
    HOOKS,
};

/* Its streams are outputs 8 to 15 of the multiplexer. */
const struct model_kind model_stm32h7_dma2 = {
    .name = "STM32H7 DMA2",
    .windows = {{0x40020400u, 0x400u},
                {0x40020800u, 0x400u},
                {0x58024400u, 0x400u}},
    .parameter = 8,
    HOOKS,
};
