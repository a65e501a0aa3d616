/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>

#include <sluice/kcall.h>
#include <syscall.h>
#include <task.h>

#include <task_config.h>

#include "../../lib/tap.h"

/* Boots before this one. The emulator's memory is 0 at power-on. */
static volatile uint32_t *
boots(void)
{
    return (volatile uint32_t *)(uintptr_t)area_boots;
}

static void
ask_for_reset(void)
{
    struct kcall_request request = {TASK_INDEX, 0};

    (void)sys_send(ID_KERNEL, SLUICE_KCALL_RESET,
                   slice_of(&request, sizeof request), SLICE_NONE, NULL, 0);
}

static void
kill_supervisor(void)
{
    (void)sys_post(sys_refresh((struct task_id){PEER_SUPERVISOR}),
                   NOTIFY_SUPERVISOR_DIE);
}

/* Each life ends in one way, and the next finds out whether it did. */
static const struct {
    const char *name;
    void (*end)(void);
} lives[] = {
    {"a reset on request resets the system", ask_for_reset},
    {"the supervisor's fault resets the system", kill_supervisor},
    {"and again, for it is not the fifth in a row", kill_supervisor},
};
#define LIVES (sizeof lives / sizeof lives[0])

/* Effect: the life ends; what comes after is the proof that it did not. */
static void
end_life(uint32_t life)
{
    static uint32_t fresh;
    bool was_fresh = fresh == 0; /* .bss of every boot is */

    fresh = 1;
    boots()[0] = life + 1;
    if (was_fresh) {
        lives[life].end();
    }
    tap_test(false, life + 1, lives[life].name);
    tap_verdict(false);
}

_Noreturn void
task_main(void)
{
    uint32_t life = boots()[0];

    if (life == 0) {
        tap_start(LIVES);
    } else {
        tap_open();
        tap_test(true, life, lives[life - 1].name);
    }
    if (life < LIVES) {
        end_life(life);
    } else {
        tap_verdict(true);
    }
    for (;;) {
        (void)sys_receive(SLICE_NONE, 0, ID_KERNEL);
    }
}
