/* SPDX-License-Identifier: MIT */
/* See model.h: how an engine moves data, stops, and goes wrong. */
#include <string.h>

#include "host.h"
#include "model.h"

void
model_rest(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];

    engine->running = false;
    engine->draining = false;
    engine->level = 0;
    engine->stop = STOP_NONE;
    engine->dying = 0;
}

static void
event(struct model *model, uint32_t channel, enum model_event what)
{
    model->kind->event(model, channel, what);
}

static bool
is_ghost(const struct model *model, const struct model_engine *engine)
{
    return engine >= model->ghosts && engine < model->ghosts + MODEL_ENGINES;
}

static void
done(struct model *model, uint32_t channel, struct model_engine *engine)
{
    if (is_ghost(model, engine) || (engine->told && engine->running)) {
        return;
    }
    engine->told = true;
    event(model, channel, engine->running ? EVENT_FLAG : EVENT_DONE);
}

static void
failed(struct model *model, uint32_t channel, struct model_engine *engine)
{
    engine->running = false;
    engine->level = 0;
    if (!is_ghost(model, engine)) {
        model_rest(model, channel);
        event(model, channel, EVENT_ERROR);
    }
}

static bool
is_port(const struct model *model, uint32_t address)
{
    for (uint32_t i = 0; i < 4; i++) {
        if (address != 0 && model->kind->ports[i] == address) {
            return true;
        }
    }
    return false;
}

/* Returns: true if the access gets an error response. */
static bool
access_fails(struct model *model, uint32_t channel, struct model_engine *engine,
             bool write)
{
    uint32_t address = write ? engine->target : engine->source;
    uint32_t width = write ? engine->target_width : engine->source_width;

    if (model->watch != NULL) {
        model->watch(channel, address, width, write);
    }
    engine->accesses++;
    return engine->accesses == engine->faults.error_at ||
           address % width != 0 ||
           (!is_port(model, address) && !host_is_memory(address, width));
}

static void
fetch(struct model *model, struct model_engine *engine)
{
    uint8_t *to = engine->fifo + engine->level;

    if (is_port(model, engine->source)) {
        for (uint32_t i = 0; i < engine->source_width; i++) {
            to[i] = (uint8_t)model->port_next++;
        }
        return;
    }
    memcpy(to, (const void *)(uintptr_t)engine->source, engine->source_width);
}

static void
store(struct model *model, struct model_engine *engine)
{
    uint32_t width = engine->target_width;

    if (!is_port(model, engine->target)) {
        memcpy((void *)(uintptr_t)engine->target, engine->fifo, width);
    } else if (model->port_count + width <= MODEL_PORT_BYTES) {
        memcpy(model->port_bytes + model->port_count, engine->fifo, width);
        model->port_count += width;
    }
}

static void
beat_read(struct model *model, uint32_t channel, struct model_engine *engine)
{
    if (access_fails(model, channel, engine, false)) {
        failed(model, channel, engine);
        return;
    }
    fetch(model, engine);
    engine->level += engine->source_width;
    engine->to_read -= engine->source_width;
    if (engine->source_steps) {
        engine->source += engine->source_width;
    }
}

static void
beat_write(struct model *model, uint32_t channel, struct model_engine *engine)
{
    uint32_t width = engine->target_width;

    if (access_fails(model, channel, engine, true)) {
        failed(model, channel, engine);
        return;
    }
    store(model, engine);
    engine->level -= width;
    memmove(engine->fifo, engine->fifo + width, engine->level);
    engine->to_write = engine->to_write > width ? engine->to_write - width : 0;
    if (engine->target_steps) {
        engine->target += width;
    }
}

static bool
may_read(const struct model *model, const struct model_engine *engine)
{
    return engine->to_read >= engine->source_width && !engine->held &&
           (engine->stop != STOP_FLUSH || engine->dying != 0) &&
           engine->level + engine->source_width <= engine->fifo_bytes &&
           (!engine->source_waits || model->requests);
}

static bool
may_write(const struct model *model, const struct model_engine *engine)
{
    return engine->level >= engine->target_width &&
           (!engine->target_waits || model->requests);
}

/* Returns: true if it made a bus access. */
static bool
move(struct model *model, uint32_t channel, struct model_engine *engine)
{
    bool read = may_read(model, engine);
    bool write = may_write(model, engine);

    if (read && !(engine->draining && write)) {
        beat_read(model, channel, engine);
    } else if (write) {
        beat_write(model, channel, engine);
    }
    engine->draining =
        engine->level != 0 &&
        (engine->draining || engine->to_read == 0 ||
         engine->level + engine->source_width > engine->fifo_bytes);
    return read || write;
}

static void
stopped(struct model *model, uint32_t channel, struct model_engine *engine)
{
    engine->running = false;
    if (!is_ghost(model, engine)) {
        model_rest(model, channel);
        event(model, channel, EVENT_STOPPED);
    }
}

/* Effect: what an access, or its absence, means for a stop. */
static void
after_access(struct model *model, uint32_t channel, struct model_engine *engine)
{
    if (!engine->running) {
        return;
    }
    if (!is_ghost(model, engine)) {
        event(model, channel, EVENT_MOVED);
    }
    if (engine->to_write == 0) {
        engine->running = false;
        engine->stop = STOP_NONE;
        engine->dying = 0;
        done(model, channel, engine);
        return;
    }
    if (engine->to_write <= engine->faults.done_early) {
        done(model, channel, engine);
    }
    if (engine->dying != 0) {
        engine->dying--;
    }
    if (engine->stop != STOP_NONE && engine->dying == 0 &&
        (engine->stop == STOP_DROP || engine->level < engine->target_width)) {
        stopped(model, channel, engine);
    }
}

static bool
engine_beat(struct model *model, uint32_t channel, struct model_engine *engine)
{
    bool moved;

    if (!engine->running || engine->faults.stalls || model->gated ||
        model->off) {
        return false;
    }
    moved = move(model, channel, engine);
    /* a stop does not wait for a request that does not come */
    if (moved || engine->stop != STOP_NONE) {
        after_access(model, channel, engine);
    }
    return moved;
}

bool
model_beat(struct model *model)
{
    bool moved = false;

    for (uint32_t i = 0; i < model->kind->channels; i++) {
        moved |= engine_beat(model, i, &model->engines[i]);
        moved |= engine_beat(model, i, &model->ghosts[i]);
    }
    model_update_lines(model);
    return moved;
}

bool
model_is_live(const struct model *model, uint32_t channel)
{
    return model->engines[channel].running || model->ghosts[channel].running;
}

void
model_start(struct model *model, uint32_t channel)
{
    struct model_engine *engine = &model->engines[channel];

    engine->running = true;
    engine->draining = false;
    engine->told = false;
    engine->level = 0;
    engine->accesses = 0;
    engine->stop = STOP_NONE;
    engine->dying = 0;
    if (engine->fifo_bytes < engine->source_width) {
        engine->fifo_bytes = engine->source_width;
    }
    if (engine->to_read == 0) {
        engine->running = false;
        done(model, channel, engine);
    }
}

void
model_stop(struct model *model, uint32_t channel, enum model_stop how)
{
    struct model_engine *engine = &model->engines[channel];
    uint32_t late = engine->faults.late_beats;

    if (!engine->running || engine->stop != STOP_NONE) {
        return;
    }
    engine->stop = how;
    engine->dying = late + (engine->accesses != 0 ? model->kind->tail : 0);
    if (engine->faults.stalls) {
        return; /* the access that is never granted */
    }
    if (late != 0 && engine->faults.lies) {
        model->ghosts[channel] = *engine;
        engine->dying = 0;
    } else if (engine->dying != 0 ||
               (how == STOP_FLUSH && engine->level >= engine->target_width)) {
        return;
    }
    stopped(model, channel, engine);
}
