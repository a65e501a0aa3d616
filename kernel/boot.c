/* SPDX-License-Identifier: MIT */
/*
 * Boot, in order, on one screen. The first part runs before .data and .bss: an
 * engine that a bootloader or an earlier life left running would write there.
 */
#include <stddef.h>

#include "dedicated.h"
#include "dma.h"
#include "handoff.h"
#include "irq.h"
#include "kernel.h"
#include "panic.h"
#include "port/arch.h"
#include "port/trap.h"
#include "sched.h"
#include "table.h"

/* Looks at a master's IDLE before the system is reset. */
#define BOOT_POLLS 1000u

struct kernel kernel;

/* Returns: whether the master came to rest. */
static bool
quiesce(const struct dma_binding *master)
{
    uint32_t slots[DMA_SLOTS] = {[DMA_SLOT_SINK] = image.sink};
    uint32_t results[DMA_SLOTS];
    bool idle = false;

    if (master->reset != NULL) {
        table_run(master->reset, slots, results);
    } else {
        table_run(master->stop, slots, results);
    }
    for (uint32_t i = 0; i < BOOT_POLLS && !idle; i++) {
        idle = table_finish(master, slots, results);
    }
    return idle && !arch_io_faulted(); /* a load that faults reads as idle */
}

void
boot_quiesce(void)
{
    (void)arch_io_faulted(); /* memory is still noise */
    for (uint32_t i = 0; i < image.master_count; i++) {
        if (!quiesce(image.masters[i])) {
            panic_note(SLUICE_PANIC_BOOT_BUSY, 0, i);
        }
    }
    dedicated_quiesce();
}

static void
board_init(void)
{
    uint32_t slots[DMA_SLOTS] = {0};
    uint32_t results[DMA_SLOTS];

    for (uint32_t i = 0; i < image.board_init_count; i++) {
        kassert(table_run(image.board_init[i], slots, results) &&
                !arch_io_faulted());
    }
}

/* The kernel's own state, in order. The host port begins here. */
void
boot_init(void)
{
    panic_init();
    board_init();
    irq_init();
    arch_time_init(image.time.counter, image.time.period,
                   image.time.counts_down);
    handoff_init();
    task_init();
    dma_init();
    timer_start();
    kernel.current = sched_next(&kernel.idle);
}

void
boot_main(void)
{
    boot_init();
    arch_start(kernel.current);
}
