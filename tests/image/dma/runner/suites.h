/* SPDX-License-Identifier: MIT */
/* What the suites of this image share: the scene, and arming by one line. */
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
    OTHER, /* of another task */
    CHANNELS,
};
#define BIT(channel) (1u << (channel))
#define REGION_RING 3u /* the server's: home, code, stage, ring */

/* The leases of dma_scene(), by number. The table is at OWN(0). */
enum lease_number {
    LENT,   /* 8192 bytes at CONFIG_LENT + 1024, read and write */
    PLAIN,  /* 32 bytes in memory that no controller may reach */
    SOURCE, /* 64 bytes to read */
    SECRET, /* 64 bytes to read, by hardware only */
    SHARED, /* 64 bytes that another task maps too */
    FIXED,  /* 64 bytes that the client itself can only read */
    CODE,   /* the client's code, said to be writable */
    LIE,    /* kernel memory */
    LEASES,
};
#define LENT_AT (CONFIG_LENT + 1024u)
#define LENT_SIZE 8192u
#define SOURCE_AT (CONFIG_LENT + 9216u)
#define SECRET_AT (CONFIG_LENT + 9280u)
#define GUARD 0xccu
#define NO_FAR SLUICE_DMA_NO_FAR

/*
 * Effect: the client lends all these to the server and waits. LENT and what
 * lies around it is filled with GUARD; SOURCE and SECRET count from 1.
 */
void dma_scene(void);

/* Effect: arms, with the client as lender. Returns: the code. */
uint32_t dma_arm(uint32_t channel, uint32_t near, uint32_t near_offset,
                 uint32_t far, uint32_t far_offset, uint32_t length);

/* Requires that the channel's bit is there, and that the transfer ended so. */
void dma_check_end(uint32_t channel, uint32_t status, uint32_t residue);

/* Effect: the server answers, so that the client's memory can be looked at. */
void dma_release(void);

/* Requires: LENT is GUARD but for `length` firmware bytes at `offset`. */
void dma_check_lent(uint32_t offset, uint32_t from, uint32_t length);

/* Returns: what the runner wrote at this offset of the firmware. */
uint8_t dma_firmware(uint32_t offset);

extern const struct suite suite_transfers;
extern const struct suite suite_stops;
extern const struct suite suite_pinned;
extern const struct suite suite_refusals;
extern const struct suite suite_codes;
