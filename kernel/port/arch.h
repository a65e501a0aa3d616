/* SPDX-License-Identifier: MIT */
/*
 * What the kernel demands of an architecture. A port implements all of this
 * and calls up at four points only (kernel/port/trap.h).
 *
 * The kernel runs at one exception level: system calls, interrupts, the tick
 * and faults that have been recorded never preempt one another.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "context.h"

struct protection;
struct task;

/*
 * Effect: makes the context that of a task that has not run: argument frame
 * zero, stack empty, next instruction `entry`.
 * Requires: [stack_limit, stack_top) is the task's own, writable memory, 8-byte
 * aligned, and nobody is blocked on or aims hardware at it.
 */
void arch_context_reset(struct context *context, uint32_t entry,
                        uint32_t stack_limit, uint32_t stack_top);

/*
 * Effect: when next resumed, the task makes its system call again, with the
 * argument frame as it stands in the context.
 * Requires: the context is in a system call.
 */
void arch_repeat_call(struct context *context);

/* Effect: copies; the ranges may not overlap. Any alignment, any length. */
void arch_copy(void *to, const void *from, uint32_t length);

/*
 * The same where the running task may hold the target with fewer rights than
 * the taker: its protection, where that binds the kernel too, is set aside.
 */
void arch_copy_across(void *to, const void *from, uint32_t length);

/*
 * Effect: the protection unit has these words, for who runs now. At a change
 * of tasks entry code does this by itself.
 */
void arch_protection_load(const struct protection *protection);

/* Returns: true if an interrupt or the tick waits to be taken. */
bool arch_interrupt_waits(void);

/* Interrupt lines, numbered as the chip numbers them from 0. */
void arch_line_enable(uint32_t line);
void arch_line_disable(uint32_t line);
void arch_line_clear(uint32_t line); /* drops a pending interrupt */
void arch_line_pend(uint32_t line);
bool arch_line_is_enabled(uint32_t line);
bool arch_line_is_pending(uint32_t line);

/*
 * Returns: counts since the last tick was handled, in units of the time base,
 * also when the next tick is already pending (then more than a period).
 */
uint32_t arch_counts_since_tick(void);

/*
 * Returns: the counter alone, as counts since it wrapped; it may say `period`
 * at the instant of the wrap. For accounting, which tells by itself whether a
 * tick waits.
 */
uint32_t arch_counter(void);

/*
 * Registers of controllers: arch_io.h of the port has
 *
 *   uint32_t arch_io_read(uint32_t address, uint32_t width);
 *   void arch_io_write(uint32_t address, uint32_t value, uint32_t width);
 *
 * inline, for the interpreter alone. Width: DMA_WIDTH_*. A bus fault in one of
 * these is caught: the load gives 0, the store is dropped, and this tells once.
 */
bool arch_io_faulted(void);

/*
 * In arch_map.h, inline: arch_map_open() and arch_map_close(what it returned).
 * Effect: in between the kernel reaches memory of tasks and registers of
 * controllers; outside, where the hardware can make it so, it faults there.
 * arch_copy() and arch_copy_across() do it by themselves.
 */

/* Effect: memory and device accesses before it are done before those after. */
void arch_barrier(void);

/* Effect: starts the tick and runs the first task. */
_Noreturn void arch_start(struct task *first);

/* Effect: resets the system; returns only in the host port. */
void arch_reset(void);

/* Effect: stops for ever, all interrupts off; returns only in the host port. */
void arch_halt(void);

/*
 * Effect: makes the context that of the kernel's own idle loop, which runs
 * unprivileged when nobody is ready, and gives the protection words for it.
 */
const struct protection *arch_idle_init(struct context *context);

/*
 * Effect: `counter` (an address) is the register that arch_counts_since_tick()
 * reads; the tick comes every `period` counts, from arch_start() on; with 0
 * there is none, and arch_counter() is the counter's 32 bits, counting up.
 */
void arch_time_init(uint32_t counter, uint32_t period, bool counts_down);
