/* SPDX-License-Identifier: MIT */
/* The part of `sluice audit` that says how long interrupts are held off. */
#pragma once

#include "blackout.h"

/* Effect: prints what one stop of this channel takes at worst. */
void audit_stop(const struct blackout *blackout, const struct dma_use *use);

/*
 * Effect: prints which channels stop with each task and what that takes, and
 * the longest times with interrupts held off.
 * Returns: false after an error.
 */
bool audit_blackouts(const struct blackout *blackout);
