/* SPDX-License-Identifier: MIT */
/* Which binding runs against which model. A controller more is a row more. */
#include "life.h"

extern const struct dma_binding dmac0_0_memory, dmac0_1_memory;

const struct life_row life_rows[] = {
    {"PL081 channel 0", &dmac0_0_memory, &model_pl081, 0, LIFE_COPY,
     0x38200000u, LIFE_ALWAYS_ON, "mps2/an505", "dmac0", "memory"},
    {"PL081 channel 1", &dmac0_1_memory, &model_pl081, 1, LIFE_COPY,
     0x38200000u, LIFE_ALWAYS_ON, "mps2/an505", "dmac0", "memory"},
};
const uint32_t life_row_count = sizeof(life_rows) / sizeof(life_rows[0]);
