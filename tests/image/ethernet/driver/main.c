/* SPDX-License-Identifier: MIT */
/*
 * The driver, but each incarnation first watches the memory that it was handed:
 * the ring of the one before, while frames go on arriving.
 */
#include <memory.h>
#include <sleep.h>
#include <task.h>

#include "../../../../drivers/ethernet-m2s/serve.h"
#include "../counters.h"

#include <task_config.h>

#define CANARY 0xa5u
#define WATCH_US 150000u

static uint32_t
damage(void)
{
    const volatile uint8_t *bytes = buffer_ring;
    uint32_t count = 0;

    for (uint32_t i = 0; i < BUFFER_RING_SIZE; i++) {
        count += bytes[i] != CANARY ? 1u : 0u;
    }
    return count;
}

_Noreturn void
task_main(void)
{
    memset(buffer_ring, CANARY, BUFFER_RING_SIZE);
    sleep_for(WATCH_US);
    COUNTERS->damaged += damage();
    COUNTERS->watched += 1;
    ethernet_serve();
}
