/* SPDX-License-Identifier: MIT */
/*
 * The kernel's own map: its text and its memory, without the idle loop's
 * pieces, which the loop's own words have (regions may not overlap). Regions 0
 * to 7 are the running task's; the core's own registers need none.
 *
 * An attacker who makes the kernel follow a wild pointer gets a fault, except
 * between map_open and map_close (arch_map.h) and in arch_copy (map.inc).
 */
#include <sluice/abi.h>
#include <sluice/fault.h>

#include "arch.h"
#include "port.h"
#include "trap.h"

#define FIRST 8u
#define PIECES 4u
#define KERNEL_READ_EXECUTE 4u /* RBAR: privileged, read only */
#define KERNEL_READ_WRITE 1u   /* RBAR: privileged, execute never */
#define BLOCK 32u
#define ENABLE 1u /* RLAR: normal memory, write-back */
#define DEVICE (1u << 1)
#define PAGE 0x1000u
#define CORE_REGISTERS 0xe0000000u /* always within reach */

extern const char __image_start[], __image_end[], __ram_start[], __ram_end[];
extern const char idle_text[], idle_text_end[];
extern const char idle_stack[], idle_stack_top[];

static const struct piece {
    const char *begin, *end;
    uint32_t access;
} pieces[PIECES] = {
    {__image_start, idle_text, KERNEL_READ_EXECUTE},
    {idle_text_end, __image_end, KERNEL_READ_EXECUTE},
    {__ram_start, idle_stack, KERNEL_READ_WRITE},
    {idle_stack_top, __ram_end, KERNEL_READ_WRITE},
};

static uint32_t
last_block(const char *end)
{
    return ((uint32_t)(uintptr_t)end - 1u) & ~(BLOCK - 1u);
}

/* What the tool was told about the chip may be wrong. */
static void
check_regions(void)
{
    struct fault fault = {.kind = SLUICE_FAULT_STATE, .by = SLUICE_ID_NOBODY};

    if ((scs_read(MPU_TYPE) >> 8 & 0xffu) <= FIRST + PIECES) {
        trap_kernel_fault(&fault);
        arch_halt();
    }
}

void
map_init(void)
{
    check_regions();
    for (uint32_t i = 0; i < PIECES; i++) {
        scs_write(MPU_RNR, FIRST + i);
        scs_write(MPU_RBAR,
                  (uint32_t)(uintptr_t)pieces[i].begin | pieces[i].access);
        scs_write(MPU_RASR, last_block(pieces[i].end) | ENABLE);
    }
}

void
map_counter(uint32_t counter)
{
    uint32_t page = counter & ~(PAGE - 1u);

    if (counter < CORE_REGISTERS) {
        scs_write(MPU_RNR, FIRST + PIECES);
        scs_write(MPU_RBAR, page | KERNEL_READ_WRITE);
        scs_write(MPU_RASR, (page + PAGE - BLOCK) | DEVICE | ENABLE);
    }
}
