/* SPDX-License-Identifier: MIT */
/*
 * The scene of every attack, and what must be true after it.
 *
 * The client lends to the server, and the server has a transfer out of that
 * memory in flight that never gets on. Around all that is lent or owned there
 * are canaries.
 */
#pragma once

#include "../../lib/act.h"

/* Channels, as the manifest lists them; bits of the server likewise. */
enum channel {
    FILL,
    DRAIN,
    STUCK, /* its request never comes: armed until it is stopped */
    PAIR,  /* the destination is near */
    BOUNCE,
    STUCK_OWN,
    NAMED, /* into the ring alone */
    OTHER, /* of the third */
    CHANNELS,
};
#define BIT(channel) (1u << (channel))

/* Regions of the server: home, code, stage, ring, frame. */
#define REGION_RING 3u
#define REGION_FRAME 4u
#define REGION_FRAME_OF_THIRD 5u

/* The leases of the client, by number. The table is at OWN(0). */
enum lease_number {
    LENT,   /* 8192 bytes at LENT_AT, read and write */
    SECRET, /* 64 bytes, read, by hardware only */
    TRICK,  /* nothing, or what attack_trick() says */
    LEASES,
};
#define LENT_SIZE 8192u
#define LENT_AT (CONFIG_LENT + 1024u)
#define SECRET_AT (CONFIG_LENT + 9216u + 512u)
#define HELD_AT 16u /* of LENT: what the transfer in flight reads */
#define HELD_SIZE 64u
#define GUARD 0xccu
#define NO_FAR SLUICE_DMA_NO_FAR
#define LENDER ID_OF(CLIENT)
#define ME ID_OF(SERVER)

#define ARM SLUICE_SYS_DMA_ARM
#define ARM_RECEIVE SLUICE_SYS_DMA_ARM_RECEIVE
#define STOP SLUICE_SYS_DMA_STOP
#define RESULT SLUICE_SYS_DMA_RESULT

/* A row: one call or deed while the transfer is in flight. */
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

/* A row that is a sequence: prepares the scene itself. */
struct sequence {
    const char *name;
    void (*run)(void);
};

/* Effect: all canaries set, the client lends and waits. */
void attack_scene(void);
/* The same with one lease more. */
void attack_trick(uint32_t base, uint32_t length, uint32_t attributes);
/* Effect: the scene, and the transfer in flight. */
void attack_hold(void);

/* Effect: the server arms, the client is the lender. Returns: the code. */
uint32_t attack_arm(uint32_t channel, uint32_t near, uint32_t offset,
                    uint32_t length);
/* Effect: the server's next word on its channels, which must be this bit. */
void attack_hear(uint32_t channel);
/* Requires: the channel is idle, and how its latest transfer ended. */
void attack_ended(uint32_t channel, uint32_t status, uint32_t residue);
/* Requires: the transfer in flight still is, and nobody is hurt. */
void attack_still_held(void);
/* Requires: the owner's end has stopped it and freed the client. */
void attack_freed(void);

/* Firmware bytes that this attack may leave at an offset of LENT. */
void attack_expect(uint32_t offset, uint32_t length);
/* The outbox may have changed. */
void attack_expect_outbox(void);

/*
 * Requires: no pin is left after everybody has restarted, no canary is hurt,
 * and another client is served an honest transfer.
 */
void attack_aftermath(void);

/* Rows of the two kinds, with the aftermath. */
void attack_run(const void *row);
void attack_sequence(const void *row);

extern const struct suite suite_owner;
extern const struct suite suite_owner_time;
extern const struct suite suite_owner_lives;
extern const struct suite suite_client;
extern const struct suite suite_client_lies;
extern const struct suite suite_neighbour;
extern const struct suite suite_neighbour_time;
