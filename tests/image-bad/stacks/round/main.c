/* SPDX-License-Identifier: MIT */
/* Two functions that call one another: no depth can be proved. */
#include "syscall.h"
#include "task.h"

static __attribute__((noinline)) uint32_t odd(uint32_t n);

static __attribute__((noinline)) uint32_t
even(uint32_t n)
{
    return n == 0 ? 0 : odd(n - 1) + n;
}

static uint32_t
odd(uint32_t n)
{
    return n == 0 ? 1 : even(n - 1) * 3;
}

void
task_main(void)
{
    volatile uint32_t result = 5;

    for (;;) {
        result = even(result);
    }
}
