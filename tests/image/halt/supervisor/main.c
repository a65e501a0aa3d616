/* SPDX-License-Identifier: MIT */
/* Faults after a while: long enough for the runner to speak. */
#include <sleep.h>
#include <task.h>

_Noreturn void
task_main(void)
{
    sleep_for(20000);
    __asm__ volatile("udf #0");
    sleep_for_ever();
}
