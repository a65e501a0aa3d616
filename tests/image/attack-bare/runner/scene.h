/* SPDX-License-Identifier: MIT */
/*
 * The scene: the client lends 256 bytes to the server and waits for it, with
 * canaries in all that somebody owns.
 */
#pragma once

#include "../../lib/act.h"

#define LENT_AT (CONFIG_LENT + 256u)
#define LENT_SIZE 256u
#define GUARD 0xccu
#define ALARM 1u /* the server's bit that a line feeds */
#define REGION_FRAME_OF_THIRD 4u
#define REGION_HOARD_OF_THIRD 3u
#define BOTH (SLUICE_LEASE_READ | SLUICE_LEASE_WRITE)

/* A row: one call or deed in the scene. A client that attacks lends nothing. */
struct attack {
    const char *name;
    uint32_t who;
    uint32_t number;
    uint32_t words[7];
    uint32_t kind; /* of the attacker's fault; 0: it gets the code `detail` */
    uint32_t detail;
    uint32_t address;
};
#define CODE(rc) 0, (rc), 0
#define OUTSIDE(address) SLUICE_FAULT_MEMORY, 0, (address)
#define DEED_OF(deed) (DEED + (uint32_t)(deed))

/* Effect: canaries, and the client lends this and waits for the server. */
void attack_scene(uint32_t base, uint32_t length, uint32_t attributes);
/* Requires: no canary is hurt, and another client is served. */
void attack_aftermath(void);
void attack_run(const void *row);

extern const struct suite suite_client;
extern const struct suite suite_client_lies;
extern const struct suite suite_neighbour;
