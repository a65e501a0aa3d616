/* SPDX-License-Identifier: MIT */
/*
 * peer SOCKET: the other host of the ethernet test, 10.0.0.1. It listens on a
 * socket of the file system for the emulator's network (each frame after its
 * length, 4 bytes, big-endian), sends ARP questions and pings of all lengths
 * without a pause, and checks each answer, byte for byte. It ends with the
 * connection; exit status 0: there were answers of both kinds, all of them
 * right.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FRAME_MAX 1518
#define HEAD 42 /* bytes of Ethernet, IPv4 and ICMP headers of a ping */
#define PAYLOAD_MAX 1470
#define PACE_MS 1

static const uint8_t my_mac[] = {0x02, 0, 0, 0, 0, 1};
static const uint8_t its_mac[] = {0x02, 0x53, 0x4c, 0x55, 0x43, 0x45};
static const uint8_t my_ip[] = {10, 0, 0, 1}, its_ip[] = {10, 0, 0, 2};

static unsigned sent, arps, pings, wrong;

static void
put16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static unsigned
get16(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static unsigned
checksum(const uint8_t *bytes, size_t length)
{
    unsigned total = 0;

    for (size_t i = 0; i < length; i++) {
        total += i % 2 == 0 ? (unsigned)bytes[i] << 8 : bytes[i];
    }
    while (total >> 16 != 0) {
        total = (total & 0xffff) + (total >> 16);
    }
    return ~total & 0xffff;
}

static void
head(uint8_t *frame, const uint8_t *to, unsigned type)
{
    memcpy(frame, to, 6);
    memcpy(frame + 6, my_mac, 6);
    put16(frame + 12, type);
}

static size_t
make_arp(uint8_t *frame)
{
    static const uint8_t everybody[] = {255, 255, 255, 255, 255, 255};
    static const uint8_t who_has[] = {0, 1, 8, 0, 6, 4, 0, 1};

    memset(frame, 0, 60);
    head(frame, everybody, 0x0806);
    memcpy(frame + 14, who_has, 8);
    memcpy(frame + 22, my_mac, 6);
    memcpy(frame + 28, my_ip, 4);
    memcpy(frame + 38, its_ip, 4);
    return 60;
}

static size_t
payload_length(unsigned sequence)
{
    return sequence * 37 % (PAYLOAD_MAX + 1);
}

static uint8_t
payload_byte(unsigned sequence, size_t i)
{
    return (uint8_t)(sequence * 7 + i * 13 + (i >> 8));
}

/* Headers of either direction. */
static size_t
make_ping(uint8_t *frame, unsigned sequence, const uint8_t *from,
          const uint8_t *to, unsigned type)
{
    size_t length = payload_length(sequence);
    uint8_t *ip = frame + 14, *icmp = frame + 34;

    memset(frame, 0, FRAME_MAX);
    head(frame, its_mac, 0x0800);
    ip[0] = 0x45;
    put16(ip + 2, (unsigned)(28 + length));
    ip[8] = 64;
    ip[9] = 1;
    memcpy(ip + 12, from, 4);
    memcpy(ip + 16, to, 4);
    put16(ip + 10, checksum(ip, 20));
    icmp[0] = (uint8_t)type;
    put16(icmp + 4, 0x534c);
    put16(icmp + 6, sequence);
    for (size_t i = 0; i < length; i++) {
        icmp[8 + i] = payload_byte(sequence, i);
    }
    put16(icmp + 2, checksum(icmp, 8 + length));
    return HEAD + length < 60 ? 60 : HEAD + length;
}

static bool
is_right_arp(const uint8_t *frame, size_t length)
{
    return length >= 42 && get16(frame + 20) == 2 &&
           memcmp(frame + 22, its_mac, 6) == 0 &&
           memcmp(frame + 28, its_ip, 4) == 0 &&
           memcmp(frame + 32, my_mac, 6) == 0 &&
           memcmp(frame + 38, my_ip, 4) == 0;
}

static bool
is_right_ping(const uint8_t *frame, size_t length)
{
    uint8_t must[FRAME_MAX];
    unsigned sequence = get16(frame + 40);
    size_t size = make_ping(must, sequence, its_ip, my_ip, 0);

    return length == size && memcmp(frame + 14, must + 14, size - 14) == 0;
}

static void
judge(const uint8_t *frame, size_t length)
{
    bool arp = length >= 14 && get16(frame + 12) == 0x0806;
    bool right =
        length >= HEAD && memcmp(frame, my_mac, 6) == 0 &&
        memcmp(frame + 6, its_mac, 6) == 0 &&
        (arp ? is_right_arp(frame, length) : is_right_ping(frame, length));

    wrong += right ? 0u : 1u;
    arps += right && arp ? 1u : 0u;
    pings += right && !arp ? 1u : 0u;
}

static bool
send_all(int link, const uint8_t *bytes, size_t length)
{
    while (length != 0) {
        ssize_t done = send(link, bytes, length, MSG_NOSIGNAL);

        if (done <= 0) {
            return false;
        }
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

static bool
send_next(int link)
{
    uint8_t packet[4 + FRAME_MAX] = {0};
    size_t length =
        sent % 16 == 0 ? make_arp(packet + 4)
                       : make_ping(packet + 4, sent & 0xffff, my_ip, its_ip, 8);

    put16(packet + 2, (unsigned)length);
    sent++;
    return send_all(link, packet, 4 + length);
}

static bool
read_all(int link, uint8_t *bytes, size_t length)
{
    while (length != 0) {
        ssize_t done = recv(link, bytes, length, 0);

        if (done <= 0) {
            return false;
        }
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

static bool
take_one(int link)
{
    uint8_t size[4], frame[65536];

    if (!read_all(link, size, 4) || size[0] != 0 || size[1] != 0 ||
        !read_all(link, frame, get16(size + 2))) {
        return false;
    }
    judge(frame, get16(size + 2));
    return true;
}

static void
converse(int link)
{
    struct pollfd wait = {.fd = link};
    bool good = true;

    while (good) {
        wait.events = POLLIN | POLLOUT;
        wait.revents = 0;
        (void)poll(&wait, 1, 1000);
        if ((wait.revents & POLLIN) != 0) {
            good = take_one(link);
        } else if ((wait.revents & POLLOUT) != 0) {
            good = send_next(link);
            (void)poll(NULL, 0, PACE_MS);
        } else {
            good = (wait.revents & (POLLHUP | POLLERR)) == 0;
        }
    }
}

int
main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int door = socket(AF_UNIX, SOCK_STREAM, 0);
    int link;

    if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path)) {
        fputs("usage: peer SOCKET\n", stderr);
        return 2;
    }
    strcpy(address.sun_path, argv[1]);
    if (bind(door, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(door, 1) != 0) {
        perror(argv[1]);
        return 2;
    }
    link = accept(door, NULL, NULL);
    converse(link);
    printf("# peer: %u frames sent; right: %u ARP answers, %u pings; wrong: "
           "%u\n",
           sent, arps, pings, wrong);
    return arps != 0 && pings >= 50 && wrong == 0 ? 0 : 1;
}
