/* SPDX-License-Identifier: MIT */
/*
 * The rogue's act. The director gives one order a time, learns from the
 * kernel's record how it ended, and from the victim that not a byte of its
 * memory has changed. What the rogue itself says counts for nothing but the
 * code it got, which the victim's memory has to bear out.
 */
#include "rogue.h"

#include "player.h"
#include "sleep.h"
#include "stage.h"

#define PATIENCE_US 200000u

/* A stalled transfer is seen after this, and gone after that. */
#define HOLD_SEEN_US 3000u
#define HOLD_OVER_US 15000u

/* How an attempt must end. Kind NONE: with the code in `detail`, alive. */
struct attempt {
    const char *guarantee;
    const char *what;
    const char *why;
    uint32_t kind;   /* SLUICE_FAULT_* */
    uint32_t detail; /* as the kind says */
};

static const struct attempt attempts[ATTACK_COUNT] = {
    [ATTACK_READ_KERNEL] = {"G3", "read the kernel's memory with the CPU",
                            "killed: memory protection", SLUICE_FAULT_MEMORY,
                            0},
    [ATTACK_WRITE_NEIGHBOUR] = {"G3", "write its client's memory with the CPU",
                                "killed: memory protection",
                                SLUICE_FAULT_MEMORY, 0},
    [ATTACK_TOUCH_CONTROLLER] = {"G3", "write the DMA controller's registers",
                                 "killed: memory protection",
                                 SLUICE_FAULT_MEMORY, 0},
    [ATTACK_PAST_LEASE] = {"G1", "aim DMA past the end of what was lent",
                           "killed: outside of the lent range",
                           SLUICE_FAULT_USAGE, SLUICE_USAGE_OFFSET},
    [ATTACK_WRAP] = {"G1", "aim DMA before it, by an offset that wraps",
                     "killed: outside of the lent range", SLUICE_FAULT_USAGE,
                     SLUICE_USAGE_OFFSET},
    [ATTACK_NOT_OWN] = {"G1", "aim DMA at a region that it does not own",
                        "killed: no region of its own", SLUICE_FAULT_USAGE,
                        SLUICE_USAGE_DMA},
    [ATTACK_LEND_KERNEL] = {"G1", "lend kernel memory to an honest DMA driver",
                            "killed: not its memory to lend",
                            SLUICE_FAULT_MEMORY, 1},
    [ATTACK_TOO_LONG] = {"G1", "transfer more than the manifest allows",
                         "killed: longer than its channel may",
                         SLUICE_FAULT_USAGE, SLUICE_USAGE_DMA},
    [ATTACK_NO_LENGTH] = {"G1", "transfer 0 bytes, which could mean all",
                          "killed: a transfer has a length", SLUICE_FAULT_USAGE,
                          SLUICE_USAGE_DMA},
    [ATTACK_REPLY_EARLY] = {"G2", "free its client while DMA is in flight",
                            "killed: that memory is still pinned",
                            SLUICE_FAULT_USAGE, SLUICE_USAGE_PINNED},
    [ATTACK_AFTER_REPLY] = {"G2", "aim DMA at a client it has answered",
                            "told no: the client lends it nothing now",
                            SLUICE_FAULT_NONE, SLUICE_RC_DEFECT},
    [ATTACK_ARM_TWICE] = {"G2", "arm a channel that is in flight",
                          "killed: the channel is busy", SLUICE_FAULT_USAGE,
                          SLUICE_USAGE_CHANNEL},
    [ATTACK_OUTLIVE] = {"G2", "keep a transfer alive after its death",
                        "died, and its transfer first",
                        SLUICE_FAULT_INSTRUCTION, 0},
    [ATTACK_PRINT_KERNEL] = {"G3", "have the console print kernel memory",
                             "killed: not its memory to lend",
                             SLUICE_FAULT_MEMORY, 1},
    [ATTACK_DIRECTION] = {"G3", "write memory that was lent for reading",
                          "told no: lent for the other direction",
                          SLUICE_FAULT_NONE, SLUICE_RC_DEFECT},
    [ATTACK_STRANGER] = {"G3", "aim DMA at a task that is not its client",
                         "told no: that task lends it nothing",
                         SLUICE_FAULT_NONE, SLUICE_RC_DEFECT},
    [ATTACK_OTHERS_CHANNEL] = {"G3", "use another driver's DMA channel",
                               "killed: not its channel", SLUICE_FAULT_USAGE,
                               SLUICE_USAGE_CHANNEL},
    [ATTACK_KILL_OTHERS] = {"G3", "ask the kernel to kill the console",
                            "killed: the manifest gives no such right",
                            SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT},
    [ATTACK_HOLD] = {"G4", "hold its client by a transfer without end",
                     "stopped at its deadline, memory freed",
                     SLUICE_FAULT_INJECTED, 0},
    [ATTACK_FORGE_BIT] = {"G5", "forge the notice that a transfer is done",
                          "killed: only the kernel posts that",
                          SLUICE_FAULT_USAGE, SLUICE_USAGE_RIGHT},
    [ATTACK_FAKE_DEATH] = {"G5", "tell its client that it has died",
                           "killed: only the kernel says that",
                           SLUICE_FAULT_USAGE, SLUICE_USAGE_REASON},
};

/* What came of one. */
struct outcome {
    enum heard heard;
    struct show_report report; /* with HEARD_REPORT */
    struct fault fault;        /* with HEARD_DEAD */
    bool is_intact;            /* says the victim */
    bool is_freed;             /* says the kernel: nothing is pinned */
};

/*
 * Effect: lets the transfer stall, sees the kernel end it, kills the rogue.
 * Returns: whether the client's memory was pinned, and then was not.
 */
static bool
watch_hold(const struct player *rogue, const struct player *bait)
{
    uint32_t before;

    sleep_for(HOLD_SEEN_US);
    before = player_status(bait).pins;
    sleep_for(HOLD_OVER_US);
    bool ended = before == 1 && player_status(bait).pins == 0;
    kcall_fault(rogue->index);
    return ended;
}

/* Effect: the victim tells, and goes on. Returns: whether all is intact. */
static bool
ask_victim(struct player *bait)
{
    struct show_report report = {0};
    enum heard heard = player_hear(bait, PATIENCE_US, &report);

    if (heard == HEARD_REPORT) {
        player_go_on(bait);
    }
    return heard == HEARD_REPORT && report.intact == 1;
}

static struct outcome
perform(struct player *rogue, struct player *bait, uint32_t step)
{
    struct outcome outcome = {.is_freed = true};

    player_order(rogue, step);
    if (step == ATTACK_HOLD) {
        outcome.is_freed = watch_hold(rogue, bait);
    }
    outcome.heard = player_hear(rogue, PATIENCE_US, &outcome.report);
    if (player_status(bait).pins != 0) {
        outcome.is_freed = false;
    }
    if (outcome.heard == HEARD_DEAD) {
        outcome.fault = player_status(rogue).fault;
    } else if (outcome.heard == HEARD_REPORT) {
        player_go_on(rogue);
    }
    outcome.is_intact = ask_victim(bait);
    return outcome;
}

static bool
ended_as_told(const struct attempt *attempt, const struct outcome *outcome)
{
    if (attempt->kind == SLUICE_FAULT_NONE) {
        return outcome->heard == HEARD_REPORT &&
               outcome->report.code == attempt->detail;
    }
    return outcome->heard == HEARD_DEAD &&
           outcome->fault.kind == attempt->kind &&
           (attempt->kind == SLUICE_FAULT_INSTRUCTION ||
            outcome->fault.detail == attempt->detail);
}

/* Effect: what went on instead, for who has to find out why. */
static void
say_wrong(const struct outcome *outcome)
{
    if (outcome->heard == HEARD_DEAD) {
        stage_say("           it faulted: kind %u, detail %u, address %x\n",
                  outcome->fault.kind, outcome->fault.detail,
                  outcome->fault.address);
    } else if (outcome->heard == HEARD_REPORT) {
        stage_say("           it was not stopped; code %x\n",
                  outcome->report.code);
    } else {
        stage_say("           nothing was heard of it\n");
    }
    stage_say("           its client's memory is %s and %s\n",
              outcome->is_intact ? "unchanged" : "CHANGED",
              outcome->is_freed ? "free" : "NOT FREE");
}

/* Two attempts do happen, and are contained; the others do not happen. */
static const char *
attempt_word(const struct attempt *attempt)
{
    bool happens = attempt == &attempts[ATTACK_OUTLIVE] ||
                   attempt == &attempts[ATTACK_HOLD];

    return happens ? "held" : "refused";
}

static void
say_outcome(const struct attempt *attempt, const struct outcome *outcome)
{
    bool refused = ended_as_told(attempt, outcome) && outcome->is_intact &&
                   outcome->is_freed;

    stage_count(refused);
    stage_say("  %-9s%-4s%-44s%s\n", refused ? attempt_word(attempt) : "WRONG",
              attempt->guarantee, attempt->what,
              refused ? attempt->why : "did not end as it must");
    if (!refused) {
        say_wrong(outcome);
    }
}

uint32_t
rogue_act(void)
{
    struct player rogue = player_of("rogue");
    struct player bait = player_of("bait");
    uint32_t lives = 0;

    stage_say("  %-9s%-4s%-44s%s\n", "outcome", "", "what it tries to do",
              "what becomes of it");
    for (uint32_t step = 0; step < ATTACK_COUNT; step++) {
        if (!stage_expect(player_hear_ready(&rogue, PATIENCE_US) == HEARD_READY,
                          "the rogue has not come back")) {
            return lives;
        }
        struct outcome outcome = perform(&rogue, &bait, step);
        say_outcome(&attempts[step], &outcome);
        lives += outcome.heard == HEARD_DEAD ? 1 : 0;
    }
    if (player_hear_ready(&rogue, PATIENCE_US) == HEARD_READY) {
        player_order(&rogue, ATTACK_REST);
    }
    return lives;
}
