/* SPDX-License-Identifier: MIT */
/* Section numbers are those of FIPS 180-4. */
#include "sha256.h"

#include "memory.h"

/* 4.2.2: from the cube roots of the first 64 primes. */
static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* 5.3.3: from the square roots of the first 8 primes. */
static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t
rotate(uint32_t word, uint32_t by)
{
    return word >> by | word << (32 - by);
}

static uint32_t
load_big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

/* 6.2.2 step 1: the message schedule. */
static void
expand(uint32_t w[64], const uint8_t *block)
{
    for (uint32_t t = 0; t < 16; t++) {
        w[t] = load_big_endian(&block[4 * t]);
    }
    for (uint32_t t = 16; t < 64; t++) {
        uint32_t x = w[t - 15];
        uint32_t y = w[t - 2];

        w[t] = w[t - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[t - 7] +
               (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
    }
}

/* 6.2.2 step 3: one round; s is a to h. */
static void
mix(uint32_t s[8], uint32_t word)
{
    uint32_t a = s[0];
    uint32_t e = s[4];
    uint32_t t1 = s[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                  ((e & s[5]) ^ (~e & s[6])) + word;
    uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                  ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

    s[7] = s[6];
    s[6] = s[5];
    s[5] = e;
    s[4] = s[3] + t1;
    s[3] = s[2];
    s[2] = s[1];
    s[1] = a;
    s[0] = t1 + t2;
}

static void
compress(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64];
    uint32_t s[8];

    expand(w, block);
    memcpy(s, state, sizeof s);
    for (uint32_t t = 0; t < 64; t++) {
        mix(s, k[t] + w[t]);
    }
    for (uint32_t i = 0; i < 8; i++) {
        state[i] += s[i];
    }
}

void
sha256_init(struct sha256 *sha)
{
    memcpy(sha->state, initial, sizeof initial);
    sha->length = 0;
}

void
sha256_update(struct sha256 *sha, const uint8_t *bytes, uint32_t length)
{
    while (length != 0) {
        uint32_t used = (uint32_t)(sha->length % SHA256_BLOCK);
        uint32_t room = SHA256_BLOCK - used;
        uint32_t part = length < room ? length : room;

        memcpy(&sha->block[used], bytes, part);
        sha->length += part;
        bytes += part;
        length -= part;
        if (part == room) {
            compress(sha->state, sha->block);
        }
    }
}

void
sha256_final(struct sha256 *sha, uint8_t digest[SHA256_DIGEST])
{
    static const uint8_t padding[SHA256_BLOCK] = {0x80};
    uint64_t bits = sha->length * 8;
    uint32_t used = (uint32_t)(sha->length % SHA256_BLOCK);
    uint8_t tail[8];

    /* 5.1.1: one bit 1, zeros up to 8 bytes before a block's end, length */
    sha256_update(sha, padding, (used < 56 ? 56 : 120) - used);
    for (uint32_t i = 0; i < 8; i++) {
        tail[i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    sha256_update(sha, tail, sizeof tail);
    for (uint32_t i = 0; i < SHA256_DIGEST; i++) {
        digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}
