/* SPDX-License-Identifier: MIT */
/* See drive.h: memory before a transfer, and what is judged after it. */
#include <string.h>

#include "drive.h"
#include "host.h"

#define REST_BEATS 40u
#define AHEAD                                                                  \
    20u /* bytes: the deepest FIFO of those that count, and a word             \
         */

static uint8_t
source_byte(uint32_t i)
{
    return (uint8_t)((i * 7u + 3u) & 0x7fu); /* never EMPTY */
}

static uint8_t *
at(uint32_t address)
{
    return (uint8_t *)(uintptr_t)address;
}

void
life_prepare(void)
{
    uint32_t source = life.row->way == LIFE_SEND ? life.near : life.far;

    memset(at(life.row->memory), EMPTY, LIFE_MEMORY_SIZE);
    life.model.port_next = 0;
    life.model.port_count = 0;
    if (life.row->way != LIFE_RECEIVE) {
        for (uint32_t i = 0; i < life.length; i++) {
            at(source)[i] = source_byte(i);
        }
    }
}

static uint8_t
expected(uint32_t i)
{
    return life.row->way == LIFE_RECEIVE ? (uint8_t)i : source_byte(i);
}

uint32_t
life_moved(void)
{
    bool sends = life.row->way == LIFE_SEND;
    const uint8_t *target = sends ? life.model.port_bytes : at(life.near);
    uint32_t most = sends ? life.model.port_count : life.length;
    uint32_t i = 0;

    while (i < most && i < life.length && target[i] == expected(i)) {
        i++;
    }
    return i;
}

/* Nothing but the target's bytes may have changed. */
static void
judge_memory(uint32_t moved)
{
    bool sends = life.row->way == LIFE_SEND;
    bool receives = life.row->way == LIFE_RECEIVE;
    uint32_t source = sends ? life.near : life.far;

    for (uint32_t i = 0; i < LIFE_MEMORY_SIZE; i++) {
        uint32_t address = life.row->memory + i;
        uint8_t should = EMPTY;

        if (!sends && address - life.near < moved) {
            should = expected(address - life.near);
        } else if (!receives && address - source < life.length) {
            should = source_byte(address - source);
        }
        if (*at(address) != should) {
            life_fail("byte %08x has changed: %02x, not %02x", address,
                      *at(address), should);
        }
    }
    if (sends && life.model.port_count != moved) {
        life_fail("%u bytes were sent, the first %u of them right",
                  life.model.port_count, moved);
    }
}

void
life_judge_bounds(void)
{
    bool sends = life.row->way == LIFE_SEND;
    uint32_t source = sends ? life.near : life.far;

    for (uint32_t i = 0; i < LIFE_MEMORY_SIZE; i++) {
        uint32_t address = life.row->memory + i;

        if ((sends || address - life.near >= life.length) &&
            address - source >= life.length && *at(address) != EMPTY) {
            life_fail("byte %08x has changed, and was not lent", address);
        }
    }
}

static void
judge_residue(uint32_t moved)
{
    const struct channel *channel = &channel_table[0];
    uint32_t left = life.length - moved;

    if (channel->quality != life.binding->residue &&
        channel->quality != SLUICE_RESIDUE_UNKNOWN) {
        life_fail("quality %u of the residue", channel->quality);
    }
    if (channel->quality == SLUICE_RESIDUE_EXACT && channel->residue != left) {
        life_fail("residue %u is said to be exact, but %u bytes are left",
                  channel->residue, left);
    }
    /* more than what it read ahead would be a count of something else */
    if (channel->quality == SLUICE_RESIDUE_AT_MOST &&
        channel->status == SLUICE_DMA_CANCELLED &&
        channel->residue > left + AHEAD) {
        life_fail("residue %u, but %u bytes are left", channel->residue, left);
    }
    /* after a bus error what was read ahead may be lost */
    if (channel->quality == SLUICE_RESIDUE_AT_MOST &&
        channel->status != SLUICE_DMA_ERROR && channel->residue < left) {
        life_fail("residue %u is said to be the most, but %u bytes are left",
                  channel->residue, left);
    }
}

void
life_judge(void)
{
    const struct channel *channel = &channel_table[0];
    uint32_t moved = life_moved();

    if (life.reset_seen) {
        return;
    }
    if (life_state() != SLUICE_DMA_IDLE) {
        life_fail("state %u after the end", life_state());
    }
    if (channel->status == SLUICE_DMA_OK && moved != life.length) {
        life_fail("status ok, but %u of %u bytes moved", moved, life.length);
    }
    judge_residue(moved);
    judge_memory(moved);
    life_judge_rest();
}

void
life_judge_rest(void)
{
    uint32_t port_count = life.model.port_count;

    if (model_is_live(&life.model, life.row->channel) &&
        !life.model.engines[life.row->channel].faults.stalls) {
        life_fail("the engine is not at rest after the end");
    }
    life_beats(REST_BEATS);
    if (host.lines[LINE_DMA].level) {
        life_fail("its line is high after the end");
    }
    if (life.model.port_count != port_count) {
        life_fail("bytes are sent after the end");
    }
}
