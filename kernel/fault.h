/* SPDX-License-Identifier: MIT */
/*
 * Faults: record, end the incarnation, tell the supervisor.
 *
 * Spec: docs/spec/faults.md.
 */
#pragma once

#include <stdint.h>

#include <sluice/fault.h>

#include "compiler.h"

struct task;

/*
 * Effect: the task faults: the record is kept (a second fault does not replace
 * it), the incarnation ends, the supervisor's bit is posted. The supervisor's
 * own fault is a panic. Nothing if the task is not alive.
 */
COLD void fault_raise(struct task *task, const struct fault *fault);

/*
 * Effect: the running task misused a system call (SLUICE_USAGE_*).
 * Returns: who runs next.
 */
COLD struct task *fault_usage(struct task *me, uint32_t reason);

/*
 * Effect: the running task named a range that it does not hold.
 * Returns: who runs next.
 */
COLD struct task *fault_memory(struct task *me, uint32_t address);

/* The same two for a peer that is not running; nothing is rescheduled. */
COLD void fault_peer_usage(struct task *peer, uint32_t reason);
COLD void fault_peer_memory(struct task *peer, uint32_t address);
