/* SPDX-License-Identifier: MIT */
#pragma once

struct app;

/* Effect: prints whose each such peripheral is, and what that means. */
void audit_masters(const struct app *app);
