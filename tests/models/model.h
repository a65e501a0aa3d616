/* SPDX-License-Identifier: MIT */
/*
 * Controllers that take time: the common frame. A controller's own file (one
 * for each kind) says what its registers do, from its manual and not from the
 * tables that drive it; here are the bus, the beats, and the faults.
 *
 * Nothing moves by itself. At each model_beat() each engine makes one bus
 * access if it can: a read from its source into its FIFO, or a write from the
 * FIFO to its target. Between two accesses anything may happen, which is what
 * the tests are for. Where a manual leaves a choice, the worst one for the
 * kernel is taken.
 *
 * Every access is shown to the test before it is made (watch), so that one
 * outside of every pin is seen at once, whatever is written there.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_ENGINES 32u
#define MODEL_WINDOWS 6u
#define MODEL_WORDS 1024u /* of each window: registers as they were written */
#define MODEL_FIFO 128u   /* bytes */
#define MODEL_PORT_BYTES 4096u

/* What a test makes an engine do wrong. All zero: a healthy one. */
struct model_faults {
    uint32_t late_beats;   /* accesses still made after it was told to stop */
    bool lies;             /* ... while it reads as being at rest already */
    bool stalls;           /* no access is ever granted; a stop waits too */
    bool loses_interrupts; /* flags are set but no line rises */
    uint32_t done_early;   /* bytes still to be written when it says done */
    uint32_t error_at;     /* access that gets a bus error, from 1; 0: none */
};

enum model_stop {
    STOP_NONE,
    STOP_DROP,  /* the access on the bus is made, what the FIFO holds is lost */
    STOP_FLUSH, /* what the FIFO holds is still written */
};

struct model_engine {
    uint32_t source, target;             /* of the next access */
    uint32_t source_width, target_width; /* bytes of one access */
    bool source_steps, target_steps;
    bool source_waits, target_waits; /* for a request */
    uint32_t to_read, to_write;      /* bytes */
    uint32_t fifo_bytes;             /* how far it reads ahead */
    uint8_t fifo[MODEL_FIFO];
    uint32_t level;    /* bytes in the FIFO */
    bool running;      /* may still make accesses */
    bool held;         /* reads no more; what the FIFO holds is written */
    bool draining;     /* empties the FIFO before it reads again */
    bool told;         /* has raised its flag */
    uint32_t accesses; /* made since it was started */
    enum model_stop stop;
    uint32_t dying; /* accesses left until STOP comes true */
    struct model_faults faults;
};

enum model_event {
    EVENT_MOVED,   /* an access was made: counters follow */
    EVENT_DONE,    /* the last byte is at its target */
    EVENT_FLAG,    /* it says so, though it is not */
    EVENT_ERROR,   /* an access got a bus error; the engine is at rest */
    EVENT_STOPPED, /* a stop came true */
};

struct model;

struct model_window {
    uint32_t base, size; /* bytes, at most 4 * MODEL_WORDS apart from RAM */
};

struct model_kind {
    const char *name;
    uint32_t channels;
    uint32_t tail; /* accesses that a stop may lawfully still need */
    struct model_window windows[MODEL_WINDOWS];
    struct model_window ram; /* descriptors that the core writes; or size 0 */
    uint32_t ports[4];       /* data registers of peripherals */
    uint32_t parameter;      /* for kinds that share a file */
    void (*reset)(struct model *model);
    uint32_t (*read)(struct model *model, uint32_t window, uint32_t offset);
    /* `value` and `lanes` are shifted to their place in the word. */
    void (*write)(struct model *model, uint32_t window, uint32_t offset,
                  uint32_t value, uint32_t lanes);
    void (*event)(struct model *model, uint32_t channel,
                  enum model_event event);
    /* Returns: whether the channel raises its interrupt line. */
    bool (*line)(const struct model *model, uint32_t channel);
};

typedef void model_watch(uint32_t channel, uint32_t address, uint32_t width,
                         bool write);

struct model {
    const struct model_kind *kind;
    uint32_t words[MODEL_WINDOWS][MODEL_WORDS];
    struct model_engine engines[MODEL_ENGINES];
    struct model_engine ghosts[MODEL_ENGINES]; /* went on though at rest */
    uint32_t flags[MODEL_ENGINES];             /* for the kind's own use */
    uint32_t counts[MODEL_ENGINES];
    uint32_t lines[MODEL_ENGINES]; /* by channel */
    bool requests;                 /* peripherals ask for a transfer */
    bool gated; /* no clock: reads give 0, writes are lost; by a test */
    bool off;   /* the same, or held in reset; by a register */
    uint32_t beats_per_access; /* that pass while the core reads one */
    uint32_t misuses;          /* accesses that the manual forbids */
    uint32_t misuse_window, misuse_offset; /* of the latest */
    model_watch *watch;
    uint8_t port_bytes[MODEL_PORT_BYTES]; /* written to a peripheral */
    uint32_t port_count;
    uint32_t port_next; /* what a peripheral gives: 0, 1, 2, ... */
};

/* Effect: as after power-on; on the bus at the kind's addresses. */
void model_attach(struct model *model, const struct model_kind *kind);

/* Effect: registers and engines as after power-on; faults stay. */
void model_reset(struct model *model);

/*
 * Effect: each engine makes one bus access if it can.
 * Returns: true if any did.
 */
bool model_beat(struct model *model);

/* Effect: says done although it is not: a wild interrupt. */
void model_stray(struct model *model, uint32_t channel);

/* Returns: true while the channel, or a ghost of it, may touch memory. */
bool model_is_live(const struct model *model, uint32_t channel);

/* Effect: host lines follow the flags. */
void model_update_lines(struct model *model);

/* For the files of the kinds. */

/* Effect: it runs, from what was filled in; with nothing to move it is done. */
void model_start(struct model *model, uint32_t channel);

/* Effect: it comes to rest, in its own time; then EVENT_STOPPED. */
void model_stop(struct model *model, uint32_t channel, enum model_stop how);

/* Effect: at rest at once, without an event. */
void model_rest(struct model *model, uint32_t channel);

/* Effect: counts an access that the manual forbids. */
void model_misuse(struct model *model, uint32_t window, uint32_t offset);

/* Effect: stores the lanes of a word; returns the new word. */
uint32_t model_store(struct model *model, uint32_t window, uint32_t offset,
                     uint32_t value, uint32_t lanes);

static inline uint32_t *
model_word(struct model *model, uint32_t window, uint32_t offset)
{
    return &model->words[window][offset / 4u];
}

extern const struct model_kind model_lpc1768, model_pl081;
extern const struct model_kind model_stm32h7_dma1, model_stm32h7_dma2;
extern const struct model_kind model_stm32h7_bdma, model_stm32g0, model_stm32l4;
extern const struct model_kind model_stm32h7_mdma, model_stm32h7_dma2d;
extern const struct model_kind model_stm32u5, model_stm32h5;
extern const struct model_kind model_lpc55;
extern const struct model_kind model_rp2040, model_rp2350;
extern const struct model_kind model_sifive_pdma;
extern const struct model_kind model_nrf52_spim;
