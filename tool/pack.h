/* SPDX-License-Identifier: MIT */
/* The image as one ELF file. */
#pragma once

#include <stdbool.h>

#include "model.h"
#include "programs.h"

/*
 * Effect: writes one executable: the segments of the kernel and of every task,
 * entered where the kernel is, their symbols (those of a task as task.symbol),
 * and a section .sluice.info with what `sluice run` has to know.
 * Returns: false after an error.
 */
bool pack_write(const struct app *app, const struct programs *programs,
                const char *path);

/*
 * Effect: the id of the image, from its manifests and contents, into the
 * kernel's table. It is counted with the id as 0.
 * Returns: false if the kernel has no such table.
 */
bool pack_identify(struct app *app, const struct programs *programs);
