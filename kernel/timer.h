/* SPDX-License-Identifier: MIT */
/*
 * Deadlines and CPU time. One timer per task and per channel.
 *
 * Spec: docs/spec/time.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wheel.h"

struct task;

enum timer_kind {
    TIMER_TASK,
    TIMER_CHANNEL,
    TIMER_GOOD_RUN, /* the count of panics begins anew */
    TIMER_WATCHDOG, /* nobody fed it */
};

/* Returns: counts of the time base since boot. */
uint64_t timer_now(void);

/* Returns: the same in microseconds, and back (saturating). */
uint64_t timer_to_us(uint64_t counts);
uint64_t timer_from_us(uint64_t us);

/* Effect: a timer that is off; `index` is that of its task or channel. */
void timer_init(struct timer *timer, enum timer_kind kind, uint32_t index);

static inline bool
timer_is_set(const struct timer *timer)
{
    return timer->place != PLACE_OFF;
}

/* Effect: (re)sets the deadline. A deadline in the past fires at next tick. */
void timer_set(struct timer *timer, uint64_t deadline);

/* Effect: the deadline is off; nothing if it was. */
void timer_cancel(struct timer *timer);

/* Effect: the kernel's own deadlines begin. */
void timer_start(void);

/* Effect: the watchdog's period begins; nothing if the image has none. */
void timer_feed_watchdog(void);

/*
 * Effect: if this line is the alarm's: what is due fires, some of it at the
 * next alarm if it is much, and the alarm is set anew.
 * Returns: whether it is.
 */
bool timer_alarm(uint32_t line);

/* Effect: counts the tick and fires what is due; k due together cost k. */
void timer_tick(void);

struct task *timer_syscall_set(struct task *me);
struct task *timer_syscall_time(struct task *me);
