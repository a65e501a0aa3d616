/* SPDX-License-Identifier: MIT */
/* The part of `sluice audit` on who can bring down others. */
#pragma once

#include "model.h"

/*
 * Effect: prints which tasks can force a reset of the system or of a
 * controller, how, and who loses a transfer by it.
 */
void audit_resets(const struct app *app);
