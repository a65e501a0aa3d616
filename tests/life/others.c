/* SPDX-License-Identifier: MIT */
/* Scenarios with something else going on: time, and another channel. */
#include "host.h"
#include "scenario.h"

#define NEIGHBOUR_AT 0x6000u
#define NEIGHBOUR_LENGTH 100000u /* more than it has time for */
#define BEATS_IN_ENTRY 3u

/* The engine moves between any two things that the kernel hears of. */
void
moves_between_entries(void)
{
    for (uint32_t i = 1; i <= BEATS_IN_ENTRY; i++) {
        begin();
        life.beats_per_entry = i;
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_settle();
        life_judge();
        expect_status(SLUICE_DMA_OK);
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_stop();
        life_settle();
        life_judge();
        life.beats_per_entry = 0;
    }
}

/* Nobody stops it and nothing comes: the deadline does. */
void
deadline_passes(void)
{
    begin();
    life.model.requests = false;
    faults()->stalls = life.row->way == LIFE_COPY;
    if (faults()->stalls) {
        return; /* that is the ladder's */
    }
    arm_or_fail(0, UNITS * narrowest()->unit);
    life_beats(20);
    life_settle();
    life_judge();
    expect_status(SLUICE_DMA_LATE);
    life.model.requests = true;
    short_transfer();
}

/* Effect: another channel of the controller moves bytes, as long as it does. */
static void
start_neighbour(uint32_t channel)
{
    struct model_engine *engine = &life.model.engines[channel];

    *engine = (struct model_engine){
        .source = life.row->memory + NEIGHBOUR_AT,
        .target = life.row->memory + NEIGHBOUR_AT + 1u,
        .source_width = 1,
        .target_width = 1,
        .to_read = NEIGHBOUR_LENGTH,
        .to_write = NEIGHBOUR_LENGTH,
    };
    model_start(&life.model, channel);
    life.neighbour = channel + 1u;
}

/* What is done to a channel is not done to the next. */
void
neighbour_goes_on(void)
{
    uint32_t other = (life.row->channel + 1u) % life.row->model->channels;
    struct model_engine *engine = &life.model.engines[other];
    uint32_t flags, count;

    if (other == life.row->channel) {
        return;
    }
    begin();
    start_neighbour(other);
    for (uint32_t beats = 0; beats < 10; beats += 3) {
        arm_or_fail(0, UNITS * narrowest()->unit);
        life_beats(beats);
        life_stop();
        life_settle();
        life_judge();
    }
    if (!engine->running || engine->stop != STOP_NONE || engine->held) {
        life_fail("the next channel was stopped as well");
    }
    engine->to_read = 1; /* now it may end */
    engine->to_write = engine->level + 1u;
    for (uint32_t i = 0; i < 8u && engine->running; i++) {
        model_beat(&life.model);
    }
    flags = life.model.flags[other];
    count = engine->accesses;
    short_transfer();
    short_transfer();
    if (flags != life.model.flags[other] || count != engine->accesses ||
        engine->running) {
        life_fail("the next channel's flags were cleared, or it was started");
    }
    life.neighbour = 0;
}
