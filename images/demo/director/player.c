/* SPDX-License-Identifier: MIT */
#include "player.h"

#include <stdbool.h>

#include "sleep.h"
#include "task_config.h"

static const char *const names[TASK_COUNT] = TASK_NAMES;

static bool
is_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

uint32_t
player_index(const char *name)
{
    uint32_t index = 0;

    while (index < TASK_COUNT - 1 && !is_same(names[index], name)) {
        index++;
    }
    return index;
}

const char *
player_name(uint32_t index)
{
    return index < TASK_COUNT ? names[index] : "?";
}

struct player
player_of(const char *name)
{
    uint32_t index = player_index(name);

    return (struct player){index, sys_refresh((struct task_id){index})};
}

static enum heard
understand(const struct received *in)
{
    if (in->op_or_bits == SHOW_READY && in->full == 0 &&
        in->reply_room >= sizeof(struct show_order)) {
        return HEARD_READY;
    }
    if (in->op_or_bits == SHOW_REPORT &&
        in->full == sizeof(struct show_report)) {
        return HEARD_REPORT;
    }
    sys_reply_fault(in->from, SLUICE_REASON_CONTENTS);
    return HEARD_NOTHING;
}

enum heard
player_hear(struct player *player, uint32_t timeout_us,
            struct show_report *report)
{
    uint64_t deadline_us = sys_time().now_us + timeout_us;
    struct received in;

    sys_timer(deadline_us, SLEEP_BIT);
    do {
        in = sys_receive(slice_of(report, sizeof *report), SLEEP_BIT,
                         player->id);
        /* The bit may be left from a deadline before this one */
    } while (in.from.raw == SLUICE_ID_KERNEL &&
             sys_time().now_us < deadline_us);
    if (in.from.raw == SLUICE_ID_KERNEL) {
        return HEARD_NOTHING;
    }
    player->id = in.from;
    return in.rc == SLUICE_RC_DEAD ? HEARD_DEAD : understand(&in);
}

enum heard
player_hear_ready(struct player *player, uint32_t timeout_us)
{
    struct show_report report;
    enum heard heard;

    /* Ends: its id is brought up to date, or time runs out */
    do {
        heard = player_hear(player, timeout_us, &report);
    } while (heard == HEARD_DEAD);
    return heard;
}

void
player_order(const struct player *player, uint32_t step)
{
    struct show_order order = {step};

    sys_reply(player->id, SLUICE_RC_OK, slice_of(&order, sizeof order));
}

void
player_go_on(const struct player *player)
{
    sys_reply(player->id, SLUICE_RC_OK, SLICE_NONE);
}

struct kcall_status
player_status(const struct player *player)
{
    struct kcall_status status = {0};

    kcall_status(player->index, &status);
    return status;
}
