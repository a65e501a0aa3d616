/* SPDX-License-Identifier: MIT */
/* What `sluice run` gathers before it starts anything. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model.h"

/* A stretch of memory of the board, or an area of the app inside one. */
struct run_place {
    const char *name;
    uint32_t base, size;
    bool area;
};

/* What the image says of itself: section .sluice.info. */
struct run_info {
    const char **words; /* the board's command */
    size_t word_count;
    struct run_place *places;
    size_t place_count;
};

/* Effect: reads it from an image. Returns: false after an error. */
bool run_read_info(const char *path, struct run_info *info);

/*
 * Effect: turns FILE@ADDRESS into a word for the emulator, after a look at the
 * file: readable, and not larger than the area or memory it goes to.
 * Returns: the word, or NULL after an error.
 */
const char *run_load_word(const struct run_info *info, const char *text);

/* Effect: as run_load_word, for VALUE@ADDRESS. */
const char *run_value_word(const struct run_info *info, const char *text);

/*
 * Effect: starts the command, passes on what it prints, and ends it when a line
 * begins with SLUICE-VERDICT, or when the time is over.
 * Returns: 0 pass, 1 fail, 2 anything else, which is explained on stderr.
 */
int run_watch(char *const *words, unsigned seconds, bool quiet);
