/* SPDX-License-Identifier: MIT */
/*
 * EasyDMA of UARTE0 of nRF52840: nRF52840 PS, chapters "UARTE" and "EasyDMA".
 * Channel 0 receives, channel 1 sends; they share ENABLE. PTR and MAXCNT are
 * taken over at the start. After STOPRX up to four bytes that are on the line
 * already are still stored, then RXTO comes; the same holds for what was begun
 * to be sent.
 */
#include "model.h"

enum {
    STARTRX = 0x000,
    STOPRX = 0x004,
    STARTTX = 0x008,
    STOPTX = 0x00c,
    FLUSHRX = 0x02c,
    ENDRX = 0x110,
    ENDTX = 0x120,
    EVENT_ERROR_REG = 0x124,
    RXTO = 0x144,
    RXSTARTED = 0x14c,
    TXSTARTED = 0x150,
    TXSTOPPED = 0x158,
    SHORTS = 0x200,
    INTEN = 0x300,
    INTENSET = 0x304,
    INTENCLR = 0x308,
    ENABLE = 0x500,
    RXPTR = 0x534,
    TXPTR = 0x544,
};

#define RX 0u
#define TX 1u
#define RAM_BASE 0x20000000u
#define RAM_SIZE 0x40000u

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
    bool raised = false;

    (void)channel;
    for (uint32_t i = 0; i < 32; i++) {
        raised = raised || ((enabled & 1u << i) != 0 &&
                            model->words[0][(0x100u + 4u * i) / 4u] != 0);
    }
    return raised;
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
start(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t at = channel == RX ? RXPTR : TXPTR;
    uint32_t pointer = *model_word(model, 0, at);
    uint32_t count = *model_word(model, 0, at + 4u) & 0xffffu;

    if (*model_word(model, 0, ENABLE) != 8u || engine->running) {
        model_misuse(model, 0, channel == RX ? STARTRX : STARTTX);
        return;
    }
    engine->source = channel == RX ? model->kind->ports[0] : pointer;
    engine->target = channel == RX ? pointer : model->kind->ports[1];
    engine->source_width = engine->target_width = 1;
    engine->source_steps = channel == TX;
    engine->target_steps = channel == RX;
    engine->source_waits = channel == RX;
    engine->target_waits = channel == TX;
    engine->fifo_bytes = 4;
    engine->to_read = engine->to_write = count;
    *model_word(model, 0, at + 8u) = 0;
    *model_word(model, 0, channel == RX ? RXSTARTED : TXSTARTED) = 1;
    model->counts[channel] = count;
    model_start(model, channel);
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    const struct model_engine *engine = &model->engines[channel];
    uint32_t amount = channel == RX ? RXPTR + 8u : TXPTR + 8u;

    *model_word(model, 0, amount) = model->counts[channel] - engine->to_write;
    switch (what) {
    case EVENT_MOVED:
        break;
    case EVENT_DONE:
        *model_word(model, 0, channel == RX ? ENDRX : ENDTX) = 1;
        break;
    case EVENT_ERROR:
        *model_word(model, 0, EVENT_ERROR_REG) = 1;
        *model_word(model, 0, channel == RX ? ENDRX : ENDTX) = 1;
        break;
    case EVENT_STOPPED:
        *model_word(model, 0, channel == RX ? ENDRX : ENDTX) = 1;
        *model_word(model, 0, channel == RX ? RXTO : TXSTOPPED) = 1;
        break;
    }
}

/* A stop of what is at rest comes true at once. */
static void
stop(struct model *model, uint32_t channel)
{
    if (model->engines[channel].running) {
        model_stop(model, channel, STOP_FLUSH);
    } else {
        *model_word(model, 0, channel == RX ? RXTO : TXSTOPPED) = 1;
    }
}

static void
write_task(struct model *model, uint32_t offset, uint32_t value)
{
    if ((value & 1u) == 0) {
        return;
    }
    switch (offset) {
    case STARTRX:
        start(model, RX);
        break;
    case STARTTX:
        start(model, TX);
        break;
    case STOPRX:
        stop(model, RX);
        break;
    case STOPTX:
        stop(model, TX);
        break;
    default:
        model_misuse(model, 0, offset); /* FLUSHRX writes to RAM as well */
        break;
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
        if (offset == ENABLE && value != 8u &&
            (model->engines[RX].running || model->engines[TX].running)) {
            model_misuse(model, window, offset); /* stop first */
        }
        if (offset == SHORTS && value != 0) {
            model_misuse(model, window, offset);
        }
        model_store(model, window, offset, value, lanes);
    }
}

/* The ports stand for the line: they have no address of their own. */
const struct model_kind model_nrf52_uarte = {
    .name = "nRF52 UARTE",
    .channels = 2,
    .windows = {{0x40002000u, 0x1000u}},
    .ports = {0x40002ff0u, 0x40002ff4u},
    .reset = reset,
    .read = read,
    .write = write,
    .event = event,
    .line = line,
};
