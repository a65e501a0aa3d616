/* SPDX-License-Identifier: MIT */
/*
 * Driver of the SmartFusion2 Ethernet MAC (mode dedicated): unprivileged, with
 * the MAC's registers and a ring of its own.
 */
#include <task.h>

#include "serve.h"

_Noreturn void
task_main(void)
{
    ethernet_serve();
}
