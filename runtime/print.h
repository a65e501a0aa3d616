/* SPDX-License-Identifier: MIT */
/*
 * Text: formatting into a buffer, and printing by way of a console task. For
 * words of 32 bits only, so that a task pays for no more.
 */
#pragma once

#include <stdarg.h>
#include <stdint.h>

#include "peer.h"

struct text {
    char *bytes;
    uint32_t room;
    uint32_t length; /* of all that was asked for; more than room: cut */
};

/*
 * Effect: appends. `%` [-] [0] [width] then s (string), u (unsigned), d
 * (signed), x (hexadecimal), c (character), %; every number is 32 bits.
 * What does not fit is cut; no terminating zero is written.
 */
void text_format(struct text *text, const char *format, ...);
void text_format_list(struct text *text, const char *format, va_list list);

/*
 * Effect: the console prints these bytes. A console that died is tried again a
 * few times; then the text is lost.
 */
void console_write(struct peer *console, const char *bytes, uint32_t length);

/* The same, formatted; at most CONSOLE_PRINT_MAX bytes, the rest is cut. */
#define CONSOLE_PRINT_MAX 240u
void console_print(struct peer *console, const char *format, ...);
