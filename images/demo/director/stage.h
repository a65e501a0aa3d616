/* SPDX-License-Identifier: MIT */
/* What the audience sees: lines of text, and whether all went well. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Effect: finds the console; before anything is said. */
void stage_open(void);

/* Effect: prints, as console_print(). */
void stage_say(const char *format, ...);

/* Effect: unless it is as it should be, says what is wrong; the verdict then
 * is fail. Returns: holds. */
bool stage_expect(bool holds, const char *what);

/* Effect: as stage_expect(), with nothing said: the caller has. */
void stage_count(bool holds);

/* Effect: the table of all tasks. */
void stage_say_tasks(void);

/* Returns: true if nothing was wrong so far. */
bool stage_is_well(void);

/* Effect: the verdict, which ends the show. */
void stage_close(void);
