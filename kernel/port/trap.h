/* SPDX-License-Identifier: MIT */
/*
 * The points at which a port calls up into the kernel. Before the call the port
 * has saved the context of the task that ran (not for idle); each of the first
 * four returns the task to run next. The port ends every kernel entry so: if
 * that is not who ran, it becomes kernel.current, the counts since the last
 * switch or tick (arch_counter() - kernel.charged, one period more if that is
 * negative) are added to the `cpu` of who ran, kernel.charged is the counter,
 * and the other's context and protection are loaded. If the image has the
 * audit, dma_audit() is called.
 */
#pragma once

#include <stdint.h>

#include <sluice/fault.h>

struct task;

/* A port may call the handler of a valid number itself: trap_calls[number]. */
struct task *trap_syscall(struct task *caller);
extern struct task *(*const trap_calls[])(struct task *);
struct task *trap_irq(uint32_t line);
struct task *trap_tick(void);
/*
 * `fault` is what the port's recorder has classified. `victim` is who caused
 * it: kernel.current, or who ran before it when that shows only at the switch.
 */
struct task *trap_fault(struct task *victim, const struct fault *fault);

/* Effect: checks the engines, if the image has the audit (kernel/audit.c). */
void dma_audit(void);

/*
 * In an image that measures its longest entry (kernel/blackout.c), the first
 * and the last thing that the port calls. Returns: next.
 */
void blackout_enter(void);
struct task *blackout_exit(struct task *next);

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
