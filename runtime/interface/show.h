/* SPDX-License-Identifier: MIT */
/*
 * Interfaces between the players of the demo (images/demo). As an interface
 * compiler would write them.
 */
#pragma once

#include <stdint.h>

/* To the director: a player asks what to do next. It may take its time. */
#define SHOW_READY 1u

struct show_order {
    uint32_t step;
};
_Static_assert(sizeof(struct show_order) == 4, "interface");

/* To the director: what a player has seen. */
#define SHOW_REPORT 2u

struct show_report {
    uint32_t code;   /* of what it tried, or 0 */
    uint32_t intact; /* 1: its memory and canaries are as they must be */
    uint32_t length; /* measure: bytes of firmware */
};
_Static_assert(sizeof(struct show_report) == 12, "interface");

/* Steps of the flaky client. */
#define FLAKY_LEND 0u  /* lend memory to a transfer that stalls */
#define FLAKY_CHECK 1u /* look at what the incarnation before has left */

/* To the driver of a device that sets the pace: sends lease 0 (read) to it. */
#define PACED_SEND 1u
#define PACED_MAX 512u /* bytes */

/* To the same: how the latest transfer ended. */
#define PACED_LAST 2u

struct paced_last_reply {
    uint32_t status; /* SLUICE_DMA_* */
    uint32_t residue;
    uint32_t quality; /* SLUICE_RESIDUE_* */
};
_Static_assert(sizeof(struct paced_last_reply) == 12, "interface");

/*
 * To the rogue, by an unsuspecting client: lease 0 (read and write) and lease 1
 * (read only) are the same ROGUE_LENT bytes of its memory.
 */
#define ROGUE_SERVE 1u
#define ROGUE_LENT 512u

struct rogue_serve {
    uint32_t
        address; /* of a word of the client: it even tells where it lives */
};
_Static_assert(sizeof(struct rogue_serve) == 4, "interface");

/* Steps of the rogue. */
enum attack {
    ATTACK_READ_KERNEL,
    ATTACK_WRITE_NEIGHBOUR,
    ATTACK_TOUCH_CONTROLLER,
    ATTACK_PAST_LEASE,
    ATTACK_WRAP,
    ATTACK_NOT_OWN,
    ATTACK_LEND_KERNEL,
    ATTACK_TOO_LONG,
    ATTACK_NO_LENGTH,
    ATTACK_REPLY_EARLY,
    ATTACK_AFTER_REPLY,
    ATTACK_ARM_TWICE,
    ATTACK_OUTLIVE,
    ATTACK_PRINT_KERNEL,
    ATTACK_DIRECTION,
    ATTACK_STRANGER,
    ATTACK_OTHERS_CHANNEL,
    ATTACK_KILL_OTHERS,
    ATTACK_HOLD,
    ATTACK_FORGE_BIT,
    ATTACK_FAKE_DEATH,
    ATTACK_COUNT,
    ATTACK_REST = ATTACK_COUNT, /* no more */
};
