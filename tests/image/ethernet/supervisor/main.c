/* SPDX-License-Identifier: MIT */
/* Nobody is restarted but by the runner. */
#include <sleep.h>
#include <task.h>

_Noreturn void
task_main(void)
{
    sleep_for_ever();
}
