/* SPDX-License-Identifier: MIT */
/*
 * A PL081 that takes time. Registers and behaviour as in Arm DDI0218, written
 * from that manual and not from the tables that drive it.
 *
 * Nothing moves by itself: each pl081_beat() lets each channel make one bus
 * access, a read from the source into its FIFO of four words or a write from
 * the FIFO to the destination. Between two accesses anything may happen, which
 * is what the tests are for. Data is read and written in simulated memory.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PL081_CHANNELS 2u
#define PL081_REQUESTS 16u
#define PL081_FIFO_BYTES 16u
#define PL081_SIZE 0x1000u

/* What a test makes the hardware do wrong. All zero: a healthy engine. */
struct pl081_faults {
    uint32_t late_beats; /* accesses still made after the enable was cleared */
    bool lies;           /* ... with the channel reading as disabled already */
    bool stalls;         /* no access is ever granted; a disable waits too */
    bool loses_interrupts; /* flags are set but no line rises */
    uint32_t done_early;   /* transfers still to make when it says done */
    uint32_t error_at; /* the access that gets a bus error, from 1; 0: none */
};

struct pl081_channel {
    uint32_t source;
    uint32_t destination;
    uint32_t item;    /* linked list */
    uint32_t control; /* TransferSize counts down at the destination */
    uint32_t config;
    uint8_t fifo[PL081_FIFO_BYTES];
    uint32_t level;    /* bytes in the FIFO */
    uint32_t to_read;  /* bytes still to fetch */
    uint32_t accesses; /* made since it was enabled */
    bool running;      /* enabled and not yet at rest: EnbldChns */
    bool draining;     /* empties the FIFO before it reads again */
    bool told;         /* has raised its terminal count */
    uint32_t dying;    /* accesses left after the enable was cleared; 0: no */
    struct pl081_faults faults;
};

struct pl081 {
    struct pl081_channel channels[PL081_CHANNELS];
    /* An engine that went on although it reads as disabled. */
    struct pl081_channel ghosts[PL081_CHANNELS];
    uint32_t raw_done;
    uint32_t raw_error;
    uint32_t config;
    uint32_t sync;
    uint32_t line_error; /* interrupt lines */
    uint32_t line_done;
    /* Peripherals that ask for a transfer; level. */
    bool requests[PL081_REQUESTS];
    /* Beats that pass before each register access of the core. */
    uint32_t beats_per_access;
    uint32_t misuses;       /* register accesses that the manual forbids */
    uint32_t misuse_offset; /* of the latest */
};

/* Effect: as after power-on, with these lines; faults and requests off. */
void pl081_reset(struct pl081 *model, uint32_t line_error, uint32_t line_done);

/*
 * Effect: each channel makes one bus access if it can.
 * Returns: true if any did.
 */
bool pl081_beat(struct pl081 *model);

/* Effect: the channel says done although it is not: a wild interrupt. */
void pl081_stray(struct pl081 *model, uint32_t channel);

/* Returns: true while the channel, or a ghost of it, may touch memory. */
bool pl081_is_live(const struct pl081 *model, uint32_t channel);

/* Register access, for struct host_device. `state` is a struct pl081. */
uint32_t pl081_read(void *state, uint32_t offset, uint32_t width);
void pl081_write(void *state, uint32_t offset, uint32_t value, uint32_t width);
