/* SPDX-License-Identifier: MIT */
/* The table of sizes, of an image that has been placed. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "layout.h"
#include "model.h"

/* Effect: prints flash and RAM of kernel, tasks, padding, and their sums. */
void size_print(FILE *file, const struct app *app,
                const struct layout_sizes *sizes);
