/* SPDX-License-Identifier: MIT */
#include "tap.h"

#include <task_config.h>

/* A UART by what it takes to send by polling; registers are words. */
struct shape {
    const char *kind;
    uint32_t data, state; /* registers */
    uint32_t busy;        /* state, of ... */
    uint32_t mask;        /* ... these bits, while no byte is taken */
    uint32_t setup[2][2]; /* registers and values */
};

static const struct shape shapes[] = {
    /* Arm DDI 0479: DATA, STATE; BAUDDIV, CTRL. */
    {"uart-cmsdk", 0, 1, 1, 1, {{4, 16}, {2, 1}}},
    /* 16550: THR, LSR; LCR is 8N1, IER none. */
    {"uart-16550", 0, 5, 0, 32, {{3, 3}, {1, 0}}},
};

static const struct shape *uart;

static bool
is_kind(const char *kind)
{
    const char *wanted = PERIPHERAL_UART0_KIND;

    while (*kind != '\0' && *kind == *wanted) {
        kind++;
        wanted++;
    }
    return *kind == *wanted;
}

static void
put(char c)
{
    while ((peripheral_uart0[uart->state] & uart->mask) == uart->busy) {
    }
    peripheral_uart0[uart->data] = (uint8_t)c;
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
    uart = &shapes[0];
    while (!is_kind(uart->kind)) {
        uart++;
    }
    peripheral_uart0[uart->setup[0][0]] = uart->setup[0][1];
    peripheral_uart0[uart->setup[1][0]] = uart->setup[1][1];
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
