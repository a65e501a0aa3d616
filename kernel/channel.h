/* SPDX-License-Identifier: MIT */
/*
 * The state machine of a channel, as its events drive it: arming (dma_arm.c),
 * interrupts, timers, tasks (dma.c).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler.h"

/*
 * Effect: INIT, then ROUTE.
 * Returns: false if one of them failed or met a bus fault.
 */
bool channel_set_up(uint32_t number);

/*
 * Effect: looks at the engine: idle: the transfer is closed; an error: it is
 * stopped; "done", but not idle: it drains.
 * Requires: ARMED or DRAINING.
 */
void channel_service(uint32_t number);

/*
 * Effect: the transfer is stopped and closed, or drains; ends with `status`.
 * Requires: ARMED or DRAINING.
 */
void channel_kill(uint32_t number, uint8_t status);

/*
 * Effect: the same, unless the transfer has come to its end by itself: then
 * that is how it ended.
 * Requires: ARMED.
 */
void channel_stop(uint32_t number, uint8_t status);

/*
 * Effect: one look at a channel that drains; the last one resets its domain.
 * Requires: DRAINING.
 */
void channel_poll(uint32_t number);

/*
 * Effect: a bus fault in a table: the engine's state is not known any more. A
 * channel that holds pins resets its domain, an IDLE one is BROKEN.
 */
COLD void channel_fault(uint32_t number);
