/* SPDX-License-Identifier: MIT */
/*
 * See pl081_model.h. Where the manual leaves a choice the worst one for the
 * kernel was taken: the FIFO is filled before it is emptied, so a stop finds
 * as much in flight as there can be; a halted channel that waits for a request
 * never drains; a write to a register of a running channel takes effect.
 */
#include "pl081_model.h"

#include <string.h>

#include <sluice/dma.h>

#include "host.h"

/* Registers. */
#define INT_STATUS 0x000u
#define INT_DONE 0x004u
#define DONE_CLEAR 0x008u
#define INT_ERROR 0x00cu
#define ERROR_CLEAR 0x010u
#define RAW_DONE 0x014u
#define RAW_ERROR 0x018u
#define ENABLED 0x01cu
#define SOFT_FIRST 0x020u
#define SOFT_LAST 0x02cu
#define CONFIGURATION 0x030u
#define SYNC 0x034u
#define CHANNEL_FIRST 0x100u
#define CHANNEL_STRIDE 0x20u
#define CHANNEL_SOURCE 0x00u
#define CHANNEL_DESTINATION 0x04u
#define CHANNEL_ITEM 0x08u
#define CHANNEL_CONTROL 0x0cu
#define CHANNEL_CONFIG 0x10u
#define ID_FIRST 0xfe0u

/* Control. */
#define SIZE_MASK 0xfffu
#define SOURCE_WIDTH(control) (1u << (((control) >> 18) & 7u))
#define TARGET_WIDTH(control) (1u << (((control) >> 21) & 7u))
#define SOURCE_STEPS (1u << 26)
#define TARGET_STEPS (1u << 27)
#define DONE_ENABLE (1u << 31)

/* Config of a channel. */
#define ENABLE 1u
#define SOURCE_REQUEST(config) (((config) >> 1) & 15u)
#define TARGET_REQUEST(config) (((config) >> 6) & 15u)
#define FLOW(config) (((config) >> 11) & 7u)
#define FLOW_TO_PERIPHERAL 1u
#define FLOW_FROM_PERIPHERAL 2u
#define FLOW_BETWEEN_PERIPHERALS 3u
#define ERROR_UNMASKED (1u << 14)
#define DONE_UNMASKED (1u << 15)
#define ACTIVE (1u << 17)
#define HALT (1u << 18)
#define CONFIG_WRITABLE 0x5ffffu

static const uint8_t id_bytes[] = {0x81, 0x10, 0x04, 0x0a,
                                   0x0d, 0xf0, 0x05, 0xb1};

void
pl081_reset(struct pl081 *model, uint32_t line_error, uint32_t line_done)
{
    memset(model, 0, sizeof(*model));
    model->line_error = line_error;
    model->line_done = line_done;
}

static uint32_t
masked_done(const struct pl081 *model)
{
    uint32_t bits = 0;

    for (uint32_t i = 0; i < PL081_CHANNELS; i++) {
        if ((model->channels[i].config & DONE_UNMASKED) != 0) {
            bits |= 1u << i;
        }
    }
    return model->raw_done & bits;
}

static uint32_t
masked_error(const struct pl081 *model)
{
    uint32_t bits = 0;

    for (uint32_t i = 0; i < PL081_CHANNELS; i++) {
        if ((model->channels[i].config & ERROR_UNMASKED) != 0) {
            bits |= 1u << i;
        }
    }
    return model->raw_error & bits;
}

static uint32_t
heard(const struct pl081 *model)
{
    uint32_t bits = 0;

    for (uint32_t i = 0; i < PL081_CHANNELS; i++) {
        if (!model->channels[i].faults.loses_interrupts) {
            bits |= 1u << i;
        }
    }
    return bits;
}

static void
lines_update(const struct pl081 *model)
{
    uint32_t bits = heard(model);

    host_line_set(model->line_done, (masked_done(model) & bits) != 0);
    host_line_set(model->line_error, (masked_error(model) & bits) != 0);
}

/* Moving data. */

static void
channel_rest(struct pl081_channel *channel)
{
    channel->running = false;
    channel->draining = false;
    channel->level = 0;
    channel->to_read = 0;
    channel->dying = 0;
    channel->config &= ~ENABLE;
}

static void
channel_done(struct pl081 *model, uint32_t index, struct pl081_channel *channel)
{
    if (!channel->told && (channel->control & DONE_ENABLE) != 0) {
        model->raw_done |= 1u << index;
    }
    channel->told = true;
}

static void
channel_error(struct pl081 *model, uint32_t index,
              struct pl081_channel *channel)
{
    model->raw_error |= 1u << index;
    channel_rest(channel);
}

static void
channel_load(struct pl081_channel *channel)
{
    channel->to_read =
        (channel->control & SIZE_MASK) * SOURCE_WIDTH(channel->control);
}

/* The item is over: the next one of the list, or rest. */
static void
channel_finish(struct pl081 *model, uint32_t index,
               struct pl081_channel *channel)
{
    uint32_t item[4];
    uint32_t at = channel->item & ~3u;

    channel_done(model, index, channel);
    if (at == 0) {
        channel_rest(channel);
        return;
    }
    if (!host_is_memory(at, sizeof(item))) {
        channel_error(model, index, channel);
        return;
    }
    memcpy(item, (const void *)(uintptr_t)at, sizeof(item));
    channel->source = item[0];
    channel->destination = item[1];
    channel->item = item[2];
    channel->control = item[3];
    channel->told = false;
    channel_load(channel);
}

/* Returns: true if the access gets an error response. */
static bool
access_fails(struct pl081_channel *channel, uint32_t address, uint32_t width)
{
    channel->accesses++;
    return channel->accesses == channel->faults.error_at ||
           address % width != 0 || !host_is_memory(address, width);
}

static void
beat_read(struct pl081 *model, uint32_t index, struct pl081_channel *channel)
{
    uint32_t width = SOURCE_WIDTH(channel->control);

    if (access_fails(channel, channel->source, width)) {
        channel_error(model, index, channel);
        return;
    }
    memcpy(channel->fifo + channel->level,
           (const void *)(uintptr_t)channel->source, width);
    channel->level += width;
    channel->to_read -= width;
    if ((channel->control & SOURCE_STEPS) != 0) {
        channel->source += width;
    }
}

/* A peripheral's register takes data without being memory. */
static bool
target_is_register(const struct pl081_channel *channel)
{
    return FLOW(channel->config) == FLOW_TO_PERIPHERAL &&
           (channel->control & TARGET_STEPS) == 0;
}

static void
target_store(struct pl081_channel *channel, uint32_t width)
{
    if (!target_is_register(channel)) {
        memcpy((void *)(uintptr_t)channel->destination, channel->fifo, width);
    }
    channel->level -= width;
    memmove(channel->fifo, channel->fifo + width, channel->level);
    if ((channel->control & TARGET_STEPS) != 0) {
        channel->destination += width;
    }
}

static void
beat_write(struct pl081 *model, uint32_t index, struct pl081_channel *channel)
{
    uint32_t width = TARGET_WIDTH(channel->control);
    uint32_t left;

    if (access_fails(channel, channel->destination, width) &&
        (!target_is_register(channel) ||
         channel->accesses == channel->faults.error_at)) {
        channel_error(model, index, channel);
        return;
    }
    target_store(channel, width);
    left = channel->to_read + channel->level;
    left = (left + SOURCE_WIDTH(channel->control) - 1u) /
           SOURCE_WIDTH(channel->control);
    channel->control = (channel->control & ~SIZE_MASK) | (left & SIZE_MASK);
    if (left == 0) {
        channel_finish(model, index, channel);
    } else if (left == channel->faults.done_early) {
        channel_done(model, index, channel);
    }
}

static bool
source_is_ready(const struct pl081 *model, const struct pl081_channel *channel)
{
    uint32_t flow = FLOW(channel->config);

    if (channel->to_read == 0 ||
        channel->level + SOURCE_WIDTH(channel->control) > PL081_FIFO_BYTES) {
        return false;
    }
    /* A channel that dies obeys no halt: the worst that an engine may do. */
    if ((channel->config & HALT) != 0 && channel->dying == 0) {
        return false;
    }
    return (flow != FLOW_FROM_PERIPHERAL && flow != FLOW_BETWEEN_PERIPHERALS) ||
           model->requests[SOURCE_REQUEST(channel->config)];
}

static bool
target_is_ready(const struct pl081 *model, const struct pl081_channel *channel)
{
    uint32_t flow = FLOW(channel->config);

    if (channel->level < TARGET_WIDTH(channel->control)) {
        return false;
    }
    return (flow != FLOW_TO_PERIPHERAL && flow != FLOW_BETWEEN_PERIPHERALS) ||
           model->requests[TARGET_REQUEST(channel->config)];
}

/* Returns: true if it made a bus access. */
static bool
channel_beat(struct pl081 *model, uint32_t index, struct pl081_channel *channel)
{
    bool read = source_is_ready(model, channel);
    bool write = target_is_ready(model, channel);

    if (read && !(channel->draining && write)) {
        beat_read(model, index, channel);
    } else if (write) {
        beat_write(model, index, channel);
    }
    channel->draining = channel->level != 0 &&
                        (channel->draining || channel->to_read == 0 ||
                         channel->level == PL081_FIFO_BYTES);
    return read || write;
}

/* Returns: true if the channel's engine made a bus access. */
static bool
engine_beat(struct pl081 *model, uint32_t index, struct pl081_channel *channel)
{
    uint32_t dying = channel->dying;
    bool moved;

    if (!channel->running || channel->faults.stalls ||
        (model->config & ENABLE) == 0) {
        return false;
    }
    moved = channel_beat(model, index, channel);
    if (dying != 0 && channel->running) {
        channel->dying = dying - 1u;
        if (channel->dying == 0) {
            channel_rest(channel);
        }
    }
    return moved;
}

bool
pl081_beat(struct pl081 *model)
{
    bool moved = false;

    for (uint32_t i = 0; i < PL081_CHANNELS; i++) {
        moved |= engine_beat(model, i, &model->channels[i]);
        moved |= engine_beat(model, i, &model->ghosts[i]);
    }
    lines_update(model);
    return moved;
}

void
pl081_stray(struct pl081 *model, uint32_t channel)
{
    model->raw_done |= 1u << channel;
    lines_update(model);
}

bool
pl081_is_live(const struct pl081 *model, uint32_t channel)
{
    return model->channels[channel].running || model->ghosts[channel].running;
}

/* Registers. */

static void
misuse(struct pl081 *model, uint32_t offset)
{
    model->misuses++;
    model->misuse_offset = offset;
}

static uint32_t
enabled_bits(const struct pl081 *model)
{
    uint32_t bits = 0;

    for (uint32_t i = 0; i < PL081_CHANNELS; i++) {
        if (model->channels[i].running) {
            bits |= 1u << i;
        }
    }
    return bits;
}

static uint32_t
channel_read(const struct pl081_channel *channel, uint32_t offset)
{
    switch (offset) {
    case CHANNEL_SOURCE:
        return channel->source;
    case CHANNEL_DESTINATION:
        return channel->destination;
    case CHANNEL_ITEM:
        return channel->item;
    case CHANNEL_CONTROL:
        return channel->control;
    default:
        return channel->config |
               (channel->level != 0 || channel->dying != 0 ? ACTIVE : 0);
    }
}

static uint32_t
global_read(struct pl081 *model, uint32_t offset)
{
    switch (offset) {
    case INT_STATUS:
        return masked_done(model) | masked_error(model);
    case INT_DONE:
        return masked_done(model);
    case INT_ERROR:
        return masked_error(model);
    case RAW_DONE:
        return model->raw_done;
    case RAW_ERROR:
        return model->raw_error;
    case ENABLED:
        return enabled_bits(model);
    case CONFIGURATION:
        return model->config;
    case SYNC:
        return model->sync;
    default:
        break;
    }
    if (offset >= ID_FIRST) {
        return id_bytes[(offset - ID_FIRST) / 4u];
    }
    if (offset < SOFT_FIRST || offset > SOFT_LAST) {
        misuse(model, offset); /* write only, or reserved */
    }
    return 0;
}

/* Returns: the channel whose register this is, or PL081_CHANNELS. */
static uint32_t
channel_at(uint32_t offset)
{
    uint32_t index = (offset - CHANNEL_FIRST) / CHANNEL_STRIDE;

    if (offset < CHANNEL_FIRST || index >= PL081_CHANNELS ||
        (offset - CHANNEL_FIRST) % CHANNEL_STRIDE > CHANNEL_CONFIG) {
        return PL081_CHANNELS;
    }
    return index;
}

/* The engine does not wait for the core. */
static void
time_passes(struct pl081 *model)
{
    for (uint32_t i = 0; i < model->beats_per_access; i++) {
        pl081_beat(model);
    }
}

uint32_t
pl081_read(void *state, uint32_t offset, uint32_t width)
{
    struct pl081 *model = state;
    uint32_t index = channel_at(offset);

    if (width != DMA_WIDTH_32 || offset % 4u != 0) {
        misuse(model, offset);
        return 0;
    }
    time_passes(model);
    if (index == PL081_CHANNELS) {
        return global_read(model, offset);
    }
    return channel_read(&model->channels[index],
                        (offset - CHANNEL_FIRST) % CHANNEL_STRIDE);
}

static void
channel_enable(struct pl081 *model, uint32_t index,
               struct pl081_channel *channel)
{
    channel->running = true;
    channel->draining = false;
    channel->told = false;
    channel->level = 0;
    channel->dying = 0;
    channel->accesses = 0;
    channel_load(channel);
    if (channel->to_read == 0) {
        channel_finish(model, index, channel);
    }
}

/* The enable goes off: what is in flight may still have to come to its end. */
static void
channel_disable(struct pl081 *model, uint32_t index,
                struct pl081_channel *channel)
{
    uint32_t late = channel->faults.late_beats;

    if (channel->accesses == 0 && !channel->faults.stalls) {
        late = 0; /* halted since it was enabled: nothing is in flight */
    }
    if (channel->faults.stalls && late == 0) {
        late = 1; /* the access that is never granted */
    }
    if (late != 0 && channel->faults.lies) {
        model->ghosts[index] = *channel;
        model->ghosts[index].dying = late;
        late = 0;
    }
    if (late == 0) {
        channel_rest(channel);
    } else {
        channel->dying = late;
    }
}

static void
config_write(struct pl081 *model, uint32_t index, uint32_t value)
{
    struct pl081_channel *channel = &model->channels[index];
    bool was = (channel->config & ENABLE) != 0;

    channel->config = value & CONFIG_WRITABLE;
    if ((value & ENABLE) != 0 && !was) {
        if (channel->running) {
            misuse(model, CHANNEL_CONFIG); /* still coming to rest */
        }
        channel_enable(model, index, channel);
    } else if ((value & ENABLE) == 0 && was) {
        channel_disable(model, index, channel);
    }
}

static void
channel_write(struct pl081 *model, uint32_t index, uint32_t offset,
              uint32_t value)
{
    struct pl081_channel *channel = &model->channels[index];

    if (offset == CHANNEL_CONFIG) {
        config_write(model, index, value);
        return;
    }
    if (channel->running) {
        misuse(model, offset);
    }
    switch (offset) {
    case CHANNEL_SOURCE:
        channel->source = value;
        break;
    case CHANNEL_DESTINATION:
        channel->destination = value;
        break;
    case CHANNEL_ITEM:
        channel->item = value;
        break;
    default:
        channel->control = value;
        channel_load(channel);
        break;
    }
}

static void
global_write(struct pl081 *model, uint32_t offset, uint32_t value)
{
    switch (offset) {
    case DONE_CLEAR:
        model->raw_done &= ~value;
        break;
    case ERROR_CLEAR:
        model->raw_error &= ~value;
        break;
    case CONFIGURATION:
        model->config = value & 7u;
        break;
    case SYNC:
        model->sync = value & 0xffffu;
        break;
    default:
        misuse(model, offset); /* read only, reserved or a soft request */
        break;
    }
}

void
pl081_write(void *state, uint32_t offset, uint32_t value, uint32_t width)
{
    struct pl081 *model = state;
    uint32_t index = channel_at(offset);

    if (width != DMA_WIDTH_32 || offset % 4u != 0) {
        misuse(model, offset);
        return;
    }
    time_passes(model);
    if (index == PL081_CHANNELS) {
        global_write(model, offset, value);
    } else {
        channel_write(model, index, (offset - CHANNEL_FIRST) % CHANNEL_STRIDE,
                      value);
    }
    lines_update(model);
}
