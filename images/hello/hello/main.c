/* SPDX-License-Identifier: MIT */
/* Says hello, by way of the console, and is done. */
#include "print.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

_Noreturn void
task_main(void)
{
    struct peer console = peer_of(PEER_CONSOLE);

    console_print(&console, "Hello from a task that owns nothing but its "
                            "stack.\n");
    console_print(&console, "SLUICE-VERDICT pass\n");
    sleep_for_ever();
}
