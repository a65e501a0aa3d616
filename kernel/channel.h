/* SPDX-License-Identifier: MIT */
/* What arming (dma_arm.c) needs of the channel's state machine (dma.c). */
#pragma once

#include <stdint.h>

/*
 * Effect: hears the engine: ACK; idle: the transfer is closed; else an error or
 * a stop that is due begins a stop, and "done" without idle begins to drain.
 */
void channel_service(uint32_t number);

/*
 * Effect: an ARMED channel is stopped at once, or drains; ends with `status`.
 */
void channel_kill(uint32_t number, uint8_t status);
