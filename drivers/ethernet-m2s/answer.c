/* SPDX-License-Identifier: MIT */
/*
 * Frames by offsets of bytes (IEEE 802.3, RFC 826, RFC 791, RFC 792), so that
 * nothing depends on alignment.
 */
#include "answer.h"

#include <stdbool.h>

#include <memory.h>

enum {
    TO = 0,
    FROM = 6,
    TYPE = 12,
    BODY = 14, /* of the frame */
};
#define TYPE_ARP 0x0806u
#define TYPE_IPV4 0x0800u

enum {
    ARP_OPERATION = BODY + 6,
    ARP_SENDER_MAC = BODY + 8,
    ARP_SENDER_IP = BODY + 14,
    ARP_TARGET_MAC = BODY + 18,
    ARP_TARGET_IP = BODY + 24,
    ARP_END = BODY + 28,
};
#define FRAME_LEAST 60u

enum {
    IP_VERSION = BODY,
    IP_LENGTH = BODY + 2,
    IP_FRAGMENT = BODY + 6,
    IP_PROTOCOL = BODY + 9,
    IP_FROM = BODY + 12,
    IP_TO = BODY + 16,
    ICMP = BODY + 20, /* headers with options get no answer */
    ICMP_SUM = ICMP + 2,
    ICMP_LEAST = ICMP + 8,
};
#define ICMP_PROTOCOL 1u
#define ECHO 8u
#define ECHO_REPLY 0u

static uint32_t
word16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static void
put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static bool
equal(const uint8_t *a, const uint8_t *b, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

static void
head(const struct host *host, const uint8_t *frame, uint8_t *out)
{
    memcpy(out + TO, frame + FROM, 6);
    memcpy(out + FROM, host->mac, 6);
    memcpy(out + TYPE, frame + TYPE, 2);
}

/* Ethernet, IPv4, who-has, and it is me who is asked for. */
static bool
is_question(const struct host *host, const uint8_t *frame, uint32_t length)
{
    static const uint8_t who_has[] = {0, 1, 8, 0, 6, 4, 0, 1};

    return length >= ARP_END && equal(frame + BODY, who_has, sizeof who_has) &&
           equal(frame + ARP_TARGET_IP, host->ip, 4);
}

static uint32_t
answer_arp(const struct host *host, const uint8_t *frame, uint8_t *out)
{
    memset(out, 0, FRAME_LEAST);
    head(host, frame, out);
    memcpy(out + BODY, frame + BODY, 6);
    put16(out + ARP_OPERATION, 2);
    memcpy(out + ARP_SENDER_MAC, host->mac, 6);
    memcpy(out + ARP_SENDER_IP, host->ip, 4);
    memcpy(out + ARP_TARGET_MAC, frame + ARP_SENDER_MAC, 10);
    return FRAME_LEAST;
}

/* The ones' complement sum of RFC 1071, over `length` bytes. */
static uint32_t
sum(const uint8_t *bytes, uint32_t length)
{
    uint32_t total = 0;

    for (uint32_t i = 0; i + 1 < length; i += 2) {
        total += word16(bytes + i);
    }
    if (length % 2 != 0) {
        total += (uint32_t)bytes[length - 1] << 8;
    }
    while (total >> 16 != 0) {
        total = (total & 0xffffu) + (total >> 16);
    }
    return ~total & 0xffffu;
}

static bool
is_echo(const struct host *host, const uint8_t *frame, uint32_t length)
{
    return length >= ICMP_LEAST && frame[IP_VERSION] == 0x45 &&
           (word16(frame + IP_FRAGMENT) & 0x3fffu) == 0 &&
           frame[IP_PROTOCOL] == ICMP_PROTOCOL &&
           equal(frame + IP_TO, host->ip, 4) && frame[ICMP] == ECHO &&
           word16(frame + IP_LENGTH) >= ICMP_LEAST - BODY &&
           word16(frame + IP_LENGTH) <= length - BODY;
}

/* Both addresses change places, so the header's sum stays as it is. */
static uint32_t
answer_echo(const struct host *host, const uint8_t *frame, uint32_t length,
            uint8_t *out)
{
    uint32_t end = BODY + word16(frame + IP_LENGTH);

    memcpy(out, frame, length);
    head(host, frame, out);
    memcpy(out + IP_FROM, frame + IP_TO, 4);
    memcpy(out + IP_TO, frame + IP_FROM, 4);
    out[ICMP] = ECHO_REPLY;
    put16(out + ICMP_SUM, 0);
    put16(out + ICMP_SUM, sum(out + ICMP, end - ICMP));
    return length;
}

uint32_t
answer_frame(const struct host *host, const uint8_t *frame, uint32_t length,
             uint8_t *out)
{
    if (length < BODY) {
        return 0;
    }
    switch (word16(frame + TYPE)) {
    case TYPE_ARP:
        return is_question(host, frame, length) ? answer_arp(host, frame, out)
                                                : 0;
    case TYPE_IPV4:
        return is_echo(host, frame, length)
                   ? answer_echo(host, frame, length, out)
                   : 0;
    default:
        return 0;
    }
}
