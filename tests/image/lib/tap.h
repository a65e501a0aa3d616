/* SPDX-License-Identifier: MIT */
/* TAP on UART0, by polling: it works when nothing else does. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Effect: the UART is ready. tap_start() does it too, and prints the plan. */
void tap_open(void);
void tap_start(uint32_t tests);
void tap_test(bool good, uint32_t number, const char *name);
void tap_comment(const char *text, const char *file, int line);
void tap_value(const char *text, uint32_t value);
void tap_verdict(bool good);
/* Effect: the text, as it stands. */
void tap_text(const char *text);
