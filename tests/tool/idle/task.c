/* SPDX-License-Identifier: MIT */
/* Does nothing: what every task of the chips' apps is when one is linked. */
#include "task.h"

_Noreturn void
task_main(void)
{
    for (;;) {
    }
}
