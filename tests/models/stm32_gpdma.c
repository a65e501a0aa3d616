/* SPDX-License-Identifier: MIT */
/*
 * GPDMA1 of STM32U5 (RM0456) and STM32H5 (RM0481), chapter "GPDMA", and the
 * RCC chapters. EN cannot be cleared by a write: a channel is suspended, which
 * ends its burst and empties its FIFO, and then reset. RESET does nothing
 * while it moves data.
 */
#include "model.h"

#define IDLEF 1u
#define COMPLETE (1u << 8)
#define TRANSFER_ERROR (1u << 10)
#define SUSPENDED (1u << 13)

enum {
    LBAR = 0x00,
    FCR = 0x0c,
    SR = 0x10,
    CR = 0x14,
    TR1 = 0x40,
    TR2 = 0x44,
    BR1 = 0x48,
    SAR = 0x4c,
    DAR = 0x50,
    LLR = 0x7c,
};

/* RCC of U5 and of H5; the parameter says which. */
struct part_facts {
    uint32_t reset, clock, receive, transmit;
};
static const struct part_facts facts[] = {
    {0x60u, 0x88u, 24u, 25u}, /* U5: USART1 */
    {0x60u, 0x88u, 21u, 22u}, /* H5: USART1 */
};

static uint32_t
place(uint32_t channel, uint32_t reg)
{
    return 0x50u + 0x80u * channel + reg;
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
    return (model->flags[channel] & get(model, channel, CR) & 0x7f00u) != 0;
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t channel = (offset - 0x50u) / 0x80u;

    if (window != 0 || offset < 0x50u) {
        return *model_word(model, window, offset);
    }
    if (channel < model->kind->channels && offset == place(channel, SR)) {
        bool idle = (get(model, channel, CR) & 1u) == 0;

        return model->flags[channel] | (idle ? IDLEF : 0) |
               model->engines[channel].level << 16;
    }
    return *model_word(model, window, offset);
}

static void
load(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    const struct part_facts *part = &facts[model->kind->parameter];
    uint32_t tr1 = get(model, channel, TR1), tr2 = get(model, channel, TR2);
    bool paced = (tr2 & 1u << 9) == 0, out = (tr2 & 1u << 10) != 0;

    engine->source = get(model, channel, SAR);
    engine->target = get(model, channel, DAR);
    engine->source_width = 1u << (tr1 & 3u);
    engine->target_width = 1u << (tr1 >> 16 & 3u);
    engine->source_steps = (tr1 & 1u << 3) != 0;
    engine->target_steps = (tr1 & 1u << 19) != 0;
    engine->source_waits = paced && !out;
    engine->target_waits = paced && out;
    engine->fifo_bytes = 8;
    engine->to_read = get(model, channel, BR1) & 0xffffu;
    engine->to_write = engine->to_read;
    engine->held =
        paced && (tr2 & 0x7fu) != (out ? part->transmit : part->receive);
    if (get(model, channel, LLR) != 0 && model->watch != NULL) {
        model->watch(channel, get(model, channel, LBAR), 4, false);
    }
}

static void
follow(struct model *model, uint32_t channel)
{
    const struct model_engine *engine = &model->engines[channel];

    set(model, channel, SAR, engine->source);
    set(model, channel, DAR, engine->target);
    set(model, channel, BR1, engine->to_read);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    if (what == EVENT_FLAG) {
        model->flags[channel] |= COMPLETE;
        return;
    }
    follow(model, channel);
    if (what == EVENT_DONE) {
        model->flags[channel] |= COMPLETE;
        set(model, channel, CR, get(model, channel, CR) & ~1u);
    } else if (what == EVENT_ERROR) {
        model->flags[channel] |= TRANSFER_ERROR;
        set(model, channel, CR, get(model, channel, CR) & ~1u);
    } else if (what == EVENT_STOPPED) {
        model->flags[channel] |= SUSPENDED;
    }
}

static void
write_control(struct model *model, uint32_t channel, uint32_t value)
{
    bool was = (get(model, channel, CR) & 1u) != 0;
    bool moves = model->engines[channel].running;

    set(model, channel, CR, (value & 0x00c37f04u) | (was ? 1u : 0u));
    if ((value & 2u) != 0 && !moves) {
        model->engines[channel].level = 0;
        set(model, channel, CR, value & 0x00c37f00u);
        return;
    }
    if ((value & 4u) != 0 && was) {
        /* what waits for a peripheral is lost with the FIFO */
        model_stop(model, channel,
                   model->engines[channel].target_waits ? STOP_DROP
                                                        : STOP_FLUSH);
    }
    if ((value & 1u) != 0 && !was) {
        if ((model->flags[channel] & SUSPENDED) != 0 || (value & 4u) != 0) {
            model_misuse(model, 0, place(channel, CR));
        }
        set(model, channel, CR, get(model, channel, CR) | 1u);
        load(model, channel);
        model_start(model, channel);
    }
}

static void
write_rcc(struct model *model)
{
    const struct part_facts *part = &facts[model->kind->parameter];

    if ((*model_word(model, 2, part->reset) & 1u) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = (*model_word(model, 2, part->clock) & 1u) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t channel = (offset - 0x50u) / 0x80u;

    if (window != 0) {
        model_store(model, window, offset, value, lanes);
        write_rcc(model);
    } else if (offset < 0x50u || channel >= model->kind->channels ||
               lanes != 0xffffffffu || offset == place(channel, SR)) {
        model_misuse(model, window, offset);
    } else if (offset == place(channel, CR)) {
        write_control(model, channel, value);
    } else if (offset == place(channel, FCR)) {
        model->flags[channel] &= ~(value & 0x7f00u);
    } else if ((get(model, channel, CR) & 1u) != 0) {
        model_misuse(model, window, offset); /* protected: lost */
    } else {
        model_store(model, window, offset, value, lanes);
    }
}

#define HOOKS                                                                  \
    .reset = reset, .read = read, .write = write, .event = event, .line = line

const struct model_kind model_stm32u5 = {
    .name = "STM32U5 GPDMA1",
    .channels = 16,
    .windows = {{0x40020000u, 0x1000u}, {0}, {0x46020c00u, 0x400u}},
    .ports = {0x40013824u, 0x40013828u},
    .parameter = 0,
    HOOKS,
};

const struct model_kind model_stm32h5 = {
    .name = "STM32H5 GPDMA1",
    .channels = 8,
    .windows = {{0x40020000u, 0x1000u}, {0}, {0x44020c00u, 0x400u}},
    .ports = {0x40013824u, 0x40013828u},
    .parameter = 1,
    HOOKS,
};
