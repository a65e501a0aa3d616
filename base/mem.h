/* SPDX-License-Identifier: MIT */
/*
 * The four functions that a freestanding compiler may call on its own, with
 * the meaning that C gives them.
 */
#pragma once

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int value, size_t length);
int memcmp(const void *left, const void *right, size_t length);
