/* SPDX-License-Identifier: MIT */
/*
 * The tick is SysTick; between ticks time is read from the chip's counter,
 * which may be SysTick's own. Two constants turn what it shows into counts
 * since it wrapped, so that reading it has no cases.
 */
#include "arch.h"
#include "port.h"

uint32_t tick_period; /* entry code reads it, too */

void
arch_time_init(uint32_t counter, uint32_t period, bool counts_down)
{
    /* Safe: the tool takes the address from the chip's description. */
    kernel.clock.counter = (const volatile uint32_t *)(uintptr_t)counter;
    kernel.clock.sign = counts_down ? UINT32_MAX : 1u;
    /* period - c; of a counter without a period, all ones - c */
    kernel.clock.add = counts_down ? (period != 0 ? period : UINT32_MAX) : 0;
    tick_period = period;
    map_counter(counter);
}

uint32_t
arch_counter(void)
{
    return *kernel.clock.counter * kernel.clock.sign + kernel.clock.add;
}

void
tick_start(void)
{
    /* A bootloader may have left it running, and a tick of its own pending */
    scs_write(SYSTICK_CONTROL, 0);
    scs_write(SCS_ICSR, ICSR_PENDSTCLR);
    if (tick_period == 0) {
        return; /* the chip's counter and its alarm are enough */
    }
    scs_write(SYSTICK_RELOAD, tick_period - 1u);
    scs_write(SYSTICK_CURRENT, 0);
    scs_write(SYSTICK_CONTROL, SYSTICK_RUN);
}

/* A counter that counts down raises the tick when it gets to 0: that is 0. */
static uint32_t
since_wrap(void)
{
    uint32_t counts = arch_counter();

    return counts == tick_period ? 0 : counts;
}

uint32_t
arch_counts_since_tick(void)
{
    uint32_t counts = since_wrap();

    /*
     * Read after the counter: if no tick is pending now, none was then. If one
     * is, the first reading may be from either side of it; another is not.
     */
    if ((scs_read(SCS_ICSR) & ICSR_PENDSTSET) == 0) {
        return counts;
    }
    return since_wrap() + tick_period;
}
