/* SPDX-License-Identifier: MIT */
/* Other programs: found, started, waited for. */
#pragma once

#include <stdbool.h>

/* Returns: whether the program is in PATH (or is a path itself). */
bool spawn_exists(const char *program);

/*
 * Effect: runs a program to its end with this program's input and output.
 * Returns: its exit status, or -1 if it could not be run or was killed.
 */
int spawn_wait(char *const *words);
