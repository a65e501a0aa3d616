/* SPDX-License-Identifier: MIT */
/* An array whose length shows only at run time. */
#include "syscall.h"
#include "task.h"

static __attribute__((noinline)) uint32_t
use(volatile uint32_t *room, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        room[i] = i;
    }
    return room[length - 1];
}

void
task_main(void)
{
    volatile uint32_t length = 5;

    for (;;) {
        uint32_t bytes = length * 4;

        length = use(__builtin_alloca(bytes), length) + 1;
    }
}
