/* SPDX-License-Identifier: MIT */
/*
 * A client that is killed while an engine is aimed at its memory. It comes back
 * and looks whether its memory is as the incarnation before has left it.
 */
#include "interface/show.h"
#include "lease.h"
#include "pattern.h"
#include "peer.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

#define TRIES 3u

/* The lent bytes lie in the middle; the rest are canaries. */
#define CANARY ((BUFFER_LENT_SIZE - PACED_MAX) / 2u)

static uint32_t
ask(struct peer *director)
{
    struct show_order order = {FLAKY_CHECK};
    struct message message = {
        .op = SHOW_READY,
        .reply = slice_of(&order, sizeof order),
    };

    (void)peer_send_again(director, &message, TRIES);
    return order.step;
}

/* Effect: lends; the driver's transfer stalls, so this does not come back. */
static uint32_t
lend(void)
{
    struct peer paced = peer_of(PEER_PACED);
    struct lease lease = lease_read(&buffer_lent[CANARY], PACED_MAX);
    struct message message = {
        .op = PACED_SEND,
        .leases = &lease,
        .lease_count = 1,
    };

    pattern_fill(buffer_lent, BUFFER_LENT_SIZE);
    return peer_send(&paced, &message).rc;
}

_Noreturn void
task_main(void)
{
    struct peer director = peer_of(PEER_DIRECTOR);
    struct show_report report = {0};
    struct message message = {
        .op = SHOW_REPORT,
        .body = slice_of(&report, sizeof report),
    };

    if (ask(&director) == FLAKY_LEND) {
        report.code = lend();
    }
    report.intact = pattern_holds(buffer_lent, BUFFER_LENT_SIZE) ? 1 : 0;
    (void)peer_send_again(&director, &message, TRIES);
    sleep_for_ever();
}
