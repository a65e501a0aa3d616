/* SPDX-License-Identifier: MIT */
/* The measuring client where there is no DMA. */
#include "../rows.h"

void
task_main(void)
{
    (void)rows_measure();
    rows_end();
}
