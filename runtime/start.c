/* SPDX-License-Identifier: MIT */
/*
 * Where a task begins, at every incarnation: the kernel has set the stack and
 * nothing else. Buffers of the manifest are not touched here: they keep what
 * the incarnation before left in them.
 */
#include <stdint.h>

#include <sluice/abi.h>

#include "task.h"

/* From the task's linker script; all word aligned. */
extern const uint32_t __data_load[];
extern uint32_t __data_start[];
extern uint32_t __data_end[];
extern uint32_t __bss_start[];
extern uint32_t __bss_end[];

/* Read from the linked task when an image is packed. */
extern const uint32_t sluice_abi_version;
__attribute__((section(".sluice.abi"), used))
const uint32_t sluice_abi_version = SLUICE_ABI_VERSION;

_Noreturn void _start(void);

_Noreturn void
_start(void)
{
    const uint32_t *from = __data_load;

    for (uint32_t *to = __data_start; to < __data_end; to++) {
        *to = *from++;
    }
    for (uint32_t *to = __bss_start; to < __bss_end; to++) {
        *to = 0;
    }
    task_main();
}
