/* SPDX-License-Identifier: MIT */
#include "dedicated.h"

#include "kernel.h"
#include "panic.h"
#include "port/arch.h"
#include "table.h"

/* A load that faults reads as idle, so the bus is asked as well. */
static void
silence(uint32_t number)
{
    const struct dma_master *master = image.dedicated[number].master;
    uint32_t slots[DMA_SLOTS] = {0};
    uint32_t results[DMA_SLOTS];

    if (!table_run(master->reset, slots, results) ||
        !table_run(master->idle, slots, results) || arch_io_faulted()) {
        panic_note(SLUICE_PANIC_DEDICATED, 0, number);
    }
}

void
dedicated_quiesce(void)
{
    for (uint32_t i = 0; i < image.dedicated_count; i++) {
        silence(i);
    }
}

void
dedicated_task_ended(const struct task *task)
{
    for (uint32_t i = 0; i < image.dedicated_count; i++) {
        if (image.dedicated[i].owner == task->index) {
            silence(i);
        }
    }
}
