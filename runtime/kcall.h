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

/*
 * Effect: `region` is the n-th range that the task writes; size 0 if there is
 * none. Registers are no such range.
 */
void kcall_region(uint32_t index, uint32_t n, struct kcall_region *region);

/*
 * Effect: copies memory of a faulted task, at most message-max at once.
 * Requires: the range is the task's.
 * Returns: bytes copied; 0 if it has not faulted, or an engine still holds
 * the memory.
 */
uint32_t kcall_dump(uint32_t index, uint32_t address, void *room,
                    uint32_t length);

/* Returns: false if it has not faulted, and nothing is written. */
bool kcall_registers(uint32_t index, struct kcall_registers *registers);

/* Effect: the watchdog waits for its whole period again. */
void kcall_feed(void);

/* Effect: fills in what concerns no one task, the latest panic among it. */
void kcall_system(struct kcall_system *system);

/* Effect: it never runs again. Not task 0, not myself. */
void kcall_retire(uint32_t index);
