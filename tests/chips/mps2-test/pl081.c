/* SPDX-License-Identifier: MIT */
/*
 * The tables of chips/mps2, and with the same macros those of a controller that
 * tests reach from outside, with a request that arms it halted.
 */
#include "../../../chips/mps2/pl081.c"

#define LATE 0x40113000u /* dmac3, Non-secure */
#define HALT (1u << 18)

CONTROLLER_TABLES(late, LATE);

#define late_0_halted_audit late_0_memory_audit
BINDING(late, LATE, 0, halted, DMA_SLOT_DST, TO_MEMORY, START_MEMORY | HALT);
