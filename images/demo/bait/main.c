/* SPDX-License-Identifier: MIT */
/*
 * The rogue's unsuspecting client, and its victim. It lends the rogue memory
 * again and again, whatever became of it the last time, and tells after each
 * round whether a single byte of its memory has changed.
 */
#include "interface/show.h"
#include "lease.h"
#include "pattern.h"
#include "peer.h"
#include "task.h"
#include "task_config.h"

#define TRIES 3u

/* The lent bytes lie in the middle; the rest are canaries. */
#define BEFORE ((BUFFER_LENT_SIZE - ROGUE_LENT) / 2u)

/* Beside the stack: what the rogue is told the address of. */
static uint8_t canary[64] __attribute__((aligned(4)));

static void
trust(struct peer *rogue)
{
    uint8_t *lent = &buffer_lent[BEFORE];
    struct rogue_serve body = {(uint32_t)(uintptr_t)canary};
    struct lease leases[2] = {
        lease_of(lent, ROGUE_LENT, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE),
        lease_read(lent, ROGUE_LENT),
    };
    struct message message = {
        .op = ROGUE_SERVE,
        .body = slice_of(&body, sizeof body),
        .leases = leases,
        .lease_count = 2,
    };

    (void)peer_send(rogue, &message);
}

static void
plant(void)
{
    pattern_fill(canary, sizeof canary);
    pattern_fill(buffer_lent, BUFFER_LENT_SIZE);
}

static void
report(struct peer *director)
{
    bool intact = pattern_holds(canary, sizeof canary) &&
                  pattern_holds(buffer_lent, BUFFER_LENT_SIZE);
    struct show_report body = {0, intact ? 1 : 0, 0};
    struct message message = {
        .op = SHOW_REPORT,
        .body = slice_of(&body, sizeof body),
    };

    (void)peer_send_again(director, &message, TRIES);
    if (!intact) {
        plant(); /* each round is judged by itself */
    }
}

_Noreturn void
task_main(void)
{
    struct peer director = peer_of(PEER_DIRECTOR);
    struct peer rogue = peer_of(PEER_ROGUE);

    plant();
    for (;;) {
        trust(&rogue);
        report(&director);
    }
}
