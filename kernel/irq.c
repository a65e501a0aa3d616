/* SPDX-License-Identifier: MIT */
/* Interrupts: one table look-up by line, then a bit or a channel. */
#include "irq.h"

#include <stddef.h>

#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "notify.h"
#include "port/arch.h"
#include "port/trap.h"
#include "sched.h"
#include "timer.h"

void
irq_init(void)
{
    for (uint32_t line = 0; line < image.line_count; line++) {
        arch_line_disable(line);
        arch_line_clear(line);
    }
}

static const struct irq_route *
route_at(const struct task *task, uint32_t i)
{
    return &image.routes[task->desc->irqs[i]];
}

void
irq_task_ended(struct task *task)
{
    for (uint32_t i = 0; i < task->desc->irq_count; i++) {
        arch_line_disable(route_at(task, i)->line);
        arch_line_clear(route_at(task, i)->line);
    }
}

/* Returns: whether each of the bits, and there is one, is fed by a line. */
static bool
owns_bits(const struct task *task, uint32_t bits)
{
    uint32_t fed = 0;

    for (uint32_t i = 0; i < task->desc->irq_count; i++) {
        fed |= route_at(task, i)->bits;
    }
    return bits != 0 && (bits & ~fed) == 0;
}

bool
irq_pend(struct task *task, uint32_t bits)
{
    if (!owns_bits(task, bits)) {
        return false;
    }
    for (uint32_t i = 0; i < task->desc->irq_count; i++) {
        if ((route_at(task, i)->bits & bits) != 0) {
            arch_line_pend(route_at(task, i)->line);
        }
    }
    return true;
}

static void
control_line(uint32_t line, uint32_t control)
{
    if ((control & SLUICE_IRQ_ENABLE) == 0) {
        arch_line_disable(line);
    }
    if ((control & SLUICE_IRQ_CLEAR) != 0) {
        arch_line_clear(line);
    }
    if ((control & SLUICE_IRQ_ENABLE) != 0) {
        arch_line_enable(line);
    }
}

struct task *
irq_syscall_control(struct task *me)
{
    uint32_t bits = me->context.frame[0];
    uint32_t control = me->context.frame[1];

    if (!owns_bits(me, bits) || (control & ~SLUICE_IRQ_ALL) != 0) {
        return fault_usage(me, SLUICE_USAGE_IRQ);
    }
    for (uint32_t i = 0; i < me->desc->irq_count; i++) {
        if ((route_at(me, i)->bits & bits) != 0) {
            control_line(route_at(me, i)->line, control);
        }
    }
    return me;
}

struct task *
irq_syscall_status(struct task *me)
{
    uint32_t bits = me->context.frame[0];
    uint32_t status = 0;

    if (!owns_bits(me, bits)) {
        return fault_usage(me, SLUICE_USAGE_IRQ);
    }
    for (uint32_t i = 0; i < me->desc->irq_count; i++) {
        const struct irq_route *route = route_at(me, i);

        if ((route->bits & bits) == 0) {
            continue;
        }
        status |= arch_line_is_enabled(route->line) ? SLUICE_IRQ_IS_ENABLED : 0;
        status |= arch_line_is_pending(route->line) ? SLUICE_IRQ_IS_PENDING : 0;
    }
    if ((me->pending & bits) != 0) {
        status |= SLUICE_IRQ_IS_POSTED;
    }
    me->context.frame[0] = status;
    return me;
}

/* An interrupt that nobody declared: masked for good, and remembered. */
static COLD void
stray(uint32_t line)
{
    arch_line_disable(line);
    kernel.stray_count++;
    kernel.stray_line = line;
}

static void
run_channels(const struct irq_route *route)
{
    for (uint32_t i = 0; i < route->channel_count; i++) {
        dma_irq(route->channels[i]);
    }
}

/* Returns: who runs next when the line of this route was raised. */
static struct task *
run_task_route(const struct irq_route *route, uint32_t line)
{
    struct task *task = route->task;

    arch_line_disable(line);
    return notify_deliver(task, route->bits)
               ? sched_preempt(kernel.current, task)
               : kernel.current;
}

/* Returns: who runs next when it was not a task's line. */
static __attribute__((noinline)) struct task *
run_other(uint32_t line, uint32_t number)
{
    if (number != NO_ROUTE) {
        run_channels(&image.routes[number]);
    } else if (!timer_alarm(line)) {
        stray(line);
    }
    return sched_stop_rest(sched_next(kernel.current));
}

struct task *
trap_irq(uint32_t line)
{
    uint32_t number =
        line < image.line_count ? image.line_routes[line] : NO_ROUTE;
    const struct irq_route *route = &image.routes[number];

    if (likely(number != NO_ROUTE && route->channel_count == 0)) {
        return sched_stop_rest(run_task_route(route, line));
    }
    return run_other(line, number);
}
