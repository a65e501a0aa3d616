/* SPDX-License-Identifier: MIT */
/*
 * Mode handoff: a region that goes from one task to another, and is in one
 * protection table at a time. Each task that the manifest names keeps a slot
 * for it.
 *
 * Spec: docs/spec/dma.md.
 */
#pragma once

#include <stdbool.h>

struct region;
struct task;

/* Effect: every region is with its home. Before any task is. */
void handoff_init(void);

/*
 * Returns: whether the task has the region now.
 * Requires: it is one of the task's, with REGION_HANDOFF.
 */
bool handoff_is_held(const struct task *task, const struct region *region);

/*
 * Effect: what the task held goes home, zeroed; called when its incarnation
 * is over and again after each unpin. Nothing while the task has pins.
 */
void handoff_settle(const struct task *task);

/*
 * sys_handoff. Effect: the region is the taker's, and no longer mine. RC_DEAD:
 * the taker's incarnation is over, nothing has moved.
 * Faults: me, if I don't hold it, the taker is not declared for it, or an
 * engine is aimed at it.
 */
struct task *handoff_syscall(struct task *me);
