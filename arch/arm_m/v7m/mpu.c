/* SPDX-License-Identifier: MIT */
/* What only Armv7-M has: PMSAv7, and no limits of stacks. */
#include <stddef.h>

#include "arch.h"
#include "port.h"

/* The longest push: vpush {s0-s31}. */
#define PUSH_BYTES 128u

/* RBAR: names its region, the last; RASR: 32 bytes of memory, no access. */
#define GUARD_REGION 0x17u
#define GUARD_NO_ACCESS 0x100b0009u

/* Of the linker's script: nobody's bytes, below the kernel's stack. */
extern const char __stack_guard[];

/* From the first switch on, the same words come with each task's regions. */
static void
guard_stack(void)
{
    scs_write(MPU_RBAR, (uint32_t)(uintptr_t)__stack_guard | GUARD_REGION);
    scs_write(MPU_RASR, GUARD_NO_ACCESS);
}

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
    guard_stack();
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

/* Instructions that push: the stack pointer is theirs to lower. */
static const struct {
    uint16_t mask;
    uint16_t first; /* halfword */
} pushes[] = {
    {0xfe00, 0xb400}, /* push {..} */
    {0xffff, 0xe92d}, /* push.w {..} */
    {0xffff, 0xf84d}, /* str rt, [sp, #-4]! */
    {0xffff, 0xe96d}, /* strd rt, rt2, [sp, #-n]! */
    {0xffff, 0xe94d}, /* strd rt, rt2, [sp, #-n] */
    {0xffbf, 0xed2d}, /* vpush {..} */
};

/* Requires: the core has fetched an instruction there, for the task. */
static bool
is_push(uint32_t pc)
{
    uint16_t first = *(const uint16_t *)(uintptr_t)(pc & ~1u);

    for (size_t i = 0; i < sizeof(pushes) / sizeof(pushes[0]); i++) {
        if ((first & pushes[i].mask) == pushes[i].first) {
            return true;
        }
    }
    return false;
}

/*
 * No limit is checked by the core, so a full stack shows as an access below the
 * home. Mostly the frame cannot be stacked there either, and that tells. When
 * it just could, only the instruction does: a push that went below the limit.
 */
bool
core_stack_ran_over(uint32_t cfsr, uint32_t stack)
{
    const struct task_head *task = (const void *)kernel.current;
    const uint32_t *stacked = (const void *)(uintptr_t)stack;
    uint32_t wanted = CFSR_DACCVIOL | CFSR_MMARVALID;

    if (task == NULL ||
        (cfsr & (wanted | CFSR_MSTKERR | CFSR_STKERR)) != wanted) {
        return false;
    }
    return task->context.stack_limit - 1u - scs_read(SCS_MMFAR) < PUSH_BYTES &&
           is_push(stacked[STACKED_PC]);
}

/* A task's read-only region does not bind the kernel on this core. */
void
arch_copy_across(void *to, const void *from, uint32_t length)
{
    arch_copy(to, from, length);
}
