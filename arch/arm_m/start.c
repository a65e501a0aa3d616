/* SPDX-License-Identifier: MIT */
/*
 * The core before the first task: exception levels, traps; what differs between
 * the architectures is core_init()'s, in v7m/ or v8m/.
 * A task's regions are ready-made words that entry.S loads at each switch.
 */
#include <sluice/abi.h>

#include "arch.h"
#include "port.h"

_Static_assert(SYSCALLS == SLUICE_SYS_COUNT, "scs.h");

struct protection;

/* In idle.S. */
extern const struct protection idle_protection;
extern const char idle_loop[];
extern const char idle_stack[];
extern const char idle_stack_top[];

/*
 * The kernel's exceptions share the lowest priority, so that none preempts
 * another; fault handlers stay at 0, above them.
 */
static void
init_priorities(void)
{
    uint32_t words = ((scs_read(SCS_ICTR) & 0xfu) + 1u) * 8u;

    scs_write(SCS_SHPR1, 0);           /* memory, bus, usage, secure */
    scs_write(SCS_SHPR2, 0xff000000u); /* SVC */
    scs_write(SCS_SHPR3, 0xffff0000u); /* SysTick, PendSV */
    for (uint32_t i = 0; i < words; i++) {
        scs_write(NVIC_PRIORITY + 4u * i, UINT32_MAX);
    }
}

static void
init_faults(void)
{
    scs_write(SCS_CCR, CCR_STKALIGN | CCR_DIV_0_TRP); /* and no other */
    scs_write(SCS_SHCSR, scs_read(SCS_SHCSR) | SHCSR_ENABLES);
}

/* Regions that entry.S does not load may be a bootloader's. */
static void
clear_regions(void)
{
    uint32_t count = (scs_read(MPU_TYPE) >> 8) & 0xffu;

    for (uint32_t i = 0; i < count; i++) {
        scs_write(MPU_RNR, i);
        scs_write(MPU_RASR, 0);
    }
}

/* A core without an FPU ignores all this. */
void
fpu_init(void)
{
    scs_write(SCS_CPACR, CPACR_KERNEL);
    scs_write(FPU_FPCCR, FPCCR_LAZY);
    scs_write(FPU_FPDSCR, 0);
}

void
port_init(void)
{
    clear_regions();
    init_priorities();
    init_faults();
    core_init();
    __asm__ volatile("dsb\n\tisb" : : : "memory");
}

const struct protection *
arch_idle_init(struct context *context)
{
    arch_context_reset(context, (uint32_t)(uintptr_t)idle_loop,
                       (uint32_t)(uintptr_t)idle_stack,
                       (uint32_t)(uintptr_t)idle_stack_top);
    return &idle_protection;
}

void
arch_start(struct task *first)
{
    tick_start();
    entry_start(first);
}
