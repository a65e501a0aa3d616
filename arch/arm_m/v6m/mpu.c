/* SPDX-License-Identifier: MIT */
/*
 * What only Armv6-M has: the unit of PMSAv7 with blocks of 256 bytes or more
 * and no TEX, one fault without a cause, and no unaligned words. Compiled by a
 * test, never run: CAVEATS.md.
 */
#include <stddef.h>

#include "arch.h"
#include "port.h"

#define BLOCK 256u
#define EIGHTH (BLOCK / 8u)
#define REGIONS 8u
#define RBAR_VALID 0x10u
/* RASR of one eighth of 256 bytes, but for which. Types: the default map's. */
#define READ_EXECUTE 0x0602000fu /* any privilege, read only; write-through */
#define READ_WRITE 0x1303000fu   /* any privilege, execute never; write-back */
#define NO_ACCESS 0x1000000fu

extern const char __stack_guard[];
extern const char idle_text[];
extern const char idle_stack[];
/* As struct protection of the kernel: two halves of 2 words and 4 pairs. */
extern uint32_t idle_protection[2][10];

static void
write_pair(uint32_t number, const char *base, uint32_t rights)
{
    uint32_t address = (uint32_t)(uintptr_t)base;
    uint32_t eighth = address % BLOCK / EIGHTH;
    uint32_t *pair = &idle_protection[number / 4u][2u + number % 4u * 2u];

    pair[0] = (address & ~(BLOCK - 1u)) | RBAR_VALID | number;
    pair[1] = rights == 0 ? 0 : rights | (~(1u << eighth) & 0xffu) << 8;
}

static void
fill_idle_protection(void)
{
    write_pair(0, idle_text, READ_EXECUTE);
    write_pair(1, idle_stack, READ_WRITE);
    for (uint32_t i = 2; i < REGIONS - 1u; i++) {
        write_pair(i, NULL, 0);
    }
    write_pair(REGIONS - 1u, __stack_guard, NO_ACCESS);
}

void
core_init(void)
{
    const uint32_t *last = &idle_protection[1][8];

    fill_idle_protection();
    scs_write(MPU_RBAR, last[0]); /* the guard of the kernel's stack */
    scs_write(MPU_RASR, last[1]);
    scs_write(MPU_CTRL, MPU_ON);
}

/* Without a cause there is nothing to say but that the state was wrong. */
uint32_t
core_security_status(void)
{
    return 1;
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

/* The core does not say whether it stacked one: where the task was is unknown.
 */
bool
core_left_no_frame(uint32_t cfsr, uint32_t stack)
{
    (void)cfsr;
    (void)stack;
    return true;
}

bool
core_stack_ran_over(uint32_t cfsr, uint32_t stack)
{
    (void)cfsr;
    (void)stack;
    return false;
}

void
arch_copy(void *to, const void *from, uint32_t length)
{
    uint8_t *target = to;
    const uint8_t *source = from;

    if ((((uintptr_t)to | (uintptr_t)from) & 3u) == 0) {
        for (; length >= 4u; length -= 4u) {
            *(uint32_t *)(void *)target =
                *(const uint32_t *)(const void *)source;
            target += 4;
            source += 4;
        }
    }
    for (; length != 0; length--) {
        *target++ = *source++;
    }
}

/* A task's read-only region does not bind the kernel on this core. */
void
arch_copy_across(void *to, const void *from, uint32_t length)
{
    arch_copy(to, from, length);
}
