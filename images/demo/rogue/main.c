/* SPDX-License-Identifier: MIT */
/*
 * A hostile driver. It owns two DMA channels of its own, knows every address
 * of the system, and does at each life what the director wants to see tried.
 * Most attempts end its life; what comes back with a code is reported.
 */
#include "attack.h"
#include "interface/show.h"
#include "peer.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

#define TRIES 3u

static uint32_t
ask(struct peer *director)
{
    struct show_order order = {ATTACK_REST};
    struct message message = {
        .op = SHOW_READY,
        .reply = slice_of(&order, sizeof order),
    };

    (void)peer_send_again(director, &message, TRIES);
    return order.step;
}

static void
confess(struct peer *director, uint32_t code)
{
    struct show_report report = {.code = code};
    struct message message = {
        .op = SHOW_REPORT,
        .body = slice_of(&report, sizeof report),
    };

    (void)peer_send_again(director, &message, TRIES);
}

/* Effect: waits until a client has lent something. */
static struct victim
lure(void)
{
    struct rogue_serve body = {0};
    struct received in =
        sys_receive(slice_of(&body, sizeof body), 0, ID_NOBODY);

    return (struct victim){in.from, body.address};
}

_Noreturn void
task_main(void)
{
    struct peer director = peer_of(PEER_DIRECTOR);

    for (;;) {
        uint32_t step = ask(&director);

        if (step >= ATTACK_COUNT) {
            sleep_for_ever();
        }
        struct victim victim = lure();
        uint32_t code = attack_run(step, &victim);
        confess(&director, code);
        sys_reply(victim.id, SLUICE_RC_OK, SLICE_NONE);
    }
}
