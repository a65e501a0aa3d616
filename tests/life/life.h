/* SPDX-License-Identifier: MIT */
/*
 * The whole life of a controller's tables: the real kernel drives a model of
 * the controller through one channel. Three tasks: a supervisor, the channel's
 * owner, and a client whose memory the owner aims at.
 *
 * A life is judged, not asserted: the first thing that goes wrong is noted in
 * words and ends it. So the same scenarios ask for the health of good tables
 * (test_life.c) and for the detection of spoilt ones (test_table_mutants.c).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/dma.h>

#include "model.h"

enum life_way {
    LIFE_COPY,    /* one lease of the client to another */
    LIFE_RECEIVE, /* peripheral to a lease */
    LIFE_SEND,    /* a lease to the peripheral */
};

/* What the silicon cannot do; see docs/guide/controllers.md, stop classes. */
#define LIFE_NO_BUSY 1u      /* no busy bit: a late access can't be seen */
#define LIFE_NO_ABORT 2u     /* ends only at its end */
#define LIFE_NO_ERROR 4u     /* a bus error is not reported */
#define LIFE_NO_ACK 16u      /* its flags stay until it is at rest */
#define LIFE_TRUSTS_FLAG 32u /* its flag is all that tells of its end */
#define LIFE_ALWAYS_ON 8u /* its clock has no gate: a gated one isn't tried */

/* One binding of one controller: a row of the tests. */
struct life_row {
    const char *name;
    const struct dma_binding *binding;
    const struct model_kind *model;
    uint32_t channel; /* the model's */
    enum life_way way;
    uint32_t memory; /* where its buffers lie, LIFE_MEMORY_SIZE bytes */
    uint32_t limits; /* LIFE_* */
    /* What the chip's manifest calls it, for the verifier. */
    const char *chip, *controller, *request;
};

extern const struct life_row life_rows[];
extern const uint32_t life_row_count;

#define LIFE_MEMORY_SIZE 0x8000u

/* Effect: all scenarios. Returns: NULL, or what went wrong. */
const char *life_run(const struct life_row *row,
                     const struct dma_binding *binding);

/* The name of the scenario that went wrong. */
extern const char *life_scenario;

/* How many lives were led, and accesses of engines judged. */
extern uint64_t life_count, life_accesses;
