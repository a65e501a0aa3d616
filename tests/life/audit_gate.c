/* SPDX-License-Identifier: MIT */
/* The audit, but for registers that have no clock: they read as 0. */
#include "drive.h"

void dma_audit_registers(void);

#define dma_audit dma_audit_registers
#include "../../kernel/audit.c"
#undef dma_audit

void
dma_audit(void)
{
    if (!life.model.gated) {
        dma_audit_registers();
    }
}
