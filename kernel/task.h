/* SPDX-License-Identifier: MIT */
/*
 * Tasks: identity, state, the end of an incarnation and the next beginning.
 *
 * Spec: docs/spec/tasks.md.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sluice/abi.h>
#include <sluice/fault.h>

#include "compiler.h"
#include "image.h"
#include "link.h"
#include "port/context.h"
#include "timer.h"

/*
 * What a task waits for, in one word: the kind in bits 31..30, the peer's id in
 * 29..0. One compare tells "waits for a reply from me, this incarnation".
 */
#define WAIT_NONE 0u
#define WAIT_SEND (1u << 30)  /* for `peer` to receive */
#define WAIT_REPLY (2u << 30) /* for `peer` to reply */
#define WAIT_RECEIVE                                                           \
    (3u << 30) /* for its message, NOBODY: any; or for bits                    \
                */
#define WAIT_OPEN (WAIT_RECEIVE | SLUICE_ID_NOBODY)
#define WAIT_KIND(wait) ((wait) & (3u << 30))
#define WAIT_PEER(wait) ((wait)&SLUICE_ID_MASK)

/* Why it does not run, apart from waiting. */
enum task_life {
    TASK_STOPPED, /* never started, or restarted without start */
    TASK_ALIVE,
    TASK_FAULTED,
    TASK_RETIRED,
};

struct task {
    /* Read by entry code: keep first, in this order. */
    struct context context;
    const struct protection *protection;

    /* Valid always. */
    const struct task_desc *desc;
    uint32_t id; /* current generation and index */

    /* Valid while ALIVE. */
    uint32_t wait;    /* WAIT_*; NONE means ready or running */
    uint32_t mask;    /* notification bits waited for; 0 unless RECEIVE */
    uint32_t pending; /* notification bits not yet received */

    struct slice home;   /* the first region, near at hand; none if for DMA */
    uint32_t importance; /* the bit of its priority in ready_map; idle's is 0 */

    struct link link; /* in a ready ring, or in one of whom it waits for */
    /*
     * Who waits for this one, kept over its restarts. WAIT_REPLY and closed
     * WAIT_RECEIVE are in `peers`, WAIT_SEND in the ring of its importance at
     * desc->senders. `senders` has the bit of each of these that is not empty,
     * and maybe of some that are: whoever leaves a ring can't tell.
     */
    struct link peers;
    uint32_t senders;

    uint8_t life;          /* enum task_life */
    uint8_t index;         /* as in id; NO_TASK for idle */
    bool parked : 1;       /* its wake is decided; pins > 0 */
    bool restart_due : 1;  /* restarts at the last unpin */
    bool restart_runs : 1; /* ... and then starts */
    uint8_t lent_pins;     /* armed ends in memory it lent */
    uint8_t own_pins;      /* channels of its own that hold pins */
    bool near; /* what it waits with lies in its home, or is empty */

    /* The last fault, a struct fault of sluice/fault.h: task_fault(). */
    uint8_t fault_kind;
    struct {
        uint32_t detail;
        uint32_t address;
        uint32_t pc;
        uint32_t by;
    } fault;

    struct timer timer;
    uint64_t cpu; /* counts */
};

#define NO_TASK 0xffu

/* Effect: fills the table from the image; those marked start become ready. */
void task_init(void);

/*
 * Effect: the incarnation is over, by fault or by restart: the generation
 * advances, its transfers and those into its memory are stopped, its interrupts
 * masked, its deadline dropped, and whoever waits for it is released with
 * RC_DEAD (parked while pinned).
 * Requires: task is ALIVE.
 */
void task_end(struct task *task);

/*
 * Effect: ends the incarnation if there is one, and begins the next; with
 * `run` it becomes ready, else STOPPED.
 * Returns: SLUICE_RC_OK, or SLUICE_RC_PINNED if it will happen at the last
 * unpin (the supervisor's NOTIFY_RESTARTED bit tells).
 */
uint32_t task_restart(struct task *task, bool run);

/* Effect: ends it for good; its waiters get RC_DEAD. */
void task_retire(struct task *task);

/*
 * Effect: fixes the results already in its frame and makes it ready, or parks
 * it while memory that it lent is pinned.
 * Requires: it waits, and is in no list.
 */
void task_wake(struct task *task);

/*
 * Effect: called by dma.c after a pin of this task was dropped: a parked task
 * becomes ready, a remembered restart comes true.
 */
void task_unpinned(struct task *task);

/* Effect: the results of a send or a receive from a peer that is dead. */
void task_tell_dead(struct task *waiter, bool receives, uint32_t new_id);

/* Effect: takes it out of the ring of the peer that it waits for, if any. */
void task_leave(struct task *task);

/* Effect: `task` waits to send to `peer`, behind its equals. */
void task_queue(struct task *peer, struct task *task);

static inline struct fault
task_fault(const struct task *task)
{
    return (struct fault){task->fault_kind, task->fault.detail,
                          task->fault.address, task->fault.pc, task->fault.by};
}

/* Returns: how many incarnations have ended: the first is generation 1. */
static inline uint32_t
task_lives_over(const struct task *task)
{
    return (task->id >> SLUICE_ID_GENERATION_SHIFT) - 1u;
}

/* Returns: the task whose `link` this is. */
static inline struct task *
task_of(struct link *link)
{
    /* Safe: every link in a ring of tasks lies in one, heads are not passed */
    return (struct task *)((char *)link - offsetof(struct task, link));
}

/* The rest of task_first_sender(). */
struct task *task_best_sender(struct task *peer);

/* Returns: the most important task that waits to send to this one, or NULL. */
static inline struct task *
task_first_sender(struct task *peer)
{
    return likely(peer->senders == 0) ? NULL : task_best_sender(peer);
}
