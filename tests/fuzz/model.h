/* SPDX-License-Identifier: MIT */
/*
 * The specification, executable: docs/spec once more, written from its pages
 * and not from kernel/. It runs beside the kernel, takes the same entry after
 * the kernel has, and compares everything that the pages speak of: states,
 * ids, who waits on whom, bits, pins, faults and their blame, results, who
 * runs, and the bytes of every home.
 *
 * What an engine did is not foretold but observed: whether a channel that was
 * looked at or stopped is now at rest. When it may be looked at, what it then
 * comes to, and who is told, is the model's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/abi.h>
#include <sluice/dma.h>
#include <sluice/fault.h>
#include <sluice/kcall.h>

#include "sim.h"
#include "sim_image.h"

#define NOBODY SLUICE_ID_NOBODY
#define ALL_WORDS 0x7fu

struct m_task {
    uint32_t state; /* SLUICE_STATE_* */
    uint32_t id;
    uint32_t peer; /* whom it waits for */
    uint32_t mask;
    uint32_t pending;
    uint32_t restarts;
    uint32_t lent; /* ends of live transfers that it lent */
    uint32_t own;  /* live transfers of its channels */
    bool due;      /* a restart waits for pins */
    bool due_runs;
    int64_t order;     /* among equals, the smallest first */
    int64_t sent;      /* when it began to wait as a sender */
    uint64_t deadline; /* counts; UINT64_MAX: none */
    uint32_t timer_bits;
    uint32_t frame[8];   /* its call, then the results */
    uint32_t shows;      /* words of it that are defined now */
    struct slice buffer; /* while it receives */
    struct fault fault;
};

struct m_end {
    uint32_t base, length;
    int lender; /* index, or -1: the owner's own, or fixed */
    bool written;
};

struct m_channel {
    uint32_t state; /* SLUICE_DMA_* */
    uint32_t arm;
    uint32_t armed_for; /* the owner's id then */
    uint32_t length;
    uint64_t deadline; /* of its timer, as observed */
    struct m_end near, far;
};

extern struct m_task m_tasks[TASKS];
extern struct m_channel m_channels[CHANNELS];

/* Effect: as the system is when it has booted. */
void model_boot(void);

/* To be sim_watch. */
extern const struct sim_watch model_watch;

/* Of the files of the model, for each other. */
#define M_IDLE TASKS
#define USAGE(me, reason) m_fault(me, SLUICE_FAULT_USAGE, reason, NOBODY)
#define MEMORY(me) m_fault(me, SLUICE_FAULT_MEMORY, 1, NOBODY)
extern uint8_t m_homes[TASKS][HOME_SIZE]; /* as they have to be */
extern int64_t m_entry;                   /* counts entries */
extern bool m_enabled[2];                 /* LINE_POKE, LINE_DRIVER */
bool m_alive(const struct m_task *task);
bool m_live(const struct m_channel *channel);
uint32_t m_index(const struct m_task *task);
struct m_task *m_find(uint32_t id);
void m_post(struct m_task *task, uint32_t bits);
void m_fault(struct m_task *task, uint32_t kind, uint32_t detail, uint32_t by);
void m_begin(struct m_task *task, bool run);
uint32_t m_restart(struct m_task *task, bool run);
void m_end_life(struct m_task *task);
void m_release(const struct m_task *task, uint32_t old);
void m_wake(struct m_task *task);
void m_unpinned(struct m_task *task);
void m_result(struct m_task *task, uint32_t word, uint32_t value);
bool m_holds(const struct m_task *task, uint32_t base, uint32_t length,
             uint32_t need, uint32_t forbid);
const struct region *m_region(const struct m_task *task, uint32_t address);
const uint8_t *m_peek(uint32_t address);
void m_copy(uint32_t to, const void *from, uint32_t length);
bool m_is_lent_out(const struct m_task *task, uint32_t base, uint32_t length);
void m_channel_event(uint32_t channel, bool may_stay_armed);
void m_kernel_call(struct m_task *me);
void m_dma_call(struct m_task *me, uint32_t number);
void m_receive(struct m_task *me, uint32_t mask, uint32_t from);
void m_line_control(struct m_task *me, uint32_t control);
void m_call(struct m_task *me);
/* What looking a lease up came to: a code, or a fault of mine. */
#define M_FAULTED 1u
uint32_t m_lease(struct m_task *me, uint32_t lender, uint32_t index,
                 uint32_t offset, struct lease *found);
extern uint64_t m_clock;    /* as the entry began */
extern uint32_t m_strays;   /* interrupts that nobody declared */
extern uint32_t m_blackout; /* the kernel's figure, as the entry began */
extern bool m_reset;        /* the system has to be reset by this entry */
