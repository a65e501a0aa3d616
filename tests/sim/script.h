/* SPDX-License-Identifier: MIT */
/*
 * Words that the simulation tests are written in: what a task does with the
 * runtime's wrappers on a target. Each acts as the task that runs.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sluice/abi.h>
#include <sluice/dma.h>
#include <sluice/fault.h>
#include <sluice/kcall.h>

#include "expect.h"
#include "plays.h"
#include "sim.h"
#include "sim_image.h"

/* Where a task keeps what it passes to the kernel. */
#define MESSAGE(task) (DATA(task) + 0x000u)
#define REPLY(task) (DATA(task) + 0x100u)
#define BUFFER(task) (DATA(task) + 0x200u)
#define LEASES(task) (DATA(task) + 0x300u)
#define REQUEST(task) (DATA(task) + 0x380u)
#define ANSWER(task) (DATA(task) + 0x3c0u)
#define SCRATCH(task) (DATA(task) + 0x400u)
#define PART_SIZE 0x100u

#define SUPERVISOR_MASK                                                        \
    (SLUICE_NOTIFY_FAULT | SLUICE_NOTIFY_RESTARTED | SUPERVISOR_POKE |         \
     SUPERVISOR_TOLD)
#define DRIVER_MASK (DRIVER_READ | DRIVER_COPY | DRIVER_IRQ)

/* Results of a receive, by word. */
enum {
    GOT_FROM,
    GOT_OP,
    GOT_LENGTH,
    GOT_COPIED,
    GOT_ROOM,
    GOT_LEASES,
    GOT_RC,
};

/* Which bits the supervisor was told since script_start(). */
extern uint32_t script_told;

/*
 * Effect: boots; the supervisor and both drivers wait in a receive; CLIENT_A
 * runs, with CLIENT_B and LOW ready behind it.
 */
void script_start(void);

/* The same, for a test that has done sim_power_on() itself. */
void script_run_up(void);

/* The same, and CLIENT_B and LOW are stopped. */
void script_start_alone(void);

/* The task with this index must be the one that runs. */
#define as(task) assert_int_equal(sim_running(), task)

void receive(uint32_t mask, uint32_t from);
/* Effect: an open receive, as a server waits. */
void serve(uint32_t mask);
/* Effect: sends `length` bytes of MESSAGE, room for a reply in REPLY. */
void send(uint32_t to_id, uint32_t op, uint32_t length, uint32_t leases);
void reply(uint32_t to_id, uint32_t rc, uint32_t length);
void reply_receive(uint32_t to_id, uint32_t rc, uint32_t length, uint32_t mask);

/* Effect: entry `i` of the lease table of a task. */
void lend(uint32_t task, uint32_t i, uint32_t base, uint32_t length,
          uint32_t attributes);

/* Effect: a kernel call; its reply, if any, is in ANSWER. */
void kernel_call(uint32_t operation, uint32_t index, uint32_t value);

/* Effect: arms CHANNEL_READ of DRIVER on lease 0 of the lender. */
void arm_read(uint32_t lender_id, uint32_t length);

/*
 * Effect: from boot on: CLIENT_A lends [base, base + length) to DRIVER and
 * waits for it; DRIVER runs. A snapshot is taken.
 */
void ask_driver(uint32_t base, uint32_t length, uint32_t attributes);

/* Effect: the supervisor runs, whoever ran before. */
void wake_supervisor(void);
/* Effect: the supervisor takes all its bits and waits again. */
void supervisor_sleeps(void);

/* By the supervisor, from whatever state, in one go. */
void kill_task(uint32_t index);
uint32_t restart_task(uint32_t index, bool run);

/* The task must have faulted so. */
void expect_fault(uint32_t task, uint32_t kind, uint32_t detail);
