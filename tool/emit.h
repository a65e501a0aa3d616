/* SPDX-License-Identifier: MIT */
/* Writers of generated files. Each says in its first lines what made it. */
#pragma once

#include <stdio.h>

#include "model.h"

/* Effect: task_config.h of one task: its peers, bits, channels and memory. */
void emit_config(FILE *file, const struct app *app,
                 const struct task_model *task);

/*
 * Effect: the linker script of one task at its place in the layout; with
 * `measure` nothing is bounded, so that a size can be learned and reported.
 */
void emit_link_task(FILE *file, const struct app *app,
                    const struct task_model *task, bool measure);

/* Effect: as emit_link_task, for the kernel. */
void emit_link_kernel(FILE *file, const struct app *app, bool measure);

/*
 * Effect: tables.c, the kernel's constant tables and the arrays that the image
 * sizes. Its sizes depend on the manifest only, never on the layout.
 */
void emit_tables(FILE *file, const struct app *app);

/* The part of tables.c about interrupts and DMA. */
void emit_tables_routes(FILE *file, const struct app *app);
void emit_tables_channels(FILE *file, const struct app *app);
void emit_tables_masters(FILE *file, const struct app *app);

/* Effect: the regions that are handed on, their holders' tables in RAM, and
 * their place in struct image. */
void emit_handoffs(FILE *file, const struct app *app);
void emit_handoff_list(FILE *file, const struct app *app);

/* Returns: whether the task may hold a region that is handed on. */
bool emit_is_holder(const struct task_model *task);

/* Returns: how many regions are handed on. */
size_t emit_handoff_count(const struct app *app);

/* Effect: the masters without channels, and their place in struct image. */
void emit_dedicated(FILE *file, const struct app *app);
void emit_dedicated_list(FILE *file, const struct app *app);

/* Effect: the table that sets the chip's filters up; nothing without any. */
void emit_filters(FILE *file, const struct app *app);

/* Returns: the look-up table of a filter, a bit for each open block. */
uint32_t *filter_table(const struct app *app,
                       const struct block_filter *filter);

/* Returns: how many words that table has. */
size_t filter_words(const struct block_filter *filter);

/* Returns: how many routes, channels, masters the tables have. */
size_t emit_route_count(const struct app *app);
size_t emit_channel_count(const struct app *app);
size_t emit_master_count(const struct app *app);

/* Effect: `{base, size, attributes, index}` of a struct region. */
void emit_region(FILE *file, const struct range *range);

/* Effect: image.cmake, what the image project compiles. */
void emit_cmake(FILE *file, const struct app *app);

/* Effect: the layout as JSON, for readers that are not this tool. */
void emit_json(FILE *file, const struct app *app);
