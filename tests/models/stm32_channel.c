/* SPDX-License-Identifier: MIT */
/*
 * The channel DMA of STM32: BDMA of STM32H7 (RM0433), DMA1 of STM32G0 (RM0444)
 * and of STM32L4 (RM0351). There is no busy bit: EN reads as it was written. An
 * item that was read is still written. At the end of the transfer EN stays 1
 * and CNDTR 0; a bus error clears EN.
 */
#include "model.h"

#define COMPLETE (1u << 1)
#define TRANSFER_ERROR (1u << 3)

enum { CCR = 0x08, CNDTR = 0x0c, CPAR = 0x10, CMAR = 0x14 };

#define STRIDE 0x14u

enum part { PART_BDMA, PART_G0, PART_L4 };

/* What differs: RCC's registers and bit, and the requests of a USART. */
struct part_facts {
    uint32_t reset, clock, bit;
    uint32_t receive, transmit;
};

static const struct part_facts facts[] = {
    [PART_BDMA] = {0x88u, 0xe0u, 1u << 21, 9u, 10u}, /* LPUART1 */
    [PART_G0] = {0x28u, 0x38u, 1u, 50u, 51u},        /* USART1 */
    [PART_L4] = {0x28u, 0x48u, 1u, 2u, 2u},          /* USART1: C2S, C1S */
};

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
    uint32_t ccr = get(model, channel, CCR);

    return ((model->flags[channel] & COMPLETE) != 0 && (ccr & 2u) != 0) ||
           ((model->flags[channel] & TRANSFER_ERROR) != 0 && (ccr & 8u) != 0);
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t value = 0;

    if (window != 0 || offset != 0) {
        return *model_word(model, window, offset);
    }
    for (uint32_t i = 0; i < model->kind->channels; i++) {
        uint32_t flags = model->flags[i] | (model->flags[i] != 0 ? 1u : 0u);

        value |= flags << 4u * i;
    }
    return value;
}

/* Returns: whether the peripheral's request reaches the channel. */
static bool
is_routed(const struct model *model, uint32_t channel, uint32_t request)
{
    if (model->kind->parameter == PART_L4) {
        return (model->words[0][0xa8u / 4u] >> 4u * channel & 0xfu) == request;
    }
    return (model->words[1][channel] & 0x7fu) == request;
}

/* A request reaches the channel when it is routed and the USART's is on. */
static void
hold(struct model *model, uint32_t channel)
{
    const struct part_facts *part = &facts[model->kind->parameter];
    uint32_t ccr = get(model, channel, CCR);
    bool out = (ccr & 1u << 4) != 0, paced = (ccr & 1u << 14) == 0;
    uint32_t on = *model_word(model, 3, 0x8u) & (out ? 1u << 7 : 1u << 6);

    model->engines[channel].held =
        paced && (on == 0 || !is_routed(model, channel,
                                        out ? part->transmit : part->receive));
}

static void
load(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t ccr = get(model, channel, CCR);
    bool out = (ccr & 1u << 4) != 0, paced = (ccr & 1u << 14) == 0;
    uint32_t port = 1u << (ccr >> 8 & 3u), memory = 1u << (ccr >> 10 & 3u);

    engine->source = get(model, channel, out ? CMAR : CPAR);
    engine->target = get(model, channel, out ? CPAR : CMAR);
    engine->source_width = out ? memory : port;
    engine->target_width = out ? port : memory;
    engine->source_steps = (ccr & (out ? 1u << 7 : 1u << 6)) != 0;
    engine->target_steps = (ccr & (out ? 1u << 6 : 1u << 7)) != 0;
    engine->source_waits = paced && !out;
    engine->target_waits = paced && out;
    engine->fifo_bytes = engine->source_width;
    engine->to_read =
        (get(model, channel, CNDTR) & 0xffffu) * engine->source_width;
    engine->to_write = engine->to_read;
    hold(model, channel);
}

static void
follow(struct model *model, uint32_t channel)
{
    const struct model_engine *engine = &model->engines[channel];

    set(model, channel, CNDTR, engine->to_write / engine->source_width);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    if (what == EVENT_STOPPED) {
        return;
    }
    if (what != EVENT_FLAG) {
        follow(model, channel);
    }
    if (what == EVENT_DONE || what == EVENT_FLAG) {
        model->flags[channel] |= COMPLETE;
    } else if (what == EVENT_ERROR) {
        model->flags[channel] |= TRANSFER_ERROR;
        set(model, channel, CCR, get(model, channel, CCR) & ~1u);
    }
}

static void
write_control(struct model *model, uint32_t channel, uint32_t value)
{
    bool was = (get(model, channel, CCR) & 1u) != 0;

    set(model, channel, CCR, value & 0x7fffu);
    if ((value & 1u) != 0 && !was) {
        if (model->engines[channel].running) {
            model_misuse(model, 0, CCR + STRIDE * channel);
        }
        load(model, channel);
        model_start(model, channel);
    } else if ((value & 1u) == 0 && was) {
        model_stop(model, channel,
                   model->engines[channel].target_waits ? STOP_DROP
                                                        : STOP_FLUSH);
    }
}

/* Erratum ES0548 2.4.1: a write of CGIF can lose an error, so it is misuse. */
static void
clear(struct model *model, uint32_t value)
{
    for (uint32_t i = 0; i < model->kind->channels; i++) {
        if ((value >> 4u * i & 1u) != 0) {
            model_misuse(model, 0, 4u);
        }
        model->flags[i] &= ~(value >> 4u * i & 0xeu);
    }
}

static void
write_rcc(struct model *model)
{
    const struct part_facts *part = &facts[model->kind->parameter];

    if ((*model_word(model, 2, part->reset) & part->bit) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = (*model_word(model, 2, part->clock) & part->bit) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t channel = (offset - CCR) / STRIDE;

    if (window != 0 || offset == 0xa8u) {
        model_store(model, window, offset, value, lanes);
        if (window == 2) {
            write_rcc(model);
        }
        for (uint32_t i = 0; i < model->kind->channels; i++) {
            if ((get(model, i, CCR) & 1u) != 0) {
                hold(model, i);
            }
        }
    } else if (offset == 4u) {
        clear(model, value);
    } else if (offset < CCR || channel >= model->kind->channels ||
               lanes != 0xffffffffu) {
        model_misuse(model, window, offset);
    } else if (offset == CCR + STRIDE * channel) {
        write_control(model, channel, value);
    } else if ((get(model, channel, CCR) & 1u) != 0) {
        model_misuse(model, window, offset); /* protected: lost */
    } else {
        model_store(model, window, offset, value, lanes);
    }
}

#define HOOKS                                                                  \
    .reset = reset, .read = read, .write = write, .event = event, .line = line

const struct model_kind model_stm32h7_bdma = {
    .name = "STM32H7 BDMA",
    .channels = 8,
    .windows = {{0x58025400u, 0x400u},
                {0x58025800u, 0x400u},
                {0x58024400u, 0x400u},
                {0x58000c00u, 0x20u}},
    .ports = {0x58000c24u, 0x58000c28u},
    .parameter = PART_BDMA,
    HOOKS,
};

const struct model_kind model_stm32g0 = {
    .name = "STM32G0 DMA1",
    .channels = 7,
    .windows = {{0x40020000u, 0x400u},
                {0x40020800u, 0x400u},
                {0x40021000u, 0x400u},
                {0x40013800u, 0x20u}},
    .ports = {0x40013824u, 0x40013828u},
    .parameter = PART_G0,
    HOOKS,
};

const struct model_kind model_stm32l4 = {
    .name = "STM32L4 DMA1",
    .channels = 7,
    .windows = {{0x40020000u, 0x400u},
                {0},
                {0x40021000u, 0x400u},
                {0x40013800u, 0x20u}},
    .ports = {0x40013824u, 0x40013828u},
    .parameter = PART_L4,
    HOOKS,
};
