/* SPDX-License-Identifier: MIT */
/* See expect.h. */
#include "expect.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void
end_process(const char *file, int line)
{
    (void)file;
    (void)line;
    abort();
}

void (*expect_failed)(const char *file, int line) = end_process;
bool expect_broken;
bool expect_quiet;

static void
say(const char *file, int line, const char *format, va_list arguments)
{
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void
expect_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (!expect_quiet) {
        say(file, line, format, arguments);
    }
    va_end(arguments);
    expect_failed(file, line);
    abort();
}

void
expect_break(const char *file, int line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(file, line, format, arguments);
    va_end(arguments);
    expect_broken = true;
    expect_failed(file, line);
    abort();
}
