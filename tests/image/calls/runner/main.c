/* SPDX-License-Identifier: MIT */
#include <task.h>

#include "suites.h"

_Noreturn void
task_main(void)
{
    const struct suite suites[] = {
        suite_messages,       suite_message_refusals, suite_deaths,
        suite_order,          suite_leases,           suite_lies,
        suite_lease_refusals, suite_notices,          suite_notice_refusals,
        suite_kernel_calls,   suite_kernel_refusals,
    };

    act_all(suites, sizeof suites / sizeof suites[0]);
}
