/* SPDX-License-Identifier: MIT */
/* What every task defines. */
#pragma once

/* The task itself: entered at every incarnation, with fresh data. */
_Noreturn void task_main(void);
