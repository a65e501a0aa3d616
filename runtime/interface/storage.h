/* SPDX-License-Identifier: MIT */
/*
 * Interface of a storage that holds one firmware image. As an interface
 * compiler would write it.
 */
#pragma once

#include <stdint.h>

/*
 * The word beside the image is its length in bytes, put there by who loads the
 * image. 0 is what memory holds where nobody has loaded anything, so an image
 * of no bytes has a mark of its own.
 */
#define STORAGE_LENGTH_EMPTY 0x80000000u

/* How long the image is. Message empty. */
#define STORAGE_INFO 1u

struct storage_info_reply {
    uint32_t length; /* bytes */
};
_Static_assert(sizeof(struct storage_info_reply) == 4, "interface");

/*
 * Moves bytes of the image by DMA into lease 0 (write), from the lease's first
 * byte on. Fewer bytes than asked for only at the end of the image.
 */
#define STORAGE_READ 2u

struct storage_read {
    uint32_t offset; /* in the image, bytes */
    uint32_t length; /* bytes, not 0 */
};
_Static_assert(sizeof(struct storage_read) == 8, "interface");

struct storage_read_reply {
    uint32_t length;    /* bytes moved */
    uint32_t transfers; /* arms of the channel that it took */
};
_Static_assert(sizeof(struct storage_read_reply) == 8, "interface");

/* Codes. */
#define STORAGE_RC_NO_IMAGE 1u /* the length beside it is nonsense */
#define STORAGE_RC_DEVICE 2u   /* a transfer ended in an error, or late */
#define STORAGE_RC_LENDER 3u   /* the lease did not hold what it says */
#define STORAGE_RC_ABSENT 4u   /* nobody has loaded one: the length is 0 */
