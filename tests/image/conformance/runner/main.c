/* SPDX-License-Identifier: MIT */
#include <task.h>

#include "suites.h"

_Noreturn void
task_main(void)
{
    const struct suite suites[] = {
        suite_ranges_client, suite_ranges_server, suite_ranges_kernel,
        suite_ranges_lent,   suite_ids,           suite_words,
        suite_kernel_calls,  suite_peers,         suite_by_kernel,
        suite_points,        suite_retired,       suite_on_retired,
    };

    act_all(suites, sizeof suites / sizeof suites[0]);
}
