/* SPDX-License-Identifier: MIT */
/* The measuring client. */
#include "../rows.h"

#define LEASE_MAX 4096u

static struct task_id mover;

static void
fill(uint32_t seed)
{
    for (uint32_t i = 0; i < LEASE_MAX / 4; i++) {
        PATTERN[i] = seed + i * 0x9e3779b9u;
    }
}

static bool
same(uint32_t length)
{
    const volatile uint32_t *words = (const volatile uint32_t *)buffer_target;

    for (uint32_t i = 0; i < length / 4; i++) {
        if (words[i] != PATTERN[i]) {
            return false;
        }
    }
    return true;
}

static void
bench_dma(const char *name, uint32_t empty, uint32_t length)
{
    static struct lease lease;
    static uint32_t request;
    struct slice out = slice_of(&request, sizeof request);

    fill(length);
    request = length;
    lease = lease_write(buffer_target, length);
    MEASURE(least, (void)sys_send(mover, 1, out, slice_of(0, 0), &lease, 1))
    failed = failed || !same(length);
    report(name, least - empty, BATCH);
}

void
task_main(void)
{
    mover = peer_of(PEER_MOVER).id;

    uint32_t empty = rows_measure();
    bench_dma("dma-64", empty, 64);
    bench_dma("dma-1024", empty, 1024);
    bench_dma("dma-4096", empty, 4096);
    rows_end();
}
