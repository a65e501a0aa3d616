/* SPDX-License-Identifier: MIT */
/*
 * EasyDMA of SPIM0 of nRF52840: product specification, chapters "SPIM" and
 * "EasyDMA". The line is looped back: what is sent is received. PTR and MAXCNT
 * are taken over at the start. After STOP the byte on the line is finished;
 * STOP of what is at rest says nothing.
 */
#include "model.h"

enum {
    START = 0x010,
    STOP = 0x014,
    STOPPED = 0x104,
    ENDRX = 0x110,
    END = 0x118,
    ENDTX = 0x120,
    STARTED = 0x14c,
    SHORTS = 0x200,
    INTEN = 0x300,
    INTENSET = 0x304,
    INTENCLR = 0x308,
    ENABLE = 0x500,
    RXPTR = 0x534,
    RXMAXCNT = 0x538,
    RXAMOUNT = 0x53c,
    RXLIST = 0x540,
    TXPTR = 0x544,
    TXMAXCNT = 0x548,
    TXAMOUNT = 0x54c,
    TXLIST = 0x550,
};

static void
reset(struct model *model)
{
    (void)model;
}

/* Interrupt bits are the places of the events. */
static bool
line(const struct model *model, uint32_t channel)
{
    uint32_t enabled = model->words[0][INTEN / 4];

    (void)channel;
    for (uint32_t i = 0; i < 32; i++) {
        if ((enabled & 1u << i) != 0 &&
            model->words[0][(0x100u + 4u * i) / 4u] != 0) {
            return true;
        }
    }
    return false;
}

static uint32_t
read(struct model *model, uint32_t window, uint32_t offset)
{
    if (offset < 0x100u) {
        model_misuse(model, window, offset);
        return 0;
    }
    if (offset == INTENSET || offset == INTENCLR) {
        offset = INTEN;
    }
    return *model_word(model, window, offset);
}

static void
start(struct model *model)
{
    struct model_engine *engine = &model->engines[0];
    uint32_t count = *model_word(model, 0, TXMAXCNT) & 0xffffu;

    if (*model_word(model, 0, ENABLE) != 7u || engine->running ||
        (*model_word(model, 0, RXMAXCNT) & 0xffffu) != count) {
        model_misuse(model, 0, START);
        return;
    }
    engine->source = *model_word(model, 0, TXPTR);
    engine->target = *model_word(model, 0, RXPTR);
    engine->source_width = engine->target_width = 1;
    engine->source_steps = engine->target_steps = true;
    engine->fifo_bytes = 1;
    engine->to_read = engine->to_write = count;
    model->counts[0] = count;
    *model_word(model, 0, RXAMOUNT) = 0;
    *model_word(model, 0, TXAMOUNT) = 0;
    *model_word(model, 0, STARTED) = 1;
    if ((*model_word(model, 0, RXLIST) | *model_word(model, 0, TXLIST) |
         *model_word(model, 0, SHORTS)) != 0 &&
        model->watch != NULL) {
        model->watch(0, 0, 4, true); /* it would go on behind its buffer */
    }
    model_start(model, 0);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    const struct model_engine *engine = &model->engines[channel];

    if (what != EVENT_FLAG) {
        *model_word(model, 0, RXAMOUNT) = model->counts[0] - engine->to_write;
        *model_word(model, 0, TXAMOUNT) = model->counts[0] - engine->to_read;
    }
    if (what == EVENT_DONE || what == EVENT_FLAG) {
        *model_word(model, 0, ENDRX) = 1;
        *model_word(model, 0, ENDTX) = 1;
        *model_word(model, 0, END) = 1;
    } else if (what == EVENT_STOPPED) {
        *model_word(model, 0, STOPPED) = 1;
    }
}

static void
write_task(struct model *model, uint32_t offset, uint32_t value)
{
    if (offset == START && value == 1u) {
        start(model);
    } else if (offset == STOP && value == 1u) {
        model_stop(model, 0, STOP_FLUSH);
    } else {
        model_misuse(model, 0, offset);
    }
}

static void
write(struct model *model, uint32_t window, uint32_t offset, uint32_t value,
      uint32_t lanes)
{
    if (lanes != 0xffffffffu) {
        model_misuse(model, window, offset);
    } else if (offset < 0x100u) {
        write_task(model, offset, value);
    } else if (offset < 0x200u) {
        if (value == 0) { /* an event is only cleared */
            *model_word(model, 0, offset) = 0;
        }
    } else if (offset == INTENSET) {
        *model_word(model, 0, INTEN) |= value;
    } else if (offset == INTENCLR) {
        *model_word(model, 0, INTEN) &= ~value;
    } else {
        if (offset == ENABLE && value != 7u && model->engines[0].running) {
            model_misuse(model, window, offset); /* stop first */
        }
        model_store(model, window, offset, value, lanes);
    }
}

const struct model_kind model_nrf52_spim = {
    .name = "nRF52 SPIM",
    .channels = 1,
    .windows = {{0x40003000u, 0x1000u}},
    .reset = reset,
    .read = read,
    .write = write,
    .event = event,
    .line = line,
};
