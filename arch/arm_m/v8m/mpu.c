/* SPDX-License-Identifier: MIT */
/* What only Armv8-M has: PMSAv8, security states, limits of stacks. */
#include "arch.h"
#include "port.h"

/*
 * A task can branch to the Non-secure state, where the Secure protection unit
 * does not see it. There it finds itself unprivileged, on the process stack,
 * and with no memory at all, instructions included.
 */
static void
close_nonsecure(void)
{
    uint32_t control = 3; /* unprivileged, process stack */

    scs_write(MPU_CTRL_NS, MPU_ON_NO_DEFAULT);
    __asm__ volatile("msr control_ns, %0" : : "r"(control));
}

void
core_init(void)
{
    scs_write(SCS_SHCSR, scs_read(SCS_SHCSR) | SHCSR_SECURE_ENABLE);
    fpu_init();
    scs_write(SCS_NSACR, 0); /* the FPU is not for the Non-secure state */
    scs_write(MPU_MAIR0, MPU_MAIR0_TYPES);
    map_init();
    scs_write(MPU_CTRL, MPU_ON);
    close_nonsecure();
}

uint32_t
core_security_status(void)
{
    return scs_read(SCS_SFSR);
}

/* Read-only is so for the kernel too: PMSAv8 has no right in between. */
void
arch_copy_across(void *to, const void *from, uint32_t length)
{
    scs_write(MPU_CTRL, 0);
    __asm__ volatile("dsb\n\tisb" : : : "memory");
    arch_copy(to, from, length);
    __asm__ volatile("dsb" : : : "memory");
    scs_write(MPU_CTRL, MPU_ON);
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}

void
core_clear_security_status(void)
{
    scs_write(SCS_SFSR, UINT32_MAX);
}

void
core_drop_pending(void)
{
    scs_write(SCS_SHCSR, scs_read(SCS_SHCSR) & ~(uint32_t)SHCSR_PENDED);
}

bool
core_left_no_frame(uint32_t cfsr, uint32_t stack)
{
    uint32_t limit;

    __asm__("mrs %0, psplim" : "=r"(limit));
    /* On a full stack the core writes nothing and leaves PSP at the limit */
    return (cfsr & CFSR_STKOF) != 0 && stack <= limit;
}

/* The core tells by itself. */
bool
core_stack_ran_over(uint32_t cfsr, uint32_t stack)
{
    (void)stack;
    return (cfsr & CFSR_STKOF) != 0;
}
