/* SPDX-License-Identifier: MIT */
#include <kcall.h>
#include <sleep.h>
#include <task.h>

#include "../../lib/tap.h"

_Noreturn void
task_main(void)
{
    struct kcall_system system;

    kcall_system(&system);
    tap_open();
    tap_text("LIFE after ");
    tap_text((char[]){(char)('0' + system.panics), '\n', '\0'});
    sleep_for_ever();
}
