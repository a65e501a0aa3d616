/* SPDX-License-Identifier: MIT */
/* The kernel sees the core's default map. Constants only. */
#pragma once

#define MPU_ON 5 /* on, and the default map for the kernel */
