/* SPDX-License-Identifier: MIT */
/*
 * The tasks that the director leads. It believes none of them: it listens to
 * one at a time, for a limited time, and looks at the kernel's records.
 */
#pragma once

#include <stdint.h>

#include "interface/show.h"
#include "kcall.h"
#include "syscall.h"

struct player {
    uint32_t index;
    struct task_id id; /* of the incarnation that is listened to */
};

enum heard {
    HEARD_READY,  /* it waits for player_order() */
    HEARD_REPORT, /* it waits for player_go_on() */
    HEARD_DEAD,   /* that incarnation is over; the next is listened to */
    HEARD_NOTHING,
};

/* Returns: the index of the task with this name. */
uint32_t player_index(const char *name);

/* Returns: its name. */
const char *player_name(uint32_t index);

struct player player_of(const char *name);

/*
 * Effect: waits for what this player, and nobody else, has to say. A message
 * that makes no sense faults it. With HEARD_REPORT *report is filled in.
 */
enum heard player_hear(struct player *player, uint32_t timeout_us,
                       struct show_report *report);

/* Effect: the same, over the deaths of incarnations, until it is ready. */
enum heard player_hear_ready(struct player *player, uint32_t timeout_us);

void player_order(const struct player *player, uint32_t step);
void player_go_on(const struct player *player);

/* Returns: how the kernel says that it stands. */
struct kcall_status player_status(const struct player *player);
