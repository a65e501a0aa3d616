/* SPDX-License-Identifier: MIT */
#include "print.h"

#include <stdbool.h>

#include "interface/console.h"
#include "lease.h"

#define TRIES 3u

struct field {
    uint32_t width;
    bool left;
    char padding;
};

static void
put(struct text *text, char byte)
{
    if (text->length < text->room) {
        text->bytes[text->length] = byte;
    }
    text->length++;
}

static void
put_padded(struct text *text, const struct field *field, const char *bytes,
           uint32_t length)
{
    uint32_t padding = field->width > length ? field->width - length : 0;

    for (; padding != 0 && !field->left; padding--) {
        put(text, field->padding);
    }
    for (uint32_t i = 0; i < length; i++) {
        put(text, bytes[i]);
    }
    for (; padding != 0; padding--) {
        put(text, ' ');
    }
}

static void
put_number(struct text *text, const struct field *field, uint32_t value,
           uint32_t base, bool negative)
{
    char digits[12];
    uint32_t at = sizeof digits;

    do {
        digits[--at] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    if (negative) {
        digits[--at] = '-';
    }
    put_padded(text, field, &digits[at], (uint32_t)sizeof digits - at);
}

/* Returns: the format behind the field's flags and width. */
static const char *
read_field(const char *format, struct field *field)
{
    *field = (struct field){0, false, ' '};
    for (; *format == '-' || *format == '0'; format++) {
        field->left = field->left || *format == '-';
        field->padding = *format == '0' ? '0' : field->padding;
    }
    for (; *format >= '0' && *format <= '9'; format++) {
        field->width = field->width * 10 + (uint32_t)(*format - '0');
    }
    return format;
}

static void
put_string(struct text *text, const struct field *field, const char *string)
{
    uint32_t length = 0;

    while (string[length] != '\0') {
        length++;
    }
    put_padded(text, field, string, length);
}

static void
put_signed(struct text *text, const struct field *field, int32_t value)
{
    uint32_t magnitude = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;

    put_number(text, field, magnitude, 10, value < 0);
}

void
text_format_list(struct text *text, const char *format, va_list list)
{
    struct field field;

    for (; *format != '\0'; format++) {
        if (*format != '%') {
            put(text, *format);
            continue;
        }
        format = read_field(format + 1, &field);
        switch (*format) {
        case 's':
            put_string(text, &field, va_arg(list, const char *));
            break;
        case 'u':
            put_number(text, &field, va_arg(list, uint32_t), 10, false);
            break;
        case 'x':
            put_number(text, &field, va_arg(list, uint32_t), 16, false);
            break;
        case 'd':
            put_signed(text, &field, va_arg(list, int32_t));
            break;
        case 'c':
            put(text, (char)va_arg(list, int));
            break;
        case '\0':
            return;
        default:
            put(text, *format);
            break;
        }
    }
}

void
text_format(struct text *text, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    text_format_list(text, format, list);
    va_end(list);
}

void
console_write(struct peer *console, const char *bytes, uint32_t length)
{
    struct lease lease = lease_read(bytes, length);
    struct message message = {CONSOLE_WRITE, SLICE_NONE, SLICE_NONE, &lease, 1};

    if (length <= CONSOLE_WRITE_MAX) {
        message.body = slice_of(bytes, length);
        message.leases = 0;
        message.lease_count = 0;
    }
    if (length != 0) {
        (void)peer_send_again(console, &message, TRIES);
    }
}

void
console_print(struct peer *console, const char *format, ...)
{
    char bytes[CONSOLE_PRINT_MAX];
    struct text text = {bytes, sizeof bytes, 0};
    va_list list;

    va_start(list, format);
    text_format_list(&text, format, list);
    va_end(list);
    console_write(console, bytes,
                  text.length < text.room ? text.length : text.room);
}
