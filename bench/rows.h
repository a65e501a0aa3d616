/* SPDX-License-Identifier: MIT */
/*
 * The rows that every image of the benchmark has. An operation is made BATCH
 * times between two readings of the clock; the least of ROUNDS batches counts,
 * so that a batch which a tick interrupted does not; the price of an empty
 * batch is taken off.
 */
#pragma once

#include <stdbool.h>

#include "lease.h"
#include "marks.h"
#include "print.h"
#include "syscall.h"
#include "task.h"
#include "task_config.h"

#define BATCH 8u
#define ROUNDS 40u
#define TICK_ROUNDS 8u
#define MESSAGE_MAX 1024u

static struct peer console;
static struct task_id server, probe;
static uint8_t message[MESSAGE_MAX];
static uint8_t answer[MESSAGE_MAX];
static bool failed;

static uint32_t
clock_now(void)
{
    return peripheral_timer0[TIMER_VALUE];
}

/* Returns: 1/100 instruction. */
static uint32_t
centi_instructions(uint32_t counts, uint32_t operations)
{
    return (uint32_t)((uint64_t)counts * CONFIG_COUNT_NS * 100 /
                      CONFIG_INSTRUCTION_NS / operations);
}

static void
report(const char *name, uint32_t counts, uint32_t operations)
{
    uint32_t hundredths = centi_instructions(counts, operations);

    console_print(&console, "BENCH %s %u.%02u\n", name, hundredths / 100,
                  hundredths % 100);
}

/*
 * Effect: `least` becomes the fewest counts that a batch of `operation` took.
 * A macro with a statement, so that no call is counted with the operation.
 */
#define MEASURE(least, operation)                                              \
    uint32_t least = UINT32_MAX;                                               \
    for (uint32_t round = 0; round < ROUNDS; round++) {                        \
        uint32_t start = clock_now();                                          \
        for (uint32_t i = 0; i < BATCH; i++) {                                 \
            operation;                                                         \
        }                                                                      \
        uint32_t counts = start - clock_now();                                 \
        least = counts < least ? counts : least;                               \
    }

static __attribute__((noinline)) uint32_t
least_of_empty(void)
{
    MEASURE(least, __asm__ volatile(""))
    return least;
}

static void
bench_null(uint32_t empty)
{
    MEASURE(least, (void)sys_refresh(server))
    report("null", least - empty, BATCH);
}

static void
bench_call(const char *name, uint32_t empty, uint32_t length)
{
    struct slice out = slice_of(message, length);
    struct slice in = slice_of(answer, length);

    answer[0] = 0;
    message[0] = 0x5a;
    MEASURE(least, (void)sys_send(server, 1, out, in, 0, 0))
    failed = failed || (length != 0 && answer[0] != 0x5a);
    report(name, least - empty, BATCH);
}

/* From before the post to the probe's first instruction after its receive. */
static void
bench_post(void)
{
    uint32_t least = UINT32_MAX;
    uint32_t reading = UINT32_MAX;

    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t first = clock_now();
        uint32_t second = clock_now();
        reading = first - second < reading ? first - second : reading;
        uint32_t start = clock_now();
        (void)sys_post(probe, NOTIFY_PROBE_POKE);
        uint32_t counts = start - MARKS[MARK_END];
        least = counts < least ? counts : least;
    }
    report("post", least - reading, 1);
}

/* From the timer's expiry to the probe's first instruction. */
static void
bench_interrupt(void)
{
    uint32_t least = UINT32_MAX;

    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t taken = MARKS[MARK_READY];

        (void)sys_post(probe, NOTIFY_PROBE_GO);
        while (MARKS[MARK_READY] == taken) {
        }
        least = MARKS[MARK_IRQ] < least ? MARKS[MARK_IRQ] : least;
    }
    report("interrupt", least, 1);
}

static void
bench_set_timer(uint32_t empty)
{
    MEASURE(least, sys_timer(3600u * 1000000ull, NOTIFY_ALARM))
    sys_timer(SLUICE_TIMER_NEVER, 0);
    report("set-timer", least - empty, BATCH);
}

/* The longest step between two readings in a time that has one tick, less the
 * usual step: what the tick took. The least of several. */
static void
bench_tick(void)
{
    uint32_t least = UINT32_MAX;
    uint32_t usual = UINT32_MAX;

    for (uint32_t round = 0; round < TICK_ROUNDS; round++) {
        uint32_t longest = 0;
        uint32_t before = clock_now();
        uint32_t end = before - CONFIG_TICK_COUNTS;

        while ((int32_t)(before - end) > 0) {
            uint32_t now = clock_now();
            uint32_t step = before - now;
            longest = step > longest ? step : longest;
            usual = step < usual ? step : usual;
            before = now;
        }
        least = longest < least ? longest : least;
    }
    report("tick", least - usual, 1);
}

/* Effect: the less important tasks run, until they wait, too. */
static void
let_others_run(void)
{
    sys_timer(sys_time().now_us + 50000u, NOTIFY_ALARM);
    (void)sys_receive(SLICE_NONE, NOTIFY_ALARM, ID_KERNEL);
}

static uint32_t
rows_measure(void)
{
    let_others_run();
    console = peer_of(PEER_CONSOLE);
    server = peer_of(PEER_SERVER).id;
    probe = peer_of(PEER_PROBE).id;
    peripheral_timer0[TIMER_RELOAD] = UINT32_MAX;
    peripheral_timer0[TIMER_VALUE] = UINT32_MAX;
    peripheral_timer0[TIMER_CTRL] = TIMER_ENABLE;

    uint32_t empty = least_of_empty();
    bench_null(empty);
    bench_call("call-0", empty, 0);
    bench_call("call-4", empty, 4);
    bench_call("call-64", empty, 64);
    bench_call("call-256", empty, 256);
    bench_call("call-1024", empty, 1024);
    bench_post();
    bench_interrupt();
    bench_set_timer(empty);
    bench_tick();
    return empty;
}

static _Noreturn void
rows_end(void)
{
    console_print(&console, "SLUICE-VERDICT %s\n", failed ? "fail" : "pass");
    sys_receive(SLICE_NONE, 0, ID_KERNEL);
    __builtin_unreachable();
}
