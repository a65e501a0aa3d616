/* SPDX-License-Identifier: MIT */
/*
 * The DMA of RP2350. Facts: dma.h. TRANS_COUNT holds a mode above its 28 bits
 * of count, which stays 0: others start themselves again. UART0: requests 28
 * (it sends) and 29 (it receives), data register 0x40070000.
 */
#define STEP_READ (1u << 4)
#define STEP_WRITE (1u << 6)
#define CHAIN_TO 13u
#define TREQ 17u
#define BUSY (1u << 26)
#define CHAN_ABORT 0x50000464u
#define COUNT 0x0fffffffu

#include "dma.h"

#define UART0_DR 0x40070000u

CONTROLLER(rp2350_dma, 0x40020000u);

CHANNEL(rp2350_dma, 0);
CHANNEL(rp2350_dma, 1);
CHANNEL(rp2350_dma, 2);
CHANNEL(rp2350_dma, 3);
CHANNEL(rp2350_dma, 4);
CHANNEL(rp2350_dma, 5);
CHANNEL(rp2350_dma, 6);
CHANNEL(rp2350_dma, 7);
CHANNEL(rp2350_dma, 8);
CHANNEL(rp2350_dma, 9);
CHANNEL(rp2350_dma, 10);
CHANNEL(rp2350_dma, 11);
CHANNEL(rp2350_dma, 12);
CHANNEL(rp2350_dma, 13);
CHANNEL(rp2350_dma, 14);
CHANNEL(rp2350_dma, 15);

PACED(rp2350_dma, 2, uart0_receive, ARM_RECEIVE(2, UART0_DR, 29u));
PACED(rp2350_dma, 3, uart0_send, ARM_SEND(3, UART0_DR, 28u));
