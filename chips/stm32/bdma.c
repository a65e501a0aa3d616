/* SPDX-License-Identifier: MIT */
/*
 * BDMA of STM32H7, with DMAMUX2. Facts of the controller: channel.h. Of the
 * chip: ST RM0433, chapters DMAMUX (request 9 and 10: LPUART1) and RCC (AHB4
 * bit 21). It reaches nothing but SRAM4. M1AR (+0x10 of a channel) is not used:
 * CCR's DBM stays 0.
 */
#include "channel.h"

#define BDMA 0x58025400u
#define MUX2 0x58025800u
#define AHB4RSTR 0x58024488u
#define AHB4ENR 0x580244e0u
#define BIT (1u << 21)

#define LPUART1_CR3 0x58000c08u
#define LPUART1_RDR 0x58000c24u
#define LPUART1_TDR 0x58000c28u

TABLE static const struct dma_op h7_bdma_init[] = {DMA_END};
TABLE static const struct dma_op h7_bdma_reset[] =
    RESET(AHB4ENR, AHB4RSTR, BIT);

#define BDMA_CHANNEL(n) CHANNEL(h7_bdma, BDMA, n)
BDMA_CHANNEL(0);
BDMA_CHANNEL(1);
BDMA_CHANNEL(2);
BDMA_CHANNEL(3);
BDMA_CHANNEL(4);
BDMA_CHANNEL(5);
BDMA_CHANNEL(6);
BDMA_CHANNEL(7);

PACED(h7_bdma, BDMA, 2, lpuart1_receive, MUX(MUX2, 2, 9u),
      ARM_RECEIVE(BDMA, 2, LPUART1_RDR, LPUART1_CR3), LPUART1_CR3, DMAR,
      DMA_SLOT_SRC, DMA_SLOT_DST);
PACED(h7_bdma, BDMA, 3, lpuart1_send, MUX(MUX2, 3, 10u),
      ARM_SEND(BDMA, 3, LPUART1_TDR, LPUART1_CR3), LPUART1_CR3, DMAT,
      DMA_SLOT_DST, DMA_SLOT_SRC);
