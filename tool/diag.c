/* SPDX-License-Identifier: MIT */
/*
 * Errors are noted with their place, sorted by file (in the order in which the
 * files first went wrong) and line, and printed. Manifests are foreign text:
 * an excerpt shows no control characters, and long lines are cut.
 */
#include "diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "tree.h"

#define EXCERPT_MAX 120u
#define NAME_MAX_DISTANCE 63u

struct diagnostic {
    const char *path;
    const struct source *source; /* NULL: the file as a whole */
    uint32_t line, column, length;
    const char *text;
    const char *help;
    size_t file_order, order;
};

static struct diagnostic *noted;
static size_t noted_count;
static size_t total;
static bool syntax;

/* The rank of a file is that of its first error. */
static size_t
order_of_file(const char *path)
{
    for (size_t i = 0; i < noted_count; i++) {
        if (strcmp(noted[i].path, path) == 0) {
            return noted[i].file_order;
        }
    }
    return noted_count;
}

static struct diagnostic *
note(const char *path, const char *format, va_list arguments)
{
    size_t file_order = order_of_file(path);
    struct diagnostic *error;

    noted = arena_grow(noted, noted_count, sizeof(*noted));
    error = &noted[noted_count];
    *error = (struct diagnostic){.path = path,
                                 .text = arena_vformat(format, arguments),
                                 .file_order = file_order,
                                 .order = noted_count};
    noted_count++;
    total++;
    return error;
}

void
diag_error(const struct node *where, const char *format, ...)
{
    struct diagnostic *error;
    va_list arguments;

    va_start(arguments, format);
    error =
        note(where != NULL ? where->source->path : "sluice", format, arguments);
    va_end(arguments);
    if (where != NULL) {
        error->source = where->source;
        error->line = where->line;
        error->column = where->column;
        error->length = where->length;
    }
}

void
diag_error_at(const struct source *source, int line, int column,
              const char *format, ...)
{
    struct diagnostic *error;
    va_list arguments;

    va_start(arguments, format);
    error = note(source->path, format, arguments);
    va_end(arguments);
    error->source = source;
    error->line = line > 0 ? (uint32_t)line : 1;
    error->column = column > 0 ? (uint32_t)column : 1;
    error->length = 1;
}

void
diag_file_error(const char *path, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    note(path, format, arguments);
    va_end(arguments);
    syntax = true;
}

void
diag_help(const char *format, ...)
{
    va_list arguments;

    if (noted_count == 0) {
        return;
    }
    va_start(arguments, format);
    noted[noted_count - 1].help = arena_vformat(format, arguments);
    va_end(arguments);
}

static char *
list_names(const char *const *names, size_t count)
{
    char *list = arena_copy("", 0);

    for (size_t i = 0; i < count; i++) {
        list = arena_format("%s%s%s", list, i == 0 ? "" : ", ", names[i]);
    }
    return list;
}

void
diag_unknown(const struct node *where, const char *what, const char *wanted,
             const char *const *names, size_t count)
{
    const char *near = diag_nearest(wanted, names, count);

    diag_error(where, "unknown %s '%s'", what, wanted);
    if (near != NULL) {
        diag_help("did you mean '%s'?", near);
    } else if (count != 0) {
        diag_help("use one of: %s", list_names(names, count));
    } else {
        diag_help("there is none to choose from");
    }
}

static int
compare(const void *left, const void *right)
{
    const struct diagnostic *a = left, *b = right;

    if (a->file_order != b->file_order) {
        return a->file_order < b->file_order ? -1 : 1;
    }
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    if (a->column != b->column) {
        return a->column < b->column ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Finds a line of the source; its length is without the line end. */
static const char *
find_line(const struct source *source, uint32_t line, size_t *length)
{
    const char *at = source->text;
    const char *end = source->text + source->size;
    const char *stop;

    for (; line > 1; line--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));

        if (newline == NULL) {
            return NULL;
        }
        at = newline + 1;
    }
    stop = memchr(at, '\n', (size_t)(end - at));
    *length = (size_t)((stop != NULL ? stop : end) - at);
    if (*length != 0 && at[*length - 1] == '\r') {
        --*length;
    }
    return at;
}

static bool
is_continuation(char c)
{
    return ((unsigned char)c & 0xc0u) == 0x80u;
}

/* Control characters of a foreign file do not reach the terminal. */
static void
print_character(char c)
{
    unsigned char byte = (unsigned char)c;

    if (c == '\t') {
        fputc(' ', stderr);
    } else {
        fputc(byte < 0x20 || byte == 0x7f ? '?' : c, stderr);
    }
}

/* Prints `count` characters of a line from character `first` on, from 0. */
static uint32_t
print_characters(const char *line, size_t bytes, uint32_t first, uint32_t count)
{
    uint32_t character = 0;

    for (size_t i = 0; i < bytes; i++) {
        character += !is_continuation(line[i]);
        if (character > first + count) {
            return count;
        }
        if (character > first) {
            print_character(line[i]);
        }
    }
    return character > first ? character - first : 0;
}

/* The excerpt and, under it, the caret. Columns count characters, not bytes;
 * of a long line only the part around the caret is shown. */
static void
print_excerpt(const struct diagnostic *error)
{
    size_t bytes;
    uint32_t first = 0, shown, caret = error->column - 1;
    const char *line = find_line(error->source, error->line, &bytes);

    if (line == NULL || bytes == 0) {
        return;
    }
    if (caret > EXCERPT_MAX * 3 / 4) {
        first = caret - EXCERPT_MAX / 2;
    }
    fprintf(stderr, "%5u | %s", error->line, first != 0 ? ".." : "");
    shown = print_characters(line, bytes, first, EXCERPT_MAX);
    fprintf(stderr, "\n      | %*s^", (int)(caret - first) + (first ? 2 : 0),
            "");
    for (uint32_t i = 1; i < error->length && caret - first + i < shown; i++) {
        fputc('~', stderr);
    }
    fputs("\n", stderr);
}

static void
print(const struct diagnostic *error)
{
    bool colour = isatty(STDERR_FILENO) != 0 && getenv("NO_COLOR") == NULL;

    fprintf(stderr, "%s:", error->path);
    if (error->source != NULL) {
        fprintf(stderr, "%u:%u:", error->line, error->column);
    }
    fprintf(stderr, "%s error:%s %s\n", colour ? "\033[1;31m" : "",
            colour ? "\033[0m" : "", error->text);
    if (error->source != NULL) {
        print_excerpt(error);
    }
    if (error->help != NULL) {
        fprintf(stderr, "%shelp:%s %s\n", colour ? "\033[1;36m" : "",
                colour ? "\033[0m" : "", error->help);
    }
}

void
diag_flush(void)
{
    if (noted_count == 0) {
        return;
    }
    fflush(stdout);
    qsort(noted, noted_count, sizeof(*noted), compare);
    for (size_t i = 0; i < noted_count; i++) {
        print(&noted[i]);
    }
    noted = NULL;
    noted_count = 0;
}

size_t
diag_count(void)
{
    return total;
}

void
diag_mark_syntax(void)
{
    syntax = true;
}

bool
diag_is_syntax(void)
{
    return syntax;
}

void
diag_reset(void)
{
    syntax = false;
    noted = NULL;
    noted_count = 0;
    total = 0;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, three rows; names are short by then. */
size_t
diag_distance(const char *a, const char *b)
{
    size_t rows[3][NAME_MAX_DISTANCE + 1];
    size_t width = strlen(b);
    size_t *before = rows[0], *last = rows[1], *row = rows[2];

    if (strlen(a) > NAME_MAX_DISTANCE || width > NAME_MAX_DISTANCE) {
        return strcmp(a, b) == 0 ? 0 : NAME_MAX_DISTANCE;
    }
    for (size_t j = 0; j <= width; j++) {
        last[j] = j;
        before[j] = j;
    }
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t *spare = before;

        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            row[j + 1] =
                least(least(last[j + 1], row[j]) + 1, last[j] + (a[i] != b[j]));
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
                row[j + 1] = least(row[j + 1], before[j - 1] + 1);
            }
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[width];
}

/* Near: at most a third of the letters differ, and never all of them. */
const char *
diag_nearest(const char *wanted, const char *const *names, size_t count)
{
    size_t limit = (strlen(wanted) + 2) / 3;
    const char *best = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t distance = diag_distance(wanted, names[i]);

        if (distance <= limit && distance < strlen(names[i])) {
            best = names[i];
            limit = distance == 0 ? 0 : distance - 1;
        }
    }
    return best;
}
