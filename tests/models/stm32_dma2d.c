/* SPDX-License-Identifier: MIT */
/*
 * DMA2D of STM32H7, memory to memory: RM0433, chapter "DMA2D", and its RCC
 * chapter. A shape of NL lines of PL pixels; its address registers hold where
 * it began.
 */
#include "model.h"

#define TRANSFER_ERROR 1u
#define COMPLETE 2u
#define CONFIGURATION_ERROR (1u << 5)

enum {
    CR = 0x00,
    ISR = 0x04,
    IFCR = 0x08,
    FGMAR = 0x0c,
    FGOR = 0x10,
    FGPFCCR = 0x1c,
    BGPFCCR = 0x24,
    OMAR = 0x3c,
    OOR = 0x40,
    NLR = 0x44,
};

static void
reset(struct model *model)
{
    (void)model;
}

static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t cr = model->words[0][CR / 4];

    (void)channel;
    return ((model->flags[0] & COMPLETE) != 0 && (cr & 1u << 9) != 0) ||
           ((model->flags[0] & TRANSFER_ERROR) != 0 && (cr & 1u << 8) != 0) ||
           ((model->flags[0] & CONFIGURATION_ERROR) != 0 &&
            (cr & 1u << 13) != 0);
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    uint32_t value = *model_word(model, window, offset);

    if (window != 0) {
        return value;
    }
    if (offset == ISR) {
        return model->flags[0];
    }
    if (offset == CR) {
        return (value & ~7u) | (model->engines[0].running ? 1u : 0u);
    }
    return value;
}

/* Returns: bytes of a pixel in the colour mode of the source. */
static uint32_t
pixel(const struct model *model)
{
    static const uint32_t bytes[] = {4, 3, 2, 2, 2};
    uint32_t mode = model->words[0][FGPFCCR / 4] & 0xfu;

    return mode < 5 ? bytes[mode] : 1;
}

static void
start(struct model *model)
{
    struct model_engine *engine = &model->engines[0];
    uint32_t nlr = *model_word(model, 0, NLR), width = pixel(model);
    uint32_t bytes = (nlr >> 16 & 0x3fffu) * width * (nlr & 0xffffu);

    engine->source = *model_word(model, 0, FGMAR);
    engine->target = *model_word(model, 0, OMAR);
    engine->source_width = engine->target_width = width;
    engine->source_steps = engine->target_steps = true;
    engine->fifo_bytes = 64;
    engine->to_read = engine->to_write = bytes;
    model->counts[0] = bytes;
    if (bytes == 0 || (*model_word(model, 0, CR) >> 16 & 7u) != 0 ||
        engine->source % width != 0 || engine->target % width != 0) {
        model->flags[0] |= CONFIGURATION_ERROR;
        *model_word(model, 0, CR) &= ~1u;
        return;
    }
    model_start(model, 0);
}

/* At the end of a line each end skips its offset. */
static void
end_of_line(struct model *model)
{
    struct model_engine *engine = &model->engines[0];
    uint32_t length =
        (*model_word(model, 0, NLR) >> 16 & 0x3fffu) * engine->source_width;
    uint32_t written = model->counts[0] - engine->to_write;

    if (written != 0 && written % length == 0 && engine->level == 0) {
        engine->source +=
            (*model_word(model, 0, FGOR) & 0x3fffu) * engine->source_width;
        engine->target +=
            (*model_word(model, 0, OOR) & 0x3fffu) * engine->source_width;
    }
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    (void)channel;
    if (what == EVENT_MOVED) {
        end_of_line(model);
    } else if (what == EVENT_DONE || what == EVENT_FLAG) {
        model->flags[0] |= COMPLETE;
    } else if (what == EVENT_ERROR) {
        model->flags[0] |= TRANSFER_ERROR;
    }
    if (!model->engines[0].running) {
        *model_word(model, 0, CR) &= ~7u;
    }
}

static void
write_control(struct model *model, uint32_t value)
{
    bool running = model->engines[0].running;

    *model_word(model, 0, CR) = value & 0x00073f43u;
    if ((value & 4u) != 0 && running) {
        model_stop(model, 0, STOP_DROP);
    } else if ((value & 1u) != 0 && !running) {
        if ((*model_word(model, 0, CR) & 2u) != 0) {
            model_misuse(model, 0, CR);
        }
        start(model);
    }
}

static void
write_rcc(struct model *model)
{
    if ((*model_word(model, 2, 0x7cu) & 1u << 4) != 0) {
        model_reset(model);
        model->off = true;
    } else {
        model->off = (*model_word(model, 2, 0xd4u) & 1u << 4) == 0;
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    if (window != 0) {
        model_store(model, window, offset, value, lanes);
        write_rcc(model);
    } else if (lanes != 0xffffffffu || offset > 0x4cu || offset == ISR) {
        model_misuse(model, window, offset);
    } else if (offset == CR) {
        write_control(model, value);
    } else if (offset == IFCR) {
        model->flags[0] &= ~(value & 0x3fu);
    } else if (model->engines[0].running) {
        model_misuse(model, window, offset);
    } else {
        model_store(model, window, offset, value, lanes);
        if ((offset == FGPFCCR || offset == BGPFCCR) &&
            (value & 1u << 5) != 0 && model->watch != NULL) {
            model->watch(0, 0, 4, false); /* loads a colour table: a read */
        }
    }
}

const struct model_kind model_stm32h7_dma2d = {
    .name = "STM32H7 DMA2D",
    .channels = 1,
    .tail = 2,
    .windows = {{0x52001000u, 0x400u}, {0}, {0x58024400u, 0x400u}},
    .reset = reset,
    .read = read,
    .write = write,
    .event = event,
    .line = line,
};
