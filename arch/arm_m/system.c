/* SPDX-License-Identifier: MIT */
/* The end of a run, the order of accesses, and what the tool checks. */
#include <sluice/abi.h>

#include "arch.h"
#include "port.h"

/* Read from the linked kernel, by name, when an image is packed. */
#define ABI __attribute__((section(".sluice.abi"), used))
ABI const uint32_t sluice_abi_version = SLUICE_ABI_VERSION;

void
arch_barrier(void)
{
    __asm__ volatile("dsb" : : : "memory");
}

void
arch_reset(void)
{
    arch_barrier();
    scs_write(SCS_AIRCR, AIRCR_RESET);
    arch_halt(); /* the request takes a while to arrive */
}

void
arch_halt(void)
{
    __asm__ volatile("cpsid i");
    for (;;) {
        __asm__ volatile("wfi");
    }
}
