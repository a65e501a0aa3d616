/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stddef.h>

#include <kcall.h>
#include <sleep.h>
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
tell_supervisor(uint32_t bit)
{
    (void)sys_post(sys_refresh((struct task_id){PEER_SUPERVISOR}), bit);
}

static void
ask_for_reset(void)
{
    kcall_reset();
}

static void
kill_supervisor(void)
{
    tell_supervisor(NOTIFY_SUPERVISOR_DIE);
}

static void
let_supervisor_panic(void)
{
    tell_supervisor(NOTIFY_SUPERVISOR_PANIC);
}

static void
starve_watchdog(void)
{
    tell_supervisor(NOTIFY_SUPERVISOR_STARVE);
    sleep_for(CONFIG_WAIT_US);
}

/* It is fed for many periods; then the end is one that was asked for. */
static void
wait_and_reset(void)
{
    sleep_for(CONFIG_WAIT_US);
    kcall_reset();
}

/* Each life ends in one way, and the next finds out whether it did. */
static const struct life {
    const char *name;
    void (*end)(void);
    uint32_t panic;  /* what the record then says */
    uint32_t panics; /* in a row */
    uint32_t kind;   /* of the fault in it */
} lives[] = {
    {"a reset on request resets the system and is no panic", ask_for_reset,
     SLUICE_PANIC_NONE, 0, SLUICE_FAULT_NONE},
    {"a watchdog that is fed does nothing", wait_and_reset, SLUICE_PANIC_NONE,
     0, SLUICE_FAULT_NONE},
    {"the supervisor's fault resets the system", kill_supervisor,
     SLUICE_PANIC_SUPERVISOR, 1, SLUICE_FAULT_INSTRUCTION},
    {"and again, counted, for it is not the fifth in a row", kill_supervisor,
     SLUICE_PANIC_SUPERVISOR, 2, SLUICE_FAULT_INSTRUCTION},
    {"the supervisor's panic resets the system", let_supervisor_panic,
     SLUICE_PANIC_SUPERVISOR, 3, SLUICE_FAULT_PANIC},
    {"a watchdog that is not fed resets the system", starve_watchdog,
     SLUICE_PANIC_WATCHDOG, 4, SLUICE_FAULT_NONE},
    {"a reset on request leaves the record as it is", ask_for_reset,
     SLUICE_PANIC_WATCHDOG, 4, SLUICE_FAULT_NONE},
};
#define LIVES (sizeof lives / sizeof lives[0])

/* Returns: whether the record that this life found is that of its end. */
static bool
found(const struct life *life)
{
    struct kcall_system system;

    kcall_system(&system);
    if (system.panic == life->panic && system.panics == life->panics &&
        (life->panics == 0 || system.fault.kind == life->kind)) {
        return true;
    }
    tap_value("panic", system.panic);
    tap_value("panics", system.panics);
    tap_value("kind", system.fault.kind);
    return false;
}

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
    bool good = true;

    if (life == 0) {
        tap_start(LIVES);
    } else {
        tap_open();
        good = found(&lives[life - 1]);
        tap_test(good, life, lives[life - 1].name);
    }
    if (life < LIVES && good) {
        end_life(life);
    } else {
        tap_verdict(good);
    }
    sleep_for_ever();
}
