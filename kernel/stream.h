/* SPDX-License-Identifier: MIT */
/*
 * Mode stream: a buffer of two halves, each a transfer that follows the other.
 * A channel is a stream if it has no deadline.
 */
#pragma once

#include <stdbool.h>

#include "channel.h"

struct task;

/*
 * Effect: at the end of a half of a stream that is well and wanted: the other
 * half is armed and the owner told.
 * Returns: false if the transfer is to end.
 * Requires: the engine was seen idle and scrubbed, the end was recorded.
 */
bool stream_goes_on(struct channel *channel);

/* System call. Returns who runs next. */
struct task *stream_syscall_position(struct task *me);
