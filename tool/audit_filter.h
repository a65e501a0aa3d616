/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

struct app;

/*
 * Effect: prints which memory controllers can reach past their tables, by the
 * chip's filters; `placed`: the layout is known.
 */
void audit_filters(const struct app *app, bool placed);
