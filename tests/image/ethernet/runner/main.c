/* SPDX-License-Identifier: MIT */
/* Lets the driver answer, kills it while frames arrive, and looks. */
#include <kcall.h>
#include <sleep.h>
#include <task.h>

#include "../../lib/tap.h"
#include "../counters.h"

#include <task_config.h>

#define DRIVER 1u
#define ROUNDS 6u
#define PATIENCE 200u /* times 50 ms */

/* Returns: whether that many more answers were given in time. */
static bool
answers(uint32_t more)
{
    uint32_t goal = COUNTERS->answered + more;

    for (uint32_t i = 0; i < PATIENCE; i++) {
        if ((int32_t)(COUNTERS->answered - goal) >= 0) {
            return true;
        }
        sleep_for(50000);
    }
    return false;
}

static bool
watched(uint32_t goal)
{
    for (uint32_t i = 0; i < PATIENCE && COUNTERS->watched != goal; i++) {
        sleep_for(10000);
    }
    return COUNTERS->watched == goal;
}

/* By a fault, or by a restart out of the middle of its life. */
static bool
kill_driver(bool fault)
{
    if (fault) {
        kcall_fault(DRIVER);
        sleep_for(20000);
    }
    return kcall_restart(DRIVER, true) == SLUICE_RC_OK;
}

static bool
test(uint32_t number, const char *name, bool good)
{
    tap_test(good, number, name);
    return good;
}

_Noreturn void
task_main(void)
{
    bool killed = true, back = true, good;

    tap_start(4);
    good = test(1, "an unprivileged driver answers ARP and ping", answers(50));
    for (uint32_t i = 0; good && i < ROUNDS; i++) {
        killed = kill_driver(i % 2 == 0) && watched(i + 2) && killed;
        back = answers(20) && back;
    }
    good = test(2, "it is killed while frames arrive, and restarts at once",
                good && killed) &&
           good;
    good = test(3, "no byte lands in memory that was handed back",
                COUNTERS->damaged == 0) &&
           good;
    tap_value("damaged bytes", COUNTERS->damaged);
    good = test(4, "after each restart it answers again", good && back) && good;
    tap_verdict(good);
    sleep_for_ever();
}
