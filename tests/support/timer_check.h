/* SPDX-License-Identifier: MIT */
#pragma once

/* Returns: NULL, or what is wrong with the kernel's deadlines. */
const char *timer_check(void);
