/* SPDX-License-Identifier: MIT */
/*
 * The whole-state check: walks all kernel state and tells the first invariant
 * that does not hold. Right at every kernel exit, not in between.
 */
#pragma once

/* Returns: NULL, or what is wrong. The text lasts until the next call. */
const char *kernel_check(void);
