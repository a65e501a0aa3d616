/* SPDX-License-Identifier: MIT */
#include "tap.h"

#include <task_config.h>

/* Registers of the CMSDK APB UART, by word (Arm DDI 0479). */
#define DATA 0
#define STATE 1
#define CONTROL 2
#define DIVIDER 4
#define STATE_TX_FULL 1u
#define CONTROL_TX 1u

static void
put(char c)
{
    while ((peripheral_uart0[STATE] & STATE_TX_FULL) != 0) {
    }
    peripheral_uart0[DATA] = (uint8_t)c;
}

void
tap_text(const char *text)
{
    for (; *text != '\0'; text++) {
        put(*text);
    }
}

static void
put_number(uint32_t value, uint32_t base)
{
    char digits[11];
    char *digit = &digits[10];

    *digit = '\0';
    do {
        *--digit = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    tap_text(digit);
}

void
tap_open(void)
{
    peripheral_uart0[DIVIDER] = 16;
    peripheral_uart0[CONTROL] = CONTROL_TX;
}

void
tap_start(uint32_t tests)
{
    tap_open();
    tap_text("1..");
    put_number(tests, 10);
    tap_text("\n");
}

void
tap_test(bool good, uint32_t number, const char *name)
{
    tap_text(good ? "ok " : "not ok ");
    put_number(number, 10);
    tap_text(" - ");
    tap_text(name);
    tap_text("\n");
}

void
tap_comment(const char *text, const char *file, int line)
{
    tap_text("# ");
    tap_text(file);
    tap_text(":");
    put_number((uint32_t)line, 10);
    tap_text(": ");
    tap_text(text);
    tap_text("\n");
}

void
tap_value(const char *text, uint32_t value)
{
    tap_text("#   ");
    tap_text(text);
    tap_text(" 0x");
    put_number(value, 16);
    tap_text("\n");
}

void
tap_verdict(bool good)
{
    tap_text(good ? "SLUICE-VERDICT pass\n" : "SLUICE-VERDICT fail\n");
}
