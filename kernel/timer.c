/* SPDX-License-Identifier: MIT */
/*
 * Deadlines fire: k that are due together cost k. Time goes by the core's tick
 * or, where the chip has a counter that runs freely, without: its alarm is set
 * to what comes next.
 */
#include "timer.h"

#include <stddef.h>

#include "kernel.h"
#include "notify.h"
#include "panic.h"
#include "port/arch.h"
#include "port/trap.h"
#include "sched.h"
#include "table.h"

/* Deadlines that one alarm looks at; it rings again for the rest. */
#define ALARM_STEPS 16u

/* Returns: counts since the latest tick or alarm that was handled. */
static uint32_t
since_epoch(void)
{
    return image.time.alarm != NULL ? arch_counter() - kernel.mark
                                    : arch_counts_since_tick();
}

uint64_t
timer_now(void)
{
    return kernel.epoch + since_epoch();
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

/* Effect: the counter's value at `at` is what the alarm compares with. */
static void
set_compare(const struct alarm *alarm, uint64_t at)
{
    uint32_t value = kernel.mark + (uint32_t)(at - kernel.epoch);

    table_store(alarm->set, image.time.counts_down ? ~value : value);
    /* The counter may have passed it while it was written */
    if (arch_counter() - value < alarm->most) {
        arch_line_pend(alarm->line);
    }
}

/* Effect: the alarm comes when the wheel next has something to do, or sooner;
 * and so often that the counter makes no whole round unseen. */
static void
set_alarm(const struct alarm *alarm)
{
    uint64_t next = wheel_next(&kernel.wheel);
    uint64_t now = timer_now();
    uint64_t counts = next > now ? next - now : 1;

    if (counts > alarm->most) {
        counts = alarm->most;
    }
    kernel.alarm = now + counts;
    if (alarm->compares) {
        set_compare(alarm, kernel.alarm);
    } else {
        table_store(alarm->set, (uint32_t)counts);
    }
}

void
timer_set(struct timer *timer, uint64_t deadline)
{
    timer_cancel(timer);
    timer->deadline = deadline;
    wheel_add(&kernel.wheel, timer);
    if (image.time.alarm != NULL && deadline < kernel.alarm) {
        set_alarm(image.time.alarm);
    }
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

/* Effect: counter and alarm run; time begins. */
static void
start_counter(const struct alarm *alarm)
{
    uint32_t slots[DMA_SLOTS] = {0};
    uint32_t results[DMA_SLOTS];

    (void)table_run(alarm->start, slots, results);
    kernel.mark = arch_counter();
    kernel.charged = kernel.mark;
}

static void
start_deadlines(void)
{
    timer_init(&kernel.good_run, TIMER_GOOD_RUN, 0);
    timer_init(&kernel.watchdog, TIMER_WATCHDOG, 0);
    timer_set(&kernel.good_run, timer_now() + timer_from_us(PANIC_GOOD_US));
    timer_feed_watchdog();
}

void
timer_start(void)
{
    const struct alarm *alarm = image.time.alarm;

    if (alarm == NULL) {
        start_deadlines();
        return;
    }
    start_counter(alarm);
    start_deadlines();
    set_alarm(alarm);
    arch_line_enable(alarm->line);
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

/* Effect: what is due fires, as far as `steps` go. */
static void
run_wheel(uint32_t steps)
{
    struct timer *timer;

    while ((timer = wheel_pop(&kernel.wheel, kernel.epoch, &steps)) != NULL) {
        fire(timer);
    }
}

void
timer_tick(void)
{
    charge_period();
    kernel.epoch += image.time.period;
    run_wheel(UINT32_MAX);
}

bool
timer_alarm(uint32_t line)
{
    const struct alarm *alarm = image.time.alarm;

    if (alarm == NULL || alarm->line != line) {
        return false;
    }
    table_store(alarm->clear, alarm->clear_value);
    uint32_t counter = arch_counter();
    kernel.current->cpu += counter - kernel.charged;
    kernel.charged = counter;
    kernel.epoch += counter - kernel.mark;
    kernel.mark = counter;
    run_wheel(ALARM_STEPS);
    set_alarm(alarm);
    return true;
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
    uint32_t since = since_epoch();
    uint64_t now = kernel.epoch + since;
    uint64_t cpu = me->cpu + (kernel.mark + since - kernel.charged);

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
