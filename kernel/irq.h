/* SPDX-License-Identifier: MIT */
/*
 * Interrupts become notification bits of one task, or completions of DMA
 * channels. A task's line is masked until the task enables it again.
 *
 * Spec: docs/spec/interrupts.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct task;

/* Effect: masks and clears every line of the chip. */
void irq_init(void);

/* Effect: masks and clears the lines of a task whose incarnation ended. */
void irq_task_ended(struct task *task);

/*
 * Effect: pends the lines behind these bits of the task.
 * Returns: false, nothing done, if a bit has no line.
 */
bool irq_pend(struct task *task, uint32_t bits);

struct task *irq_syscall_control(struct task *me);
struct task *irq_syscall_status(struct task *me);
