/* SPDX-License-Identifier: MIT */
/* The linked parts of an image: the kernel and one program per task. */
#pragma once

#include "elf_read.h"
#include "layout.h"
#include "model.h"

struct programs {
    const struct elf_program *kernel;
    const struct elf_program **tasks; /* app->task_count of them */
};

/*
 * Effect: reads the kernel and `folder`/<task><ending> of every task, and
 * checks that all speak this tool's version of the ABI.
 * Returns: false after an error.
 */
bool programs_read(const struct app *app, const char *kernel,
                   const char *folder, const char *ending,
                   struct programs *programs);

/* Effect: what each needs, as linked. Returns: false after an error. */
bool programs_sizes(const struct app *app, const struct programs *programs,
                    struct layout_sizes *sizes);

/* Returns: the image's file in `folder`, or in build/<name> if it is NULL. */
const char *programs_image(const struct app *app, const char *folder);

/* Effect: says so on stderr if the manifest has changed since the image. */
void programs_note_age(const struct app *app, const char *image);

/*
 * Effect: as programs_read, for the final programs of an image that was built
 * in `folder`, or in build/<name> if that is NULL.
 */
bool programs_find(const struct app *app, const char *folder,
                   struct programs *programs);
