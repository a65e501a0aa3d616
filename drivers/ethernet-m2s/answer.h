/* SPDX-License-Identifier: MIT */
/* The least that a host on a network does: it answers ARP and ping, IPv4. */
#pragma once

#include <stdint.h>

struct host {
    uint8_t mac[6];
    uint8_t ip[4];
};

/*
 * Effect: writes into `out`, of the same size, what this host answers to the
 * frame. Nothing in the frame is believed beyond its length.
 * Returns: the answer's bytes; 0: none.
 */
uint32_t answer_frame(const struct host *host, const uint8_t *frame,
                      uint32_t length, uint8_t *out);
