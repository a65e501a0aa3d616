/* SPDX-License-Identifier: MIT */
/* A play made of bytes: what tasks, hardware and supervisor do next. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the bytes come from: returns false when there are no more. */
typedef bool play_source(uint8_t *byte);

/* What has been played, in all plays of the process. */
struct play_counts {
    uint64_t plays, calls, entries, interrupts, ticks, faults, resets;
    uint64_t by_number[32];
};
extern struct play_counts play_counts;

/*
 * Effect: boots, and plays until the source is empty, `calls` system calls
 * were made, or the system was reset. After each kernel entry the whole state
 * is checked and compared with the model; a difference ends in expect_failed().
 */
void play_bytes(play_source *source, uint64_t calls);

/* The same for one input of a corpus. */
void play_input(const uint8_t *bytes, size_t size);
