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
 * Effect: runs the table from its first operation to END or to a hard POLL that
 * is exhausted. `slots` has DMA_SLOTS words, slot 0 is 0; `results` has
 * DMA_SLOTS words and receives what GET reads.
 * Returns: true at END, false at a failed POLL. A bus fault does not show here,
 * for a load that faults gives 0: ask arch_io_faulted() before believing
 * anything that a table has read.
 */
bool table_run(const struct dma_op *table, const uint32_t *slots,
               uint32_t *results);
