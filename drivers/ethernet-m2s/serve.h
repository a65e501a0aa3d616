/* SPDX-License-Identifier: MIT */
#pragma once

/* Effect: opens the MAC, and answers what comes in for ever. */
_Noreturn void ethernet_serve(void);
