/* SPDX-License-Identifier: MIT */
/* What only Armv7-M has: PMSAv7, and no limits of stacks. */
#include <stddef.h>

#include "arch.h"
#include "port.h"

/* The frame that the core stacks, and the longest push of core registers. */
#define STACKED_BYTES (STACKED_WORDS * 4u)
#define PUSH_BYTES 64u

void
core_init(void)
{
    uint32_t regions = scs_read(MPU_TYPE) >> 8 & 0xffu;

    fpu_init();
    /* What a bootloader or an earlier life left; a task's words are eight */
    for (uint32_t i = 0; i < regions; i++) {
        scs_write(MPU_RNR, i);
        scs_write(MPU_RASR, 0);
    }
    scs_write(MPU_CTRL, MPU_ON);
}

uint32_t
core_security_status(void)
{
    return 0;
}

void
core_clear_security_status(void)
{
}

void
core_drop_pending(void)
{
    scs_write(SCS_SHCSR, scs_read(SCS_SHCSR) & ~(uint32_t)SHCSR_PENDED_V7M);
}

bool
core_left_no_frame(uint32_t cfsr, uint32_t stack)
{
    (void)cfsr;
    (void)stack;
    return false;
}

/*
 * No limit is checked by the core, so a full stack shows as an access below the
 * home. Mostly the frame cannot be stacked there either, and that tells. When
 * it just could, the access and the stack pointer both lie within one push of
 * the limit.
 */
bool
core_stack_ran_over(uint32_t cfsr, uint32_t stack)
{
    const struct task_head *task = (const void *)kernel.current;
    uint32_t limit = task != NULL ? task->context.stack_limit : 0;

    return task != NULL &&
           (cfsr & (CFSR_DACCVIOL | CFSR_MMARVALID)) ==
               (CFSR_DACCVIOL | CFSR_MMARVALID) &&
           limit - 1u - scs_read(SCS_MMFAR) < PUSH_BYTES &&
           stack + STACKED_BYTES - limit < PUSH_BYTES;
}

/* A task's read-only region does not bind the kernel on this core. */
void
arch_copy_across(void *to, const void *from, uint32_t length)
{
    arch_copy(to, from, length);
}
