/* SPDX-License-Identifier: MIT */
/*
 * See plays.h. With EVERYWHERE=n in the environment each test of the program
 * is played again with each task but the supervisor struck at every n-th of its
 * points (before each call, before each interrupt, after each entry): it
 * faults, faults and is restarted by the supervisor, is restarted, or stopped.
 *
 * What the test then expects may well not come to pass: its story ends there,
 * and that is counted. The whole state is checked after each entry all the
 * same; at the end every engine comes to rest, every pin drops, and every task
 * can be restarted. A test whose story ends in a reset has no such end and is
 * passed over; so is one with more points than POINTS_MAX, which is a sweep
 * itself.
 */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>

#include "port/arch.h"

#define POINTS_MAX 2500u
#define SETTLE_TICKS (2u * (DRAIN_LIMIT + DEADLINE_US / TICK_US))
#define PLAYED 1
#define STORY_ENDED 2
#define BOOTED_AGAIN 3

enum blow {
    BLOW_KILL,
    BLOW_KILL_RESTART,
    BLOW_RESTART,
    BLOW_STOP,
    BLOWS,
};

static struct {
    uint32_t at; /* the point, from 1; 0: nobody is struck */
    uint32_t task;
    enum blow blow;
    uint32_t points; /* that have passed */
    bool struck;     /* now, or done */
    jmp_buf end;
} play;

static struct {
    unsigned tests, plays, ended, passed_over;
} counts;

static void
fail_in_cmocka(const char *file, int line)
{
    _fail(file, line);
}

static void
end_story(const char *file, int line)
{
    (void)file;
    (void)line;
    host.exit_armed = false;
    longjmp(play.end, STORY_ENDED);
}

/* Effect: the supervisor takes its bits and waits as it did. */
static void
supervisor_goes_back(const uint32_t *frame, uint32_t mask)
{
    struct sim_entry call = {.kind = SIM_SYSCALL};
    uint32_t *now = sim_task(SUPERVISOR)->context.frame;

    while (!sim.reset_seen && sim_running() == SUPERVISOR) {
        memcpy(now, frame, 2 * sizeof(*frame));
        now[2] = mask;
        now[3] = SLUICE_ID_NOBODY;
        now[FRAME_NUMBER] = SLUICE_SYS_RECEIVE;
        (void)sim_enter(&call);
    }
}

static void
strike_with(enum sim_entry_kind kind, bool runs)
{
    struct sim_entry entry = {
        .kind = kind,
        .victim = play.task,
        .runs = runs,
        .fault = {SLUICE_FAULT_BUS, 0, 0, 0, SLUICE_ID_NOBODY}};

    (void)sim_enter(&entry);
}

static void
strike(void)
{
    const struct task *supervisor = sim_task(SUPERVISOR);
    bool slept = supervisor->wait == (WAIT_RECEIVE | SLUICE_ID_NOBODY);
    uint32_t mask = supervisor->mask;
    uint32_t frame[2] = {supervisor->context.frame[0],
                         supervisor->context.frame[1]};

    if (play.blow == BLOW_KILL || play.blow == BLOW_KILL_RESTART) {
        strike_with(SIM_FAULT, false);
    }
    if (play.blow != BLOW_KILL && !sim.reset_seen) {
        strike_with(SIM_RESTART, play.blow != BLOW_STOP);
    }
    if (slept) {
        supervisor_goes_back(frame, mask);
    }
}

static void
pass_point(void)
{
    if (play.struck) {
        return;
    }
    play.points++;
    if (play.points == play.at) {
        play.struck = true;
        strike();
    }
}

static void
boot_again(void)
{
    if (play.struck) {
        longjmp(play.end, BOOTED_AGAIN);
    }
}

/* Effect: engines are healthy again and come to rest. */
static void
settle(void)
{
    sim_point = NULL;
    sim.holds_interrupts = false;
    host.io_fault_at = 0;
    for (uint32_t i = 0; i < SIM_CONTROLLERS; i++) {
        for (uint32_t j = 0; j < PL081_CHANNELS; j++) {
            sim.dma[i].channels[j].faults = (struct pl081_faults){0};
        }
    }
    for (uint32_t i = 0; i < SETTLE_TICKS && !sim.reset_seen; i++) {
        sim_beats(20);
        sim_tick();
    }
}

static void
check_everybody(void)
{
    for (uint32_t i = OTHER; i < TASKS && !sim.reset_seen; i++) {
        const struct task *task = sim_task(i);
        struct sim_entry restart = {.kind = SIM_RESTART, .victim = i};

        if (task->lent_pins != 0 || task->own_pins != 0 || task->restart_due) {
            EXPECT_BROKEN("task %u is held for ever", i);
        }
        (void)sim_enter(&restart);
        if (task->life != TASK_STOPPED && task->life != TASK_RETIRED) {
            EXPECT_BROKEN("task %u can't be restarted", i);
        }
    }
}

/* Returns: false if an invariant was broken. */
static bool
run_play(const struct CMUnitTest *test)
{
    void *state = NULL;
    int how = setjmp(play.end);

    if (how == 0) {
        play.points = 0;
        play.struck = false;
        sim_point = pass_point;
        test->test_func(&state);
        how = PLAYED;
    }
    counts.ended += how == STORY_ENDED;
    if (expect_broken) {
        return false;
    }
    if (setjmp(play.end) == 0 && !sim.reset_seen) {
        settle();
        check_everybody();
    }
    sim_point = NULL;
    return !expect_broken;
}

/* Returns: the number of points, or 0 if this test has no struck plays. */
static uint32_t
rehearse(const struct CMUnitTest *test)
{
    play.at = 0;
    if (test->setup_func != NULL || test->teardown_func != NULL) {
        return 0;
    }
    counts.ended = 0;
    expect_quiet = false;
    if (!run_play(test) || counts.ended != 0) {
        fprintf(stderr, "%s fails without a strike\n", test->name);
        exit(1);
    }
    expect_quiet = true;
    return sim.reset_seen || play.points > POINTS_MAX ? 0 : play.points;
}

static int
play_everywhere(const struct CMUnitTest *test, uint32_t points, uint32_t stride)
{
    for (play.at = 1; play.at <= points; play.at += stride) {
        for (play.task = OTHER; play.task < TASKS; play.task++) {
            for (int blow = 0; blow < BLOWS; blow++) {
                play.blow = (enum blow)blow;
                counts.plays++;
                if (!run_play(test)) {
                    fprintf(stderr, "%s: task %u, point %u, blow %d\n",
                            test->name, play.task, play.at, blow);
                    return 1;
                }
            }
        }
    }
    return 0;
}

static int
run_everywhere(const struct CMUnitTest *tests, size_t count, uint32_t stride)
{
    int failed = 0;
    unsigned ended = 0;

    expect_failed = end_story;
    sim_before_power_on = boot_again;
    for (size_t i = 0; i < count && failed == 0; i++) {
        uint32_t points = rehearse(&tests[i]);

        counts.ended = 0;
        counts.tests += points != 0;
        counts.passed_over += points == 0;
        failed += play_everywhere(&tests[i], points, stride);
        ended += counts.ended;
    }
    printf("everywhere: %u tests, %u plays, %u stories ended early, "
           "%u tests passed over, %d failed\n",
           counts.tests, counts.plays, ended, counts.passed_over, failed);
    return failed;
}

int
plays_run(const struct CMUnitTest *tests, size_t count)
{
    const char *stride = getenv("EVERYWHERE");

    if (stride != NULL) {
        return run_everywhere(tests, count, (uint32_t)strtoul(stride, NULL, 0));
    }
    expect_failed = fail_in_cmocka;
    return _cmocka_run_group_tests("sim", tests, count, NULL, NULL);
}
