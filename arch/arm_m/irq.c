/* SPDX-License-Identifier: MIT */
/* Interrupt lines: one bit each in the controller's registers. */
#include "arch.h"
#include "port.h"

static uint32_t
word_of(uint32_t bank, uint32_t line)
{
    return bank + 4u * (line / 32u);
}

static uint32_t
bit_of(uint32_t line)
{
    return 1u << (line % 32u);
}

void
arch_line_enable(uint32_t line)
{
    scs_write(word_of(NVIC_ENABLE, line), bit_of(line));
}

void
arch_line_disable(uint32_t line)
{
    scs_write(word_of(NVIC_DISABLE, line), bit_of(line));
}

void
arch_line_clear(uint32_t line)
{
    scs_write(word_of(NVIC_CLEAR, line), bit_of(line));
}

void
arch_line_pend(uint32_t line)
{
    scs_write(word_of(NVIC_PEND, line), bit_of(line));
}

bool
arch_line_is_enabled(uint32_t line)
{
    return (scs_read(word_of(NVIC_ENABLE, line)) & bit_of(line)) != 0;
}

bool
arch_line_is_pending(uint32_t line)
{
    return (scs_read(word_of(NVIC_PEND, line)) & bit_of(line)) != 0;
}

/*
 * Only what is enabled counts: a line that waits for its masked driver would
 * otherwise cut every borrow into its smallest pieces.
 */
bool
arch_interrupt_waits(void)
{
    return (scs_read(SCS_ICSR) & ICSR_VECTPENDING) != 0;
}
