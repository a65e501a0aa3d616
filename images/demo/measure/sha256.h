/* SPDX-License-Identifier: MIT */
/* SHA-256, as FIPS 180-4 describes it. */
#pragma once

#include <stdint.h>

#define SHA256_BLOCK 64u
#define SHA256_DIGEST 32u

struct sha256 {
    uint32_t state[8];
    uint64_t length;             /* bytes so far */
    uint8_t block[SHA256_BLOCK]; /* length % SHA256_BLOCK of them are valid */
};

void sha256_init(struct sha256 *sha);

/* Effect: appends bytes of the message. */
void sha256_update(struct sha256 *sha, const uint8_t *bytes, uint32_t length);

/* Effect: ends the message and gives its digest; then only init is allowed. */
void sha256_final(struct sha256 *sha, uint8_t digest[SHA256_DIGEST]);
