/* SPDX-License-Identifier: MIT */
/*
 * Scalars with a meaning: sizes, times, frequencies, yes and no. Every parser
 * returns NULL and the value, or what is wrong, to follow the text: "'4X' " "is
 * not a number". Digits may be grouped by underscores: 0x4000_0000.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* 4096, 0x1000, 4K, 2M; K and M are powers of two. */
const char *number_size(const char *text, uint32_t *value);

/* 20us, 5ms, 1s, to microseconds. A unit is needed. */
const char *number_time(const char *text, uint32_t *microseconds);

/* 32768Hz, 100kHz, 20MHz, to hertz. A unit is needed. */
const char *number_frequency(const char *text, uint32_t *hertz);

/* 12, 0x0c: a plain number. */
const char *number_plain(const char *text, uint32_t *value);

/* yes or no, nothing else. */
const char *number_bool(const char *text, bool *value);

/* Returns: the shortest way to write it in a manifest: 16M, 20ms. */
const char *number_size_text(uint32_t size);
const char *number_time_text(uint64_t microseconds);
