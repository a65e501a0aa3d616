/* SPDX-License-Identifier: MIT */
/*
 * Random system calls, from whichever task runs, on engines of random bad
 * habits, with interrupts, ticks and kills between. Arguments are mostly nearly
 * right, since what is refused at once goes nowhere. The supervisor alone
 * behaves: it restarts who has faulted.
 *
 * After each entry the whole state is checked (sim.c), and at the end of each
 * round that nothing was written which no task holds.
 */
#include <stdlib.h>

#include "script.h"

#define ROUNDS 400u
#define STEPS 400u

static uint64_t seed;

static uint32_t
random_below(uint32_t limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

static bool
one_in(uint32_t n)
{
    return random_below(n) == 0;
}

static uint32_t
pick(const uint32_t *values, size_t count)
{
    return values[random_below((uint32_t)count)];
}

#define PICK(...)                                                              \
    pick((const uint32_t[]){__VA_ARGS__},                                      \
         sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static uint32_t
any_id(void)
{
    uint32_t id = sim_id(random_below(TASKS));

    if (one_in(12)) {
        id -= 1u << SLUICE_ID_GENERATION_SHIFT;
    }
    if (one_in(60)) {
        id = PICK(SLUICE_ID_NOBODY, SLUICE_ID_KERNEL, 0xffffffffu, 0xfeu,
                  id | 0x40000000u);
    }
    return id;
}

/* Returns: a task that waits for a reply of `me`, if there is one. */
static uint32_t
client_of(uint32_t me)
{
    for (uint32_t i = 0; i < TASKS; i++) {
        if (sim_task(i)->wait == (WAIT_REPLY | sim_id(me)) && !one_in(10)) {
            return sim_id(i);
        }
    }
    return any_id();
}

static uint32_t
any_length(void)
{
    if (one_in(30)) {
        return PICK(0xffffffffu, 0x80000000u, CHUNK_SIZE + 1, MESSAGE_MAX + 1,
                    0xfffffff0u);
    }
    return PICK(0, 1, 4, 8, 13, 64, 100, PART_SIZE, CHUNK_SIZE);
}

static uint32_t
chunk_of(uint32_t me)
{
    static const uint32_t chunks[TASKS] = {
        [DRIVER] = CHUNK_DRIVER, [CLIENT_A] = CHUNK_A, [CLIENT_B] = CHUNK_B};

    return chunks[me] != 0 ? chunks[me] : SCRATCH(me);
}

static uint32_t
any_address(uint32_t me)
{
    if (one_in(40)) {
        return PICK(0, 0xffffffffu, SINK, FIRMWARE, HOME(SUPERVISOR), TEXT(me),
                    HOME(me) - 4, HOME(me) + HOME_SIZE - 4, CHUNK_A - 1,
                    0x50110100u);
    }
    return PICK(MESSAGE(me), BUFFER(me), SCRATCH(me), chunk_of(me),
                chunk_of(me) + 4, SCRATCH(me) + 1, WINDOW, WINDOW + 16);
}

static void
random_leases(uint32_t me)
{
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t attributes = PICK(1, 2, 3, 3, 3, 6, 7, 0);

        if (one_in(50)) {
            attributes |= 8;
        }
        lend(me, i, one_in(4) ? any_address(me) : chunk_of(me) + 256 * i,
             one_in(4) ? any_length() : 256, attributes);
    }
}

static void
random_send(uint32_t me)
{
    random_leases(me);
    SIM_CALL(SLUICE_SYS_SEND, one_in(4) ? any_id() : sim_id(DRIVER),
             random_below(100) | PICK(0, 1, 2, 3) << SLUICE_LEASES_SHIFT,
             one_in(10) ? any_address(me) : MESSAGE(me),
             one_in(10) ? any_length() : random_below(PART_SIZE),
             one_in(10) ? any_address(me) : REPLY(me),
             one_in(10) ? any_length() : PART_SIZE,
             one_in(60) ? any_address(me) : LEASES(me));
}

static void
random_arm(uint32_t me, bool receives)
{
    uint32_t channel = me == OTHER ? (uint32_t)CHANNEL_PACED
                       : one_in(3) ? (uint32_t)CHANNEL_COPY
                                   : (uint32_t)CHANNEL_READ;
    uint32_t far = channel == CHANNEL_COPY ? 1 : SLUICE_DMA_NO_FAR;
    uint32_t lender = one_in(5) ? sim_id(me) : client_of(me);
    uint32_t near = lender == sim_id(me) ? DRIVER_REGION_CHUNK : 0;
    uint32_t length = one_in(8) ? any_length() : 4 * (1 + random_below(16));
    uint32_t offset = PICK(0, 0, 4, 1, 128);

    if (one_in(60)) {
        channel = random_below(5);
    }
    if (receives) {
        SIM_CALL(SLUICE_SYS_DMA_ARM_RECEIVE, channel | near << 8 | far << 16,
                 lender, offset, 0, length, BUFFER(me), PART_SIZE);
    } else {
        SIM_CALL(SLUICE_SYS_DMA_ARM, channel, lender, near, offset, far,
                 PICK(0, 0, 16), length);
    }
}

static void
random_borrow(uint32_t me)
{
    SIM_CALL(PICK(SLUICE_SYS_BORROW_READ, SLUICE_SYS_BORROW_WRITE,
                  SLUICE_SYS_BORROW_INFO),
             client_of(me), random_below(3), PICK(0, 0, 4, 200, 300),
             any_address(me), any_length());
}

static void
random_reply(uint32_t me)
{
    uint32_t rc = one_in(50) ? 0xffffff00u : random_below(5);

    switch (random_below(8)) {
    case 0:
        SIM_CALL(SLUICE_SYS_REPLY_FAULT, client_of(me), random_below(7));
        break;
    case 1:
    case 2:
    case 3:
        SIM_CALL(SLUICE_SYS_REPLY, client_of(me), rc,
                 one_in(10) ? any_address(me) : MESSAGE(me),
                 one_in(10) ? any_length() : random_below(64));
        break;
    default:
        SIM_CALL(SLUICE_SYS_REPLY_RECEIVE, client_of(me), rc,
                 one_in(10) ? any_address(me) : MESSAGE(me), random_below(64),
                 one_in(10) ? any_address(me) : BUFFER(me), PART_SIZE,
                 DRIVER_MASK);
        break;
    }
}

static void
random_small(uint32_t me)
{
    switch (random_below(8)) {
    case 0:
        SIM_CALL(SLUICE_SYS_POST, any_id(), PICK(1, 1, 2, 8));
        break;
    case 1:
        SIM_CALL(SLUICE_SYS_TIMER, random_below(200000), 0, 1);
        break;
    case 2:
        SIM_CALL(SLUICE_SYS_TIME, 0);
        break;
    case 3:
        SIM_CALL(SLUICE_SYS_REFRESH, any_id());
        break;
    case 4:
        SIM_CALL(SLUICE_SYS_IRQ, DRIVER_IRQ, random_below(4));
        break;
    case 5:
        SIM_CALL(SLUICE_SYS_DMA_RESULT, random_below(3));
        break;
    case 6:
        SIM_CALL(SLUICE_SYS_DMA_STOP,
                 me == OTHER ? (uint32_t)CHANNEL_PACED : random_below(2));
        break;
    default:
        sim_store(one_in(20) ? SINK : SCRATCH(me), 1);
        break;
    }
}

static void
random_receive(uint32_t me)
{
    SIM_CALL(SLUICE_SYS_RECEIVE, one_in(20) ? any_address(me) : BUFFER(me),
             PART_SIZE, PICK(DRIVER_MASK, 1, 0, 0xffffffffu),
             one_in(10) ? any_id() : SLUICE_ID_NOBODY);
}

static void
act_as_driver(uint32_t me)
{
    switch (random_below(12)) {
    case 0:
    case 1:
    case 2:
        random_arm(me, one_in(3));
        break;
    case 3:
    case 4:
        random_borrow(me);
        break;
    case 5:
    case 6:
    case 7:
        random_reply(me);
        break;
    case 8:
    case 9:
    case 10:
        random_receive(me);
        break;
    default:
        random_small(me);
        break;
    }
}

static void
act_as_client(uint32_t me)
{
    switch (random_below(8)) {
    case 0:
        random_receive(me);
        break;
    case 1:
        random_small(me);
        break;
    case 2:
        random_reply(me);
        break;
    default:
        random_send(me);
        break;
    }
}

/* The supervisor: restarts the faulted, at times strikes out of the blue. */
static void
supervise(void)
{
    uint32_t index = 1 + random_below(TASKS - 1);

    for (uint32_t i = 1; i < TASKS; i++) {
        bool down = sim_task(i)->life == TASK_FAULTED ||
                    sim_task(i)->life == TASK_STOPPED;

        if (down && !one_in(4)) {
            kernel_call(SLUICE_KCALL_RESTART, i, one_in(10) ? 0 : 1);
        }
    }
    if (one_in(8)) {
        kernel_call(PICK(SLUICE_KCALL_FAULT, SLUICE_KCALL_RESTART), index, 1);
    }
    if (one_in(10)) {
        kernel_call(SLUICE_KCALL_STATUS, index, 0);
    }
    if (!sim.reset_seen && sim_running() == SUPERVISOR) {
        supervisor_sleeps();
    }
}

static void
random_hardware(void)
{
    switch (random_below(10)) {
    case 0:
    case 1:
        sim_tick();
        break;
    case 2:
        sim_irq(
            PICK(LINE_POKE, LINE_DRIVER, LINE_DONE0, LINE_ERROR0, LINE_DONE1));
        break;
    case 3:
        pl081_stray(&sim.dma[random_below(2)], random_below(2));
        break;
    case 4:
        sim.dma[1].requests[15] = one_in(2);
        break;
    default:
        sim_beats(random_below(20));
        break;
    }
}

static void
random_step(void)
{
    uint32_t me = sim_running();

    if (me == NO_TASK || one_in(3)) {
        random_hardware();
    } else if (me == SUPERVISOR) {
        supervise();
    } else if (one_in(80)) {
        sim_fault(SLUICE_FAULT_BUS, 0);
    } else if (me == DRIVER || me == OTHER) {
        act_as_driver(me);
    } else {
        act_as_client(me);
    }
}

static void
random_engines(void)
{
    for (uint32_t i = 0; i < 2; i++) {
        sim.dma[i].beats_per_access = PICK(0, 0, 1);
        for (uint32_t j = 0; j < PL081_CHANNELS; j++) {
            sim.dma[i].channels[j].faults = (struct pl081_faults){
                .late_beats = PICK(0, 0, 3, 9, 60),
                .done_early = PICK(0, 0, 0, 2),
                .error_at = PICK(0, 0, 0, 0, 11),
                .loses_interrupts = one_in(5),
            };
        }
    }
    sim.beats_per_entry = PICK(0, 1, 5);
}

/* Memory that no task may write, and no engine. */
static void
check_guards(void)
{
    static const struct slice held[] = {
        {HOME(0), 0x1000u * TASKS}, {CHUNK_A, CHUNK_SIZE},
        {CHUNK_A2, CHUNK_SIZE},     {CHUNK_B, 2 * CHUNK_SIZE},
        {CHUNK_DRIVER, CHUNK_SIZE}, {WINDOW, WINDOW_SIZE},
    };
    uint8_t kept[6][0x1000u * TASKS];

    /* What tasks hold is set back first, so that only guards can differ */
    for (size_t i = 0; i < 6; i++) {
        memcpy(kept[i], sim_memory(held[i].base), held[i].length);
        sim_restore(held[i].base, held[i].length);
    }
    assert_int_equal(sim_difference(0, 0), 0);
    for (size_t i = 0; i < 6; i++) {
        memcpy(sim_memory(held[i].base), kept[i], held[i].length);
    }
}

static void
play_round(uint64_t with)
{
    seed = with;
    sim_boot();
    random_engines();
    sim_snapshot();
    script_run_up();
    for (uint32_t step = 0; step < STEPS && !sim.reset_seen; step++) {
        random_step();
    }
    check_guards();
}

static uint64_t round_now;

static void
random_calls_break_nothing(void **state)
{
    const char *one = getenv("SIM_ROUND");
    const char *many = getenv("SIM_ROUNDS"); /* for a soak */
    uint64_t rounds = many != NULL ? strtoull(many, NULL, 0) : ROUNDS;

    (void)state;
    if (one != NULL) {
        play_round(strtoull(one, NULL, 0));
        return;
    }
    for (round_now = 1; round_now <= rounds; round_now++) {
        play_round(round_now);
    }
}

static int
tell_round(void **state)
{
    (void)state;
    print_message("the last round: SIM_ROUND=%llu\n",
                  (unsigned long long)round_now);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(random_calls_break_nothing, tell_round),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
