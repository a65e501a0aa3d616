/* SPDX-License-Identifier: MIT */
/*
 * See pl081_model.h. Where the manual leaves a choice the worst one for the
 * kernel was taken: the FIFO is filled before it is emptied, so a stop finds
 * as much in flight as there can be; a halted channel that waits for a request
 * never drains; a write to a register of a running channel takes effect.
 */
#include "pl081_model.h"

#include <string.h>

#include "host.h"
#include "pl081_fields.h"

void
pl081_reset(struct pl081 *model, uint32_t line_error, uint32_t line_done)
{
    memset(model, 0, sizeof(*model));
    model->line_error = line_error;
    model->line_done = line_done;
}

uint32_t
pl081_masked_done(const struct pl081 *model)
{
    uint32_t bits = 0;

    for (uint32_t i = 0; i < PL081_CHANNELS; i++) {
        if ((model->channels[i].config & DONE_UNMASKED) != 0) {
            bits |= 1u << i;
        }
    }
    return model->raw_done & bits;
}

uint32_t
pl081_masked_error(const struct pl081 *model)
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

void
pl081_update_lines(const struct pl081 *model)
{
    uint32_t bits = heard(model);

    host_line_set(model->line_done, (pl081_masked_done(model) & bits) != 0);
    host_line_set(model->line_error, (pl081_masked_error(model) & bits) != 0);
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

void
pl081_load(struct pl081_channel *channel)
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
    pl081_load(channel);
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
    channel->draining =
        channel->level != 0 && (channel->draining || channel->to_read == 0 ||
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
    pl081_update_lines(model);
    return moved;
}

void
pl081_stray(struct pl081 *model, uint32_t channel)
{
    model->raw_done |= 1u << channel;
    pl081_update_lines(model);
}

bool
pl081_is_live(const struct pl081 *model, uint32_t channel)
{
    return model->channels[channel].running || model->ghosts[channel].running;
}

void
pl081_enable(struct pl081 *model, uint32_t index)
{
    struct pl081_channel *channel = &model->channels[index];

    channel->running = true;
    channel->draining = false;
    channel->told = false;
    channel->level = 0;
    channel->dying = 0;
    channel->accesses = 0;
    pl081_load(channel);
    if (channel->to_read == 0) {
        channel_finish(model, index, channel);
    }
}

void
pl081_disable(struct pl081 *model, uint32_t index)
{
    struct pl081_channel *channel = &model->channels[index];
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
