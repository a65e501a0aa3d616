/* SPDX-License-Identifier: MIT */
/* The words of a command line: one manifest, options with one value each. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct word_option {
    const char *name;   /* "-o" */
    const char **value; /* filled when it stands there */
    bool required;
};

/*
 * Requires: argv[0] is the command's name, which help mentions.
 * Effect: sorts argv into the manifest (or image) and options; prints what is
 * wrong on stderr.
 * Returns: false if something is.
 */
bool words_read(int argc, char **argv, const struct word_option *options,
                size_t count, const char **manifest);
