/* SPDX-License-Identifier: MIT */
/*
 * The tick is SysTick; between ticks time is read from the chip's counter,
 * which may be SysTick's own. Two constants turn what it shows into counts
 * since it wrapped, so that reading it has no cases.
 */
#include <stddef.h>

#include "arch.h"
#include "port.h"

/* Entry code reads the counter with one load of three words. */
struct tick {
    const volatile uint32_t *counter;
    uint32_t flip; /* all ones if the counter counts down */
    uint32_t add;
    uint32_t period;
};

_Static_assert(offsetof(struct tick, counter) == 0 &&
                   offsetof(struct tick, flip) == 4 &&
                   offsetof(struct tick, add) == 8,
               "leave.inc");

struct tick tick;

void
arch_time_init(uint32_t counter, uint32_t period, bool counts_down)
{
    /* Safe: the tool takes the address from the chip's description. */
    tick.counter = (const volatile uint32_t *)(uintptr_t)counter;
    tick.period = period;
    /* period - c, that is, ~c + 1 + period */
    tick.flip = counts_down ? UINT32_MAX : 0;
    tick.add = counts_down ? period + 1u : 0;
}

void
tick_start(void)
{
    /* A bootloader may have left it running, and a tick of its own pending */
    scs_write(SYSTICK_CONTROL, 0);
    scs_write(SCS_ICSR, ICSR_PENDSTCLR);
    scs_write(SYSTICK_RELOAD, tick.period - 1u);
    scs_write(SYSTICK_CURRENT, 0);
    scs_write(SYSTICK_CONTROL, SYSTICK_RUN);
}

/* A counter that counts down raises the tick when it gets to 0: that is 0. */
static uint32_t
since_wrap(void)
{
    uint32_t counts = (*tick.counter ^ tick.flip) + tick.add;

    return counts == tick.period ? 0 : counts;
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
    return since_wrap() + tick.period;
}

uint32_t
arch_counter(void)
{
    return (*tick.counter ^ tick.flip) + tick.add;
}
