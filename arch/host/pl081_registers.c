/* SPDX-License-Identifier: MIT */
/*
 * The register interface of the model: what a read gives, what a write does.
 * Accesses that the manual forbids are counted, and done all the same.
 */
#include "pl081_model.h"

#include <sluice/dma.h>

#include "pl081_fields.h"

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

static const uint8_t id_bytes[] = {0x81, 0x10, 0x04, 0x0a,
                                   0x0d, 0xf0, 0x05, 0xb1};

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
        return pl081_masked_done(model) | pl081_masked_error(model);
    case INT_DONE:
        return pl081_masked_done(model);
    case INT_ERROR:
        return pl081_masked_error(model);
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
config_write(struct pl081 *model, uint32_t index, uint32_t value)
{
    struct pl081_channel *channel = &model->channels[index];
    bool was = (channel->config & ENABLE) != 0;

    channel->config = value & CONFIG_WRITABLE;
    if ((value & ENABLE) != 0 && !was) {
        if (channel->running) {
            misuse(model, CHANNEL_CONFIG); /* still coming to rest */
        }
        pl081_enable(model, index);
    } else if ((value & ENABLE) == 0 && was) {
        pl081_disable(model, index);
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
        pl081_load(channel);
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
    pl081_update_lines(model);
}
