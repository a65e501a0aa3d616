/* SPDX-License-Identifier: MIT */
/*
 * The kernel has a map of its own (map.c): what it may touch at any time.
 * Constants only: C and assembly include it.
 */
#pragma once

#define MPU_ON 1 /* on, and no default map for the kernel */
