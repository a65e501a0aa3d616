/* SPDX-License-Identifier: MIT */
/* Deadlines fire: k that are due together cost k. */
#include "timer.h"

#include <stddef.h>

#include "kernel.h"
#include "notify.h"
#include "panic.h"
#include "port/arch.h"
#include "port/trap.h"
#include "sched.h"

uint64_t
timer_now(void)
{
    return kernel.ticks * image.time.period + arch_counts_since_tick();
}

uint64_t
timer_to_us(uint64_t counts)
{
    return counts / image.time.per_us;
}

uint64_t
timer_from_us(uint64_t us)
{
    return us > UINT64_MAX / image.time.per_us ? UINT64_MAX
                                               : us * image.time.per_us;
}

void
timer_init(struct timer *timer, enum timer_kind kind, uint32_t index)
{
    timer->kind = (uint8_t)kind;
    timer->index = (uint8_t)index;
    timer->place = PLACE_OFF;
}

void
timer_set(struct timer *timer, uint64_t deadline)
{
    timer_cancel(timer);
    timer->deadline = deadline;
    wheel_add(&kernel.wheel, timer);
}

void
timer_cancel(struct timer *timer)
{
    if (timer_is_set(timer)) {
        wheel_remove(&kernel.wheel, timer);
    }
}

static void
fire(struct timer *timer)
{
    struct task *task;

    switch (timer->kind) {
    case TIMER_CHANNEL:
        dma_timer(timer->index);
        break;
    case TIMER_GOOD_RUN:
        panic_good_run();
        break;
    case TIMER_WATCHDOG:
        panic_note(SLUICE_PANIC_WATCHDOG, 0, 0);
        break;
    default:
        task = &task_table[timer->index];
        notify_post(task, task->timer.bits);
        break;
    }
}

void
timer_feed_watchdog(void)
{
    if (image.watchdog_us != 0) {
        timer_set(&kernel.watchdog,
                  timer_now() + timer_from_us(image.watchdog_us));
    }
}

void
timer_start(void)
{
    timer_init(&kernel.good_run, TIMER_GOOD_RUN, 0);
    timer_init(&kernel.watchdog, TIMER_WATCHDOG, 0);
    timer_set(&kernel.good_run, timer_now() + timer_from_us(PANIC_GOOD_US));
    timer_feed_watchdog();
}

/* Effect: the period that has just ended is accounted to its end. */
static void
charge_period(void)
{
    uint32_t period = image.time.period;

    if (kernel.charged < period) {
        kernel.current->cpu += period - kernel.charged;
        kernel.charged = period;
    }
    kernel.charged -= period;
}

void
timer_tick(void)
{
    charge_period();
    kernel.ticks++;
    uint64_t now = kernel.ticks * image.time.period;
    uint32_t steps = UINT32_MAX;
    struct timer *timer;
    while ((timer = wheel_pop(&kernel.wheel, now, &steps)) != NULL) {
        fire(timer);
    }
}

struct task *
timer_syscall_set(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    uint64_t us = (uint64_t)frame[1] << 32 | frame[0];

    timer_cancel(&me->timer);
    me->timer.bits = frame[2];
    if (us == SLUICE_TIMER_NEVER) {
        return me;
    }
    uint64_t deadline = timer_from_us(us);
    if (deadline <= timer_now()) {
        notify_post(me, me->timer.bits);
        return me;
    }
    timer_set(&me->timer, deadline);
    return me;
}

static void
put(uint32_t *words, uint64_t value)
{
    words[0] = (uint32_t)value;
    words[1] = (uint32_t)(value >> 32);
}

struct task *
timer_syscall_time(struct task *me)
{
    uint32_t *frame = me->context.frame;
    uint32_t since_tick = arch_counts_since_tick();
    uint64_t now = kernel.ticks * image.time.period + since_tick;
    uint64_t cpu = me->cpu + (since_tick - kernel.charged);

    put(&frame[0], timer_to_us(now));
    put(&frame[2], timer_is_set(&me->timer) ? timer_to_us(me->timer.deadline)
                                            : SLUICE_TIMER_NEVER);
    put(&frame[4], timer_to_us(cpu));
    return me;
}

struct task *
trap_tick(void)
{
    timer_tick();
    return sched_stop_rest(sched_next(kernel.current));
}
