/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics: file:line:column, what is wrong, the line with a caret, and what
 * to do. They are collected and printed in the order of the manifest by
 * diag_flush (which main calls at the end too), so that a user sees all errors
 * of a run, top to bottom.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct node;
struct source;

/* Effect: notes an error at a place in a manifest; `where` may be NULL. */
void diag_error(const struct node *where, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Effect: as diag_error, at a line and column that have no node. */
void diag_error_at(const struct source *source, int line, int column,
                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Effect: notes an error about a file as a whole; it counts as syntax. */
void diag_file_error(const char *path, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Effect: gives the latest error a `help:` line: what to do about it. */
void diag_help(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Effect: notes "unknown <what> 'wanted'" with the near miss among `names` as
 * help, else the list of them, else "there is none".
 */
void diag_unknown(const struct node *where, const char *what,
                  const char *wanted, const char *const *names, size_t count);

/* Effect: prints what has been noted since the last flush, on stderr. */
void diag_flush(void);

/* Returns: how many errors were noted in this run. */
size_t diag_count(void);

/* Effect: the errors so far are of syntax. */
void diag_mark_syntax(void);

/* Returns: whether a file could not be read as a manifest at all. */
bool diag_is_syntax(void);

/* Effect: forgets everything (unit tests). */
void diag_reset(void);

/* Returns: the name nearest to `wanted`, or NULL if none is near. */
const char *diag_nearest(const char *wanted, const char *const *names,
                         size_t count);

/* Returns: edits (insert, delete, replace, swap neighbours) from a to b. */
size_t diag_distance(const char *a, const char *b);
