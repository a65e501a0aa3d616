/* SPDX-License-Identifier: MIT */
/*
 * Channels: arm, stop, complete. The state machine and its invariants are in
 * docs/spec/dma.md.
 *
 * The slots of a channel are its pin record: what the hardware was told is
 * what is pinned.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/dma.h>

#include "timer.h"

struct channel_desc;
struct task;

/* One armed end in memory. Valid while the channel is not IDLE or BROKEN. */
struct pin {
    uint32_t base;
    uint32_t length;     /* bytes; 0: this end is a peripheral's constant */
    struct task *lender; /* whose lease it is; NULL: the owner's, or fixed */
    uint16_t region;     /* index in region_pins[] */
    bool written;        /* the engine writes there */
};

struct channel {
    const struct channel_desc *desc;
    uint32_t slots[DMA_SLOTS]; /* what ARM was run with; SINK constant */
    struct pin near;
    struct pin far;
    struct timer timer; /* deadline while ARMED, poll while DRAINING */
    uint32_t owner_id;  /* incarnation that armed */
    uint32_t arm;       /* counts arms: one generation per transfer */
    uint32_t residue;   /* bytes, of the latest transfer or half */
    /* Of a stream: how it is armed again, how often round, what nobody took */
    const struct dma_variant *variant;
    uint32_t laps;
    uint32_t lost;
    uint8_t half;    /* the one at work, 0 or 1 */
    uint16_t polls;  /* made while DRAINING */
    uint8_t state;   /* SLUICE_DMA_IDLE .. BROKEN */
    uint8_t status;  /* SLUICE_DMA_OK .., that it ends or ended with */
    uint8_t quality; /* SLUICE_RESIDUE_*, of the latest transfer */
    bool stopping;   /* is to be stopped: its owner or lender has ended */
    bool stopped;    /* STOP was run for this arm */
};

/* Effect: runs INIT tables and enables the lines. Channels become IDLE. */
void dma_init(void);

/* Effect: runs ACK, then closes the transfer if the engine is idle. */
void dma_irq(uint32_t channel);

/* Effect: deadline (ARMED) or poll (DRAINING) of the channel's timer. */
void dma_timer(uint32_t channel);

/*
 * Effect: marks every channel that the task owns and every one that pins its
 * memory, then begins to stop them. Called when the task's incarnation ends.
 */
void dma_task_ended(struct task *task);

/*
 * Effect: stops marked channels one by one; those that are idle at once are
 * closed, the others drain. It returns early when an interrupt waits: what is
 * left, kernel.stops_due, is done at the end of that interrupt, before any task
 * runs. Until then the pins keep everybody concerned from running.
 */
void dma_stop_marked(void);

/*
 * Returns: true if [base, base + length) overlaps an armed end of any channel
 * that excludes kernel copies (a lease; not an owner's ring).
 * `region` narrows it: pin count 0 answers at once.
 */
bool dma_is_pinned(uint32_t region, uint32_t base, uint32_t length);

/*
 * Effect: with the audit linked in (audit.c), checks at each kernel exit that
 * every address register holds what the invariant allows, and panics if not.
 * Linked without it (audit_none.c), nothing.
 */
void dma_audit(void);

/* System calls. Each returns who runs next. */
struct task *dma_syscall_arm(struct task *me);
struct task *dma_syscall_stop(struct task *me);
struct task *dma_syscall_result(struct task *me);
struct task *dma_syscall_arm_receive(struct task *me);
