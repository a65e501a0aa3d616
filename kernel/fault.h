/* SPDX-License-Identifier: MIT */
/*
 * Faults: record, end the incarnation, tell the supervisor.
 *
 * Spec: docs/spec/faults.md.
 */
#pragma once

#include <stdint.h>

#include <sluice/fault.h>

struct task;

/*
 * Effect: the task faults: the record is kept (a second fault does not replace
 * it), the incarnation ends, the supervisor's bit is posted. The supervisor's
 * own fault is a panic. Nothing if the task is not alive.
 */
void fault_raise(struct task *task, struct fault fault);

/* The same for misuse of a system call (SLUICE_USAGE_*). */
void fault_usage(struct task *task, uint32_t reason);

/* The same for a range that the task named and does not hold. */
void fault_memory(struct task *task, uint32_t address);
