/* SPDX-License-Identifier: MIT */
/* See scenario.h. */
#include "scenario.h"

const struct dma_variant *
narrowest(void)
{
    return &life.binding->variants[life.binding->variant_count - 1];
}

void
begin(void)
{
    life_begin(life.row, life.binding);
}

struct model_faults *
faults(void)
{
    return &life.model.engines[life.row->channel].faults;
}

void
arm_or_fail(uint32_t offset, uint32_t length)
{
    uint32_t rc = life_arm(offset, length);

    if (rc != SLUICE_RC_OK) {
        life_fail("arm of %u bytes: code %08x", length, rc);
    }
}

void
expect_status(uint32_t status)
{
    if (channel_table[0].status != status) {
        life_fail("status %u, not %u", channel_table[0].status, status);
    }
}

/* A whole transfer, by its interrupt and not by its deadline. */
void
transfer(uint32_t offset, uint32_t length)
{
    uint32_t before;

    arm_or_fail(offset, length);
    before = life_ticks;
    life_settle();
    life_judge();
    expect_status(SLUICE_DMA_OK);
    if (life_ticks != before) {
        life_fail("the end came by the clock, not by an interrupt");
    }
    if ((task_table[OWNER].pending & OWNER_BIT) == 0) {
        life_fail("the owner was not told");
    }
}

void
short_transfer(void)
{
    transfer(0, UNITS * narrowest()->unit);
}
