/* SPDX-License-Identifier: MIT */
/*
 * Kernel calls, typed. Each needs its privilege from the manifest; without it,
 * or with an index that names no task, the caller faults. None of them blocks.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/kcall.h>

/* Effect: fills in how the task stands now. */
void kcall_status(uint32_t index, struct kcall_status *status);

/*
 * Effect: ends the incarnation if there is one and begins the next; with `run`
 * it runs, else it stays stopped.
 * Returns: RC_OK; RC_PINNED: it will happen at the last unpin, and the
 * supervisor's bit RESTARTED tells; RC_DEAD: it is retired.
 */
uint32_t kcall_restart(uint32_t index, bool run);

/* Effect: the task faults, on record with my id. Not task 0, not myself. */
void kcall_fault(uint32_t index);

/* Returns: the hash that names this image. */
uint64_t kcall_image_id(void);

/* Effect: resets the system. */
_Noreturn void kcall_reset(void);

/* Effect: these interrupts of the task are pending. */
void kcall_soft_irq(uint32_t index, uint32_t bits);

/* Returns: the first faulted task from `start` on, or 0 if there is none. */
uint32_t kcall_next_faulted(uint32_t start);

/* Returns: bytes of its panic text put into `text`; 0 if it has none. */
uint32_t kcall_panic_text(uint32_t index, char *text, uint32_t room);

/* Effect: it never runs again. Not task 0, not myself. */
void kcall_retire(uint32_t index);
