/* SPDX-License-Identifier: MIT */
/* Words that scenarios are written in. Each may end the life; see life.h. */
#pragma once

#include "kernel.h"
#include "life.h"

/* Tasks, lines and memory of the image. */
enum { SUPERVISOR, OWNER, CLIENT, TASKS };

#define LINE_POKE 1u
#define LINE_DMA 2u
#define LINES 64u

#define OWNER_BIT 1u
#define DEADLINE_US 20000u
#define DRAIN_PERIOD_US 1000u
#define DRAIN_LIMIT 5u
#define COUNTS_PER_US 20u
#define TICK_US 1000u

#define HOME_BASE 0x10000000u
#define HOME_SIZE 0x800u
#define HOME(task) (HOME_BASE + 0x1000u * (task))
#define TEXT(task) (HOME(task) + 0x800u)
#define LIFE_HOMES_SIZE 0x10000u

/* In the memory of the row. */
#define CHUNK_SIZE 0x400u
#define NEAR_AT 0x1000u
#define FAR_AT 0x3000u
#define SINK_AT 0x5000u
#define SINK_SIZE 64u

#define EMPTY 0xeeu /* what all of it holds before a life */

struct life {
    const struct life_row *row;
    const struct dma_binding *binding;
    struct model model;
    bool unwatched; /* an engine may do what it likes: before boot is over */
    bool expects_reset;
    bool reset_seen;
    uint32_t beats_per_entry;
    uint32_t neighbour; /* another channel that moves, + 1; 0: none does */
    uint32_t speed;     /* beats while the core makes one access; see limits */
    uint32_t near, far; /* addresses of the transfer under way */
    uint32_t length;
    char finding[256];
};

extern struct life life;

/* Effect: ends the life with these words. */
_Noreturn void life_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Effect: the same, but only noted: in the middle of kernel or model. */
void life_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Effect: power-on, boot; the client has asked the owner, who runs. */
void life_begin(const struct life_row *row, const struct dma_binding *binding);

/* Effect: the kernel boots anew; the controller goes on as it was. */
void life_reboot(void);

/* Effect: the client's two chunks as before a transfer. */
void life_prepare(void);

/*
 * Effect: the owner arms: `offset` into both chunks.
 * Returns: the code of DMA_ARM.
 */
uint32_t life_arm(uint32_t offset, uint32_t length);

/* Effect: the owner stops its channel. */
void life_stop(void);

/* Effect: the engines make so many accesses, interrupts are taken. */
void life_beats(uint32_t count);

/* Effect: what waits is taken. */
void life_interrupts(void);

/* Effect: time to the next tick, which is taken. */
void life_tick(void);

/* Effect: beats and ticks until no transfer is under way. */
void life_settle(void);

/* Tick interrupts so far. */
extern uint32_t life_ticks;

/* Effect: the task's incarnation ends: by a fault of its own, or a restart. */
void life_fault_owner(void);
void life_restart_client(void);

/* Returns: the channel's state. */
uint32_t life_state(void);

/* Effect: judges how the transfer ended: status, residue, bytes, the rest. */
void life_judge(void);

/* Returns: bytes that have come to the target of the transfer. */
uint32_t life_moved(void);

/* Effect: judges that nothing but the target's range has changed. */
void life_judge_bounds(void);

/* Effect: judges that all is at rest: nothing moves, no line is high. */
void life_judge_rest(void);

/* Effect: checks what has to be true after each step. */
void life_check(void);

/* The image, made for a row. */
void life_image_init(const struct life_row *row,
                     const struct dma_binding *binding);

/* The scenarios, in order. */
struct life_scenario {
    const char *name;
    void (*run)(void);
    uint32_t unless; /* limits that rule it out */
};
extern const struct life_scenario life_scenarios[];
extern const uint32_t life_scenario_count;
