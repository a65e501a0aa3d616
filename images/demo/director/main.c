/* SPDX-License-Identifier: MIT */
/*
 * The director of the demo: runs the show step by step, checks each outcome by
 * the kernel's records, prints one plain line for it, and gives the verdict.
 * All the while the measurement goes on, less important than everybody else.
 */
#include "interface/show.h"
#include "interface/storage.h"
#include "peer.h"
#include "player.h"
#include "rogue.h"
#include "sleep.h"
#include "stage.h"
#include "task.h"
#include "task_config.h"

#define PATIENCE_US 200000u
#define STALL_US 3000u
/* 8 MiB take a slow core a minute. */
#define SIGN_US 5000000u
#define SIGNS 60u

/* Returns: how the driver says that its latest transfer ended. */
static struct paced_last_reply
last_transfer(void)
{
    struct paced_last_reply last = {0};
    struct peer paced = peer_of(PEER_PACED);
    struct message message = {
        .op = PACED_LAST,
        .reply = slice_of(&last, sizeof last),
    };

    (void)peer_send_again(&paced, &message, 3);
    return last;
}

static void
say_killed(uint32_t residue)
{
    if (residue == PACED_MAX) {
        stage_say("  flaky is killed: the kernel stops the engine first, "
                  "before any of its %u bytes had moved\n",
                  PACED_MAX);
    } else {
        stage_say("  flaky is killed: the kernel stops the engine first, %u "
                  "of its %u bytes had not moved\n",
                  residue, PACED_MAX);
    }
}

/* Effect: kills the client once its transfer stalls. */
static void
kill_in_flight(const struct player *flaky)
{
    sleep_for(STALL_US);
    struct kcall_status status = player_status(flaky);
    if (stage_expect(status.state == SLUICE_STATE_REPLY && status.pins == 1,
                     "flaky's transfer does not stall")) {
        stage_say("  flaky lends %u bytes to a driver; the transfer stalls, "
                  "the memory is pinned\n",
                  PACED_MAX);
    }
    kcall_fault(flaky->index);
    struct paced_last_reply last = last_transfer();
    if (stage_expect(last.status == SLUICE_DMA_CANCELLED,
                     "flaky was killed, and the engine was not stopped")) {
        say_killed(last.residue);
    }
}

/* Effect: the next incarnation looks at its memory and tells. */
static void
check_return(struct player *flaky)
{
    struct show_report report = {0};

    player_order(flaky, FLAKY_CHECK);
    enum heard heard = player_hear(flaky, PATIENCE_US, &report);
    stage_expect(heard == HEARD_REPORT, "flaky has nothing to report");
    if (stage_expect(report.intact == 1, "flaky's memory has changed")) {
        stage_say("  flaky is back, restarted alone: memory and canaries are "
                  "unchanged\n");
    }
    player_go_on(flaky);
}

static void
flaky_act(void)
{
    struct player flaky = player_of("flaky");

    if (!stage_expect(player_hear_ready(&flaky, PATIENCE_US) == HEARD_READY,
                      "flaky has not started")) {
        return;
    }
    player_order(&flaky, FLAKY_LEND);
    kill_in_flight(&flaky);
    if (stage_expect(player_hear_ready(&flaky, PATIENCE_US) == HEARD_READY,
                     "flaky has not come back")) {
        check_return(&flaky);
    }
}

/* Effect: waits for the end of it, with a sign of life now and then. */
static bool
hear_measurement(struct player *measure, struct show_report *report)
{
    enum heard heard = HEARD_NOTHING;

    for (uint32_t i = 0; i < SIGNS && heard == HEARD_NOTHING; i++) {
        heard = player_hear(measure, SIGN_US, report);
        if (heard == HEARD_NOTHING) {
            stage_say("  still measuring ...\n");
        }
    }
    return heard == HEARD_REPORT;
}

/* Effect: lets the measurement print. Returns: whether its canaries hold. */
static bool
measure_act(void)
{
    struct player measure = player_of("measure");
    struct show_report report = {0};

    bool done = hear_measurement(&measure, &report);
    stage_expect(done, "the measurement has not come to its end");
    /* Without a firmware there is no measurement, and nothing is wrong */
    stage_expect(report.code == SLUICE_RC_OK ||
                     report.code == STORAGE_RC_ABSENT,
                 "the firmware was not read");
    player_go_on(&measure);
    /* It prints now, and reports once more */
    if (done && player_hear(&measure, PATIENCE_US, &report) == HEARD_REPORT) {
        player_go_on(&measure);
    }
    return done && report.intact == 1;
}

static uint32_t
restarts_of(const char *name)
{
    struct player player = player_of(name);

    return player_status(&player).restarts;
}

/* Effect: everyone but the two has lived through all of it. */
static void
check_restarts(uint32_t rogue_lives)
{
    uint32_t others = 0;

    for (uint32_t i = 0; i < TASK_COUNT; i++) {
        struct player player = {i, {0}};

        others += player_status(&player).restarts;
    }
    others -= restarts_of("rogue") + restarts_of("flaky");
    stage_expect(restarts_of("rogue") == rogue_lives,
                 "the rogue's restarts do not add up");
    stage_expect(restarts_of("flaky") == 1, "flaky did not restart once");
    stage_expect(others == 0, "a bystander was restarted");
}

static void
introduce(void)
{
    stage_say("Sluice: a root of trust measures its firmware by DMA, while "
              "one client is killed\nand one driver attacks. What the kernel "
              "promises of DMA:\n");
    stage_say("  G1  it touches only bytes that were lent to it\n"
              "  G2  and only while they are lent\n"
              "  G3  a hostile driver harms only what was lent to it\n");
    stage_say("  G4  no transfer holds memory for ever\n"
              "  G5  what a driver hears of a transfer is true\n");
}

_Noreturn void
task_main(void)
{
    stage_open();
    introduce();
    stage_say("\n1. A client is killed while a transfer of its memory waits\n");
    flaky_act();
    stage_say("\n2. A driver with DMA channels of its own attacks; killed, it "
              "restarts alone\n");
    uint32_t lives = rogue_act();
    stage_say("\n3. The measurement went on all the while, at the lowest "
              "priority\n");
    bool intact = measure_act();
    stage_say("\n4. Afterwards\n");
    stage_say_tasks();
    check_restarts(lives);
    stage_expect(intact, "a canary beside measure's buffer is dead");
    if (stage_is_well()) {
        stage_say("  canaries: all alive, in lent memory and on both sides of "
                  "it\n");
    }
    stage_close();
    sleep_for_ever();
}
