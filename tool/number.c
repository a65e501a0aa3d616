/* SPDX-License-Identifier: MIT */
/*
 * One scanner for all: digits with underscores between them, then a suffix
 * looked up in a table of units. No strtoul: it takes signs, spaces and octal.
 */
#include "number.h"

#include <stddef.h>
#include <string.h>

#include "arena.h"

struct unit {
    const char *suffix;
    uint32_t factor;
};

static const struct unit size_units[] = {
    {"", 1}, {"K", 1024}, {"M", 1024 * 1024}, {NULL, 0}};
static const struct unit time_units[] = {
    {"us", 1}, {"ms", 1000}, {"s", 1000000}, {NULL, 0}};
static const struct unit frequency_units[] = {
    {"Hz", 1}, {"kHz", 1000}, {"MHz", 1000000}, {NULL, 0}};
static const struct unit plain_units[] = {{"", 1}, {NULL, 0}};

static const char not_number[] = "is not a number";
static const char too_large[] = "does not fit in 32 bits";

static int
digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* Reads digits at *text and moves it past them. */
static const char *
scan_digits(const char **text, int base, uint64_t *value)
{
    const char *at = *text;
    bool digit = false; /* the character before was one */

    for (*value = 0;; at++) {
        int next = digit_value(*at);

        if (next < base) {
            *value = *value * (uint64_t)base + (uint64_t)next;
            digit = true;
            if (*value > UINT32_MAX) {
                return too_large;
            }
        } else if (*at == '_' && digit) {
            digit = false; /* only between digits */
        } else {
            break;
        }
    }
    *text = at;
    return digit ? NULL : not_number;
}

static const char *
scan(const char *text, const struct unit *units, const char *bad_unit,
     uint32_t *value)
{
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *wrong;
    uint64_t number;

    text += hex ? 2 : 0;
    wrong = scan_digits(&text, hex ? 16 : 10, &number);
    if (wrong != NULL) {
        return wrong;
    }
    for (; units->suffix != NULL; units++) {
        if (strcmp(units->suffix, text) == 0) {
            number *= units->factor;
            *value = (uint32_t)number;
            return number > UINT32_MAX ? too_large : NULL;
        }
    }
    return bad_unit;
}

const char *
number_size(const char *text, uint32_t *value)
{
    return scan(text, size_units, "is not a size; write 512, 0x200, 4K or 2M",
                value);
}

const char *
number_time(const char *text, uint32_t *microseconds)
{
    return scan(text, time_units,
                "is not a time with a unit; write 20us, 5ms or 1s",
                microseconds);
}

const char *
number_frequency(const char *text, uint32_t *hertz)
{
    return scan(text, frequency_units,
                "is not a frequency with a unit; write 32768Hz or 20MHz",
                hertz);
}

const char *
number_plain(const char *text, uint32_t *value)
{
    return scan(text, plain_units, not_number, value);
}

const char *
number_bool(const char *text, bool *value)
{
    *value = strcmp(text, "yes") == 0;
    return *value || strcmp(text, "no") == 0 ? NULL
                                             : "is neither 'yes' nor 'no'";
}

const char *
number_size_text(uint32_t size)
{
    if (size != 0 && size % (1024 * 1024) == 0) {
        return arena_format("%uM", size / (1024 * 1024));
    }
    if (size != 0 && size % 1024 == 0) {
        return arena_format("%uK", size / 1024);
    }
    return arena_format("%u", size);
}

const char *
number_time_text(uint64_t microseconds)
{
    unsigned long long us = microseconds;

    if (us != 0 && us % 1000000 == 0) {
        return arena_format("%llus", us / 1000000);
    }
    if (us != 0 && us % 1000 == 0) {
        return arena_format("%llums", us / 1000);
    }
    return arena_format("%lluus", us);
}
