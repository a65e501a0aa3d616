/* SPDX-License-Identifier: MIT */
/*
 * The DMA of RP2040. Facts: dma.h. UART0: requests 20 (it sends) and 21 (it
 * receives), data register 0x40034000.
 */
#define STEP_READ (1u << 4)
#define STEP_WRITE (1u << 5)
#define CHAIN_TO 11u
#define TREQ 15u
#define BUSY (1u << 24)
#define CHAN_ABORT 0x50000444u
#define COUNT 0xffffffffu

#include "dma.h"

#define UART0_DR 0x40034000u

CONTROLLER(rp2040_dma, 0x4000c000u);

CHANNEL(rp2040_dma, 0);
CHANNEL(rp2040_dma, 1);
CHANNEL(rp2040_dma, 2);
CHANNEL(rp2040_dma, 3);
CHANNEL(rp2040_dma, 4);
CHANNEL(rp2040_dma, 5);
CHANNEL(rp2040_dma, 6);
CHANNEL(rp2040_dma, 7);
CHANNEL(rp2040_dma, 8);
CHANNEL(rp2040_dma, 9);
CHANNEL(rp2040_dma, 10);
CHANNEL(rp2040_dma, 11);

PACED(rp2040_dma, 2, uart0_receive, ARM_RECEIVE(2, UART0_DR, 21u));
PACED(rp2040_dma, 3, uart0_send, ARM_SEND(3, UART0_DR, 20u));
