/* SPDX-License-Identifier: MIT */
/*
 * What must hold between the parts of a manifest, once each part by itself is
 * right. Every check notes all that it finds.
 */
#pragma once

#include <stdbool.h>

struct app;
struct chip;
struct loader;

/* Returns: whether memories, devices and families fit together. */
bool check_chip(const struct chip *chip);

/* Priorities: task 0 alone on top, at most 32; sets the dense ranks. */
void check_priorities(struct app *app);

/* Calls go up in importance, and not in a circle. */
void check_calls(const struct loader *loader);

/* Interrupt routes fit into the kernel's table. */
void check_interrupts(const struct app *app);

/* Who asks for an FPU gets one. */
void check_fpu(const struct loader *loader);

/* Source folders exist and hold C. */
void check_sources(const struct loader *loader);

/* Areas and buffers: size, place, overlap; protection regions per task. */
void check_memory(const struct app *app);

/* Areas that are handed on: home and holders. Sets their slots. */
void check_handoffs(struct app *app);

/* Channels: owners, reach, direction, lengths, drain against deadlines. */
void check_dma(const struct loader *loader);
