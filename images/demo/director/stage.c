/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include <stdarg.h>

#include "player.h"
#include "print.h"
#include "task_config.h"

static struct peer console;
static uint32_t failures;

void
stage_open(void)
{
    console = peer_of(PEER_CONSOLE);
}

void
stage_say(const char *format, ...)
{
    char bytes[CONSOLE_PRINT_MAX];
    struct text text = {bytes, sizeof bytes, 0};
    va_list list;

    va_start(list, format);
    text_format_list(&text, format, list);
    va_end(list);
    console_write(&console, bytes,
                  text.length < text.room ? text.length : text.room);
}

void
stage_count(bool holds)
{
    failures += holds ? 0 : 1;
}

bool
stage_expect(bool holds, const char *what)
{
    if (!holds) {
        stage_say("  WRONG: %s\n", what);
    }
    stage_count(holds);
    return holds;
}

static const char *
state_text(uint32_t state)
{
    static const char *const texts[] = {
        [SLUICE_STATE_STOPPED] = "stopped",
        [SLUICE_STATE_READY] = "ready",
        [SLUICE_STATE_SENDING] = "sending",
        [SLUICE_STATE_REPLY] = "calling",
        [SLUICE_STATE_RECEIVING] = "waiting",
        [SLUICE_STATE_PARKED] = "parked",
        [SLUICE_STATE_FAULTED] = "faulted",
        [SLUICE_STATE_RETIRED] = "retired",
    };

    return state < sizeof texts / sizeof texts[0] ? texts[state] : "?";
}

static void
say_share(uint64_t part_us, uint64_t whole_us)
{
    uint32_t permille = (uint32_t)(part_us * 1000u / whole_us);

    stage_say("%6u.%u %%\n", permille / 10u, permille % 10u);
}

void
stage_say_tasks(void)
{
    uint64_t left_us = sys_time().now_us;
    uint64_t whole_us = left_us;

    stage_say("  %-12s%-10s%8s%10s\n", "task", "state", "restarts", "CPU");
    for (uint32_t i = 0; i < TASK_COUNT; i++) {
        struct player player = {i, {0}};
        struct kcall_status status = player_status(&player);

        left_us -= status.cpu_us < left_us ? status.cpu_us : left_us;
        stage_say("  %-12s%-10s%8u", player_name(i), state_text(status.state),
                  status.restarts);
        say_share(status.cpu_us, whole_us);
    }
    stage_say("  %-12s%-10s%8s", "(idle)", "", "");
    say_share(left_us, whole_us);
    stage_say("  ready: runs or wants to; waiting: for a message or a notice;\n"
              "  sending: to be received; calling: for a reply\n");
}

bool
stage_is_well(void)
{
    return failures == 0;
}

void
stage_close(void)
{
    stage_say("SLUICE-VERDICT %s\n", failures == 0 ? "pass" : "fail");
}
