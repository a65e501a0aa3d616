/* SPDX-License-Identifier: MIT */
/*
 * The interpreter of the table language (sluice/dma.h). It knows no vendor.
 *
 * Spec: docs/spec/tables.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/dma.h>

/*
 * Effect: runs the table from its first operation, through `ends` ENDs (not 0),
 * or to a hard POLL that is exhausted. `slots` has DMA_SLOTS words, slot 0 is
 * 0; `results` has DMA_SLOTS words and receives what GET reads.
 * Returns: true at the last END, false at a failed POLL. A bus fault does not
 * show here, for a load that faults gives 0: ask arch_io_faulted() before
 * believing anything that a table has read.
 */
bool table_run_through(const struct dma_op *table, const uint32_t *slots,
                       uint32_t *results, uint32_t ends);

/* Effect: one word goes to a register of the chip. */
void table_store(uint32_t address, uint32_t value);

/* Effect: one table. */
static inline bool
table_run(const struct dma_op *table, const uint32_t *slots, uint32_t *results)
{
    return table_run_through(table, slots, results, 1);
}

/*
 * Effect: of FINI, what it reads before it writes anything: the residue. A
 * count of which it finds nothing left is 0.
 * Returns: false if there is no such thing in the table.
 */
bool table_peek(const struct dma_op *fini, const uint32_t *slots,
                uint32_t *results);

/*
 * Effect: IDLE; if it comes true ACK and FINI too, which lie behind it.
 * Returns: whether it came true: no POLL of ACK or FINI can fail.
 */
static inline bool
table_finish(const struct dma_binding *binding, const uint32_t *slots,
             uint32_t *results)
{
    return table_run_through(binding->idle, slots, results, 3);
}
