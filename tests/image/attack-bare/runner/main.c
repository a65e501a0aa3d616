/* SPDX-License-Identifier: MIT */
#include <task.h>

#include "scene.h"

_Noreturn void
task_main(void)
{
    const struct suite suites[] = {
        suite_client,
        suite_client_lies,
        suite_neighbour,
    };

    act_all(suites, sizeof suites / sizeof suites[0]);
}
