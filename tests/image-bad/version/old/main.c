/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include <task.h>

__attribute__((section(".sluice.abi"), used)) static const uint32_t old = 99;

_Noreturn void
task_main(void)
{
    for (;;) {
    }
}
