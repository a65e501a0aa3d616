/* SPDX-License-Identifier: MIT */
/*
 * SmartFusion2 Ethernet MAC (Microsemi UG0331): one frame at a time each way,
 * by rings of descriptors in the driver's DMA buffer.
 */
#pragma once

#include <stdint.h>

#define FRAME_MAX 1536u

/* Effect: out of reset, with this address; reception is on. */
void emac_open(const uint8_t address[6]);

/*
 * Returns: a frame that has come in, or NULL; *length is its bytes. It stays
 * where it is until emac_give_back().
 */
const uint8_t *emac_frame(uint32_t *length);
void emac_give_back(void);

/* Returns: where the next frame to send is to be written: FRAME_MAX bytes. */
uint8_t *emac_room(void);

/* Effect: sends what was written there, and waits until it is read. */
void emac_send(uint32_t length);

/* Effect: clears what made the interrupt line rise. */
void emac_acknowledge(void);
