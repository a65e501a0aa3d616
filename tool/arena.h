/* SPDX-License-Identifier: MIT */
/*
 * Memory of one run of the tool: taken piece by piece, given back all at once.
 * A run reads a handful of small files, so nothing is freed before its end.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/* Returns: `size` zeroed bytes; ends the program when there is no memory. */
void *arena_alloc(size_t size);

/* Returns: room for `count` elements; ends the program on overflow too. */
void *arena_array(size_t count, size_t size);

/*
 * Returns: a copy of `old` (count elements) with room for one more; `old` may
 * be NULL. Cheap when `count` is not a power of two.
 */
void *arena_grow(void *old, size_t count, size_t size);

/* Returns: a copy of the text, NUL-terminated. */
char *arena_copy(const char *text, size_t length);

/* Returns: a formatted string. */
char *arena_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
char *arena_vformat(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

/* Effect: gives everything back; no pointer from here is valid any more. */
void arena_free(void);
