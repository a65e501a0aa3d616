/* SPDX-License-Identifier: MIT */
/* What a console demands of its UART: a driver's main.c has these. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Effect: the UART sends and receives, and interrupts for what it received. */
void console_open(void);

/* Returns: whether there is room for a byte. */
bool console_can_put(void);
void console_put(uint8_t byte);

/* Effect: waits for an interrupt of the transmitter, if there is no room. */
void console_wait(void);

/* Effect: the receiver's interrupt is taken back, where it does not by itself.
 */
void console_acknowledge(void);

/* Returns: whether a byte has been received; then which. */
bool console_has(void);
uint8_t console_get(void);
