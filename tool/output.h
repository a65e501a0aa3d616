/* SPDX-License-Identifier: MIT */
/*
 * Generated files. They are written in memory and compared with what is there,
 * so that a file whose contents do not change keeps its time stamp, and a build
 * does again only what has to be done again.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct output {
    FILE *file; /* print here */
    const char *path;
    char *text;
    size_t size;
};

/* Effect: begins a file. */
void output_begin(struct output *output, const char *path);

/*
 * Effect: writes it, with the folders above it; an error is noted.
 * Returns: false after an error.
 */
bool output_end(struct output *output);

/* Effect: as output_end, for bytes that are there already. */
bool output_write(const char *path, const void *bytes, size_t size);

/* Effect: makes the folders above a file. Returns: false after an error. */
bool output_folders(const char *path);

/*
 * Returns: a name as C and linker scripts write it: "tx-irq" is tx_irq, or
 * TX_IRQ with `upper`.
 */
const char *output_identifier(const char *name, bool upper);
