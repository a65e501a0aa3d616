/* SPDX-License-Identifier: MIT */
/*
 * Interface of a console: lines of text out, bytes in. As an interface compiler
 * would write it: numbers, fixed layouts, what a request must look like.
 */
#pragma once

#include <stdint.h>

/*
 * Prints text, whole: nobody else's comes between. The text is the message; or,
 * if the message is empty, lease 0 (read), of any length. Answers when the last
 * byte is in the transmitter.
 */
#define CONSOLE_WRITE 1u
#define CONSOLE_WRITE_MAX 128u /* bytes in a message */

/* Takes up to CONSOLE_READ_MAX bytes that were typed; never waits. */
#define CONSOLE_READ 2u
#define CONSOLE_READ_MAX 16u

struct console_read_reply {
    uint32_t count; /* valid bytes */
    uint8_t bytes[CONSOLE_READ_MAX];
};
_Static_assert(sizeof(struct console_read_reply) == 20, "interface");

/* Codes. */
#define CONSOLE_RC_LENDER 1u /* the lease could not be read to its end */
