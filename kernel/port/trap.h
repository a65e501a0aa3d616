/* SPDX-License-Identifier: MIT */
/*
 * The four points at which a port calls up into the kernel. Before the call the
 * port has saved the context of the task that ran (not for idle); each returns
 * the task whose context and protection the port loads next.
 */
#pragma once

#include <stdint.h>

#include <sluice/fault.h>

struct task;

struct task *trap_syscall(struct task *caller);
struct task *trap_irq(uint32_t line);
struct task *trap_tick(void);
/*
 * `fault` is what the port's recorder has classified. `victim` is who caused
 * it: kernel.current, or who ran before it when that shows only at the switch.
 */
struct task *trap_fault(struct task *victim, const struct fault *fault);

/* A fault in the kernel itself: leaves a record and resets. */
void trap_kernel_fault(const struct fault *fault);

/*
 * The first thing a port calls after reset, before .data and .bss are set up
 * and on a stack of its own: every declared bus master is brought to rest.
 */
void boot_quiesce(void);
/*
 * Effect: all kernel state is as after power-on; kernel.current is who runs
 * first. Part of boot_main(); a port that returns to its caller uses this.
 */
void boot_init(void);
/* Then this, with .data and .bss in order: everything else. */
_Noreturn void boot_main(void);
