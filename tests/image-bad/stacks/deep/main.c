/* SPDX-License-Identifier: MIT */
/* Fits as long as nobody calls by the table. */
#include "syscall.h"
#include "task.h"

typedef uint32_t sum_fn(uint32_t seed);

static __attribute__((noinline)) uint32_t
sum_small(uint32_t seed)
{
    return seed * 3;
}

static __attribute__((noinline)) uint32_t
sum_large(uint32_t seed)
{
    volatile uint8_t room[480];

    for (uint32_t i = 0; i < sizeof(room); i++) {
        room[i] = (uint8_t)seed;
    }
    return room[seed % sizeof(room)];
}

static sum_fn *const sums[] = {sum_small, sum_large};

void
task_main(void)
{
    uint32_t seed = 0;

    for (;;) {
        seed += sums[seed % 2](seed);
    }
}
