/* SPDX-License-Identifier: MIT */
/* Notes when it runs: after a post, and after an interrupt of TIMER1. */
#include "../marks.h"
#include "syscall.h"
#include "task.h"
#include "task_config.h"

/* Counts from start to expiry: long enough for the client to spin. */
#define IRQ_AFTER 2000u

static void
arm_interrupt(void)
{
    peripheral_timer1[TIMER_RELOAD] = IRQ_AFTER;
    peripheral_timer1[TIMER_VALUE] = IRQ_AFTER;
    peripheral_timer1[TIMER_INTCLEAR] = 1;
    sys_irq(NOTIFY_TIMER_IRQ, SLUICE_IRQ_ALL);
    peripheral_timer1[TIMER_CTRL] = TIMER_ENABLE | TIMER_INTERRUPT;
}

/* The timer reloads at expiry and counts on: the difference is the latency. */
static void
note_interrupt(uint32_t value)
{
    peripheral_timer1[TIMER_CTRL] = 0;
    peripheral_timer1[TIMER_INTCLEAR] = 1;
    MARKS[MARK_IRQ] = IRQ_AFTER - value;
    MARKS[MARK_READY]++;
}

void
task_main(void)
{
    for (;;) {
        struct received in =
            sys_receive(slice_of(0, 0),
                        NOTIFY_POKE | NOTIFY_GO | NOTIFY_TIMER_IRQ, ID_NOBODY);
        uint32_t now = peripheral_timer0[TIMER_VALUE];
        uint32_t value = peripheral_timer1[TIMER_VALUE];

        MARKS[MARK_END] = now;
        if ((in.op_or_bits & NOTIFY_TIMER_IRQ) != 0) {
            note_interrupt(value);
        }
        if ((in.op_or_bits & NOTIFY_GO) != 0) {
            arm_interrupt();
        }
    }
}
