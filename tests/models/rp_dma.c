/* SPDX-License-Identifier: MIT */
/*
 * The DMA of RP2040 and RP2350: their datasheets, sections 2.5 and 12.6, with
 * the RESETS block. An abort lets what is in flight come to its end; ABORT
 * reads 0 before that, and the end of it raises the interrupt (RP2040-E13).
 * Whoever is named by CHAIN_TO is started at the end, unless it is the channel
 * itself.
 */
#include "model.h"

#define ENABLE 1u
#define WRITE_ERROR (1u << 29)
#define READ_ERROR (1u << 30)
#define AHB_ERROR (1u << 31)
#define ERRORS (WRITE_ERROR | READ_ERROR | AHB_ERROR)

enum { READ_ADDR = 0x00, WRITE_ADDR = 0x04, COUNT = 0x08, CTRL = 0x0c };

/* Windows: the page, its aliases that set and clear bits, and RESETS with its.
 */
enum { PAGE, SETS, CLEARS, RESETS, RESETS_SETS, RESETS_CLEARS };

struct part_facts {
    uint32_t step_read, step_write, chain, treq, busy; /* places in CTRL */
    uint32_t abort, count_mask, receive, transmit;
};
static const struct part_facts facts[] = {
    {4, 5, 11, 15, 1u << 24, 0x444u, 0xffffffffu, 21, 20},
    {4, 6, 13, 17, 1u << 26, 0x464u, 0x0fffffffu, 29, 28},
};

static const struct part_facts *
part_of(const struct model *model)
{
    return &facts[model->kind->parameter];
}

static uint32_t
get(const struct model *model, uint32_t channel, uint32_t reg)
{
    return model->words[PAGE][(0x40u * channel + reg) / 4u];
}

static void
set(struct model *model, uint32_t channel, uint32_t reg, uint32_t value)
{
    *model_word(model, PAGE, 0x40u * channel + reg) = value;
}

/* As after power-on: each channel chains to channel 0, RESETS holds it. */
static void
reset(struct model *model)
{
    (void)model;
}

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t enabled = model->words[PAGE][0x404u / 4u];

    return model->flags[channel] != 0 && (enabled & 1u << channel) != 0;
}

static uint32_t
interrupts(const struct model *model)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < model->kind->channels; i++) {
        found |= model->flags[i] != 0 ? 1u << i : 0;
    }
    return found;
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t channel = offset / 0x40u;
    uint32_t value;

    if (window >= RESETS) {
        return offset == 8u ? ~*model_word(model, RESETS, 0)
                            : *model_word(model, RESETS, offset);
    }
    value = *model_word(model, PAGE, offset);
    if (offset == 0x400u) {
        return interrupts(model);
    }
    if (offset == 0x40cu) {
        return interrupts(model) & *model_word(model, PAGE, 0x404u);
    }
    if (offset == part_of(model)->abort) {
        return 0; /* reads 0 too early */
    }
    if (channel >= model->kind->channels) {
        return value;
    }
    if ((offset & 0x3fu) == CTRL) {
        bool busy = model->engines[channel].running;

        return (value & ~part_of(model)->busy) |
               (busy ? part_of(model)->busy : 0);
    }
    return (offset & 0x3fu) == COUNT ? model->counts[channel] : value;
}

static void
load(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    const struct part_facts *part = part_of(model);
    uint32_t ctrl = get(model, channel, CTRL);
    uint32_t treq = ctrl >> part->treq & 0x3fu;

    engine->source = get(model, channel, READ_ADDR);
    engine->target = get(model, channel, WRITE_ADDR);
    engine->source_width = engine->target_width = 1u << (ctrl >> 2 & 3u);
    engine->source_steps = (ctrl & 1u << part->step_read) != 0;
    engine->target_steps = (ctrl & 1u << part->step_write) != 0;
    /* a read is not begun before the request of its write, either way */
    engine->source_waits = treq == part->receive || treq == part->transmit;
    engine->target_waits = false;
    engine->fifo_bytes = 2u * engine->source_width;
    engine->to_read =
        (get(model, channel, COUNT) & part->count_mask) * engine->source_width;
    engine->to_write = engine->to_read;
    engine->held =
        treq != 0x3fu && treq != part->receive && treq != part->transmit;
    model->counts[channel] = get(model, channel, COUNT);
}

static void
trigger(struct model *model, uint32_t channel)
{
    if ((get(model, channel, CTRL) & ENABLE) != 0 &&
        !model->engines[channel].running) {
        load(model, channel);
        model_start(model, channel);
    }
}

/* Bits for rings, wrong-way steps and modes change where it goes. */
static void
check_modes(struct model *model, uint32_t channel)
{
    uint32_t ctrl = get(model, channel, CTRL);
    uint32_t rings = model->kind->parameter == 0 ? 0x7c0u : 0x1fa0u;

    if ((ctrl & rings) != 0 || get(model, channel, COUNT) >> 28 != 0) {
        if (model->watch != NULL) {
            model->watch(channel, 0, 4, true);
        }
    }
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    const struct model_engine *engine = &model->engines[channel];
    uint32_t chain = get(model, channel, CTRL) >> part_of(model)->chain & 0xfu;

    if (what == EVENT_FLAG) {
        model->flags[channel] = 1;
        return;
    }
    if (engine->source_width != 0) {
        model->counts[channel] = engine->to_write / engine->source_width;
    }
    set(model, channel, READ_ADDR, engine->source);
    set(model, channel, WRITE_ADDR, engine->target);
    switch (what) {
    case EVENT_MOVED:
    case EVENT_FLAG:
        break;
    case EVENT_DONE:
        model->flags[channel] = 1;
        if (chain != channel && chain < model->kind->channels) {
            trigger(model, chain);
        }
        break;
    case EVENT_ERROR:
        set(model, channel, CTRL,
            get(model, channel, CTRL) | READ_ERROR | AHB_ERROR);
        model->flags[channel] = 1;
        break;
    case EVENT_STOPPED:
        model->flags[channel] = 1; /* E13 */
        if (model->kind->parameter == 1) {
            trigger(model, channel); /* RP2350-E5: if it is still enabled */
        }
        break;
    }
}

static void
write_channel(struct model *model, uint32_t channel, uint32_t reg,
              uint32_t value)
{
    uint32_t errors;

    switch (reg) {
    case READ_ADDR:
    case WRITE_ADDR:
        if (model->engines[channel].running) {
            model_misuse(model, PAGE, 0x40u * channel + reg);
        }
        set(model, channel, reg, value);
        break;
    case COUNT:
        set(model, channel, COUNT, value);
        if (!model->engines[channel].running) {
            model->counts[channel] = value; /* seen at once, when idle */
        }
        break;
    case CTRL:
        errors = get(model, channel, CTRL) & ERRORS;
        errors &= ~(value & (WRITE_ERROR | READ_ERROR));
        if ((errors & (WRITE_ERROR | READ_ERROR)) == 0) {
            errors = 0;
        }
        set(model, channel, CTRL, (value & ~ERRORS) | errors);
        if ((value & ENABLE) != 0) {
            check_modes(model, channel);
        }
        model->engines[channel].held = (value & ENABLE) == 0;
        trigger(model, channel);
        break;
    default:
        model_misuse(model, PAGE, 0x40u * channel + reg);
        break;
    }
}

static void
write_page(struct model *model, uint32_t offset, uint32_t value)
{
    uint32_t channel = offset / 0x40u;

    if (channel < model->kind->channels) {
        write_channel(model, channel, offset & 0x3fu, value);
    } else if (offset == 0x404u) {
        *model_word(model, PAGE, offset) = value & 0xffffu;
    } else if (offset == 0x400u || offset == 0x40cu ||
               offset == part_of(model)->abort) {
        for (uint32_t i = 0; i < model->kind->channels; i++) {
            if ((value & 1u << i) == 0) {
                continue;
            }
            if (offset == part_of(model)->abort) {
                model_stop(model, i, STOP_FLUSH);
            } else {
                model->flags[i] = 0;
            }
        }
    } else {
        model_misuse(model, PAGE, offset);
    }
}

/* RESETS: bit 2 on both parts. */
static void
write_resets(struct model *model, uint32_t value)
{
    *model_word(model, RESETS, 0) = value;
    if ((value & 1u << 2) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = false;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    uint32_t page = window >= RESETS ? RESETS : PAGE;
    uint32_t old = *model_word(model, page, offset);

    if (lanes != 0xffffffffu) {
        model_misuse(model, window, offset);
    }
    if (window == SETS || window == RESETS_SETS) {
        value = old | value;
    } else if (window == CLEARS || window == RESETS_CLEARS) {
        value = old & ~value;
    }
    if (page == RESETS) {
        write_resets(model, offset == 0 ? value : old);
    } else {
        write_page(model, offset, value);
    }
}

#define HOOKS                                                                  \
    .reset = reset, .read = read, .write = write, .event = event, .line = line
#define WINDOWS(page, resets)                                                  \
    {                                                                          \
        {(page), 0x1000u}, {(page) + 0x2000u, 0x1000u},                        \
            {(page) + 0x3000u, 0x1000u}, {(resets), 0x1000u},                  \
            {(resets) + 0x2000u, 0x1000u}, {(resets) + 0x3000u, 0x1000u},      \
    }

const struct model_kind model_rp2040 = {
    .name = "RP2040 DMA",
    .channels = 12,
    .windows = WINDOWS(0x50000000u, 0x4000c000u),
    .ports = {0x40034000u},
    .parameter = 0,
    HOOKS,
};

const struct model_kind model_rp2350 = {
    .name = "RP2350 DMA",
    .channels = 16,
    .windows = WINDOWS(0x50000000u, 0x40020000u),
    .ports = {0x40070000u},
    .parameter = 1,
    HOOKS,
};
