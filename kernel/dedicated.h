/* SPDX-License-Identifier: MIT */
/*
 * Mode dedicated: peripherals that master the bus by descriptors that their
 * one owner writes. The kernel can't say where they write, so it makes them
 * forget: at boot, and whenever an incarnation of the owner ends.
 *
 * Spec: docs/spec/dma.md.
 */
#pragma once

struct task;

/*
 * Effect: RESET, then IDLE, of each one of the chip. One that may still touch
 * memory is a panic. Called at boot, before .data and .bss.
 */
void dedicated_quiesce(void);

/*
 * Effect: the same for those that the task owns. Nobody has their memory
 * before this returns, since it is a part of the end of the incarnation.
 */
void dedicated_task_ended(const struct task *task);
