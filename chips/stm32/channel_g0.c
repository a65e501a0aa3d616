/* SPDX-License-Identifier: MIT */
/*
 * DMA1 of STM32G0, with DMAMUX. Facts of the controller: channel.h. Of the
 * chip: ST RM0444, chapters DMAMUX (request 50 and 51: USART1) and RCC (AHB
 * bit 0). SPOL of the multiplexer stays 0 (ES0548 2.5.4). Channel n of the
 * manual is n - 1 here.
 */
#include "channel.h"

#define DMA1 0x40020000u
#define MUX1 0x40020800u
#define AHBRSTR 0x40021028u
#define AHBENR 0x40021038u

#define USART1_CR3 0x40013808u
#define USART1_RDR 0x40013824u
#define USART1_TDR 0x40013828u

TABLE static const struct dma_op g0_dma1_init[] = {DMA_END};
TABLE static const struct dma_op g0_dma1_reset[] = RESET(AHBENR, AHBRSTR, 1u);

#define G0_CHANNEL(n) CHANNEL(g0_dma1, DMA1, n)
G0_CHANNEL(0);
G0_CHANNEL(1);
G0_CHANNEL(2);
G0_CHANNEL(3);
G0_CHANNEL(4);
G0_CHANNEL(5);
G0_CHANNEL(6);

PACED(g0_dma1, DMA1, 2, usart1_receive, MUX(MUX1, 2, 50u),
      ARM_RECEIVE(DMA1, 2, USART1_RDR, USART1_CR3), USART1_CR3, DMAR,
      DMA_SLOT_SRC, DMA_SLOT_DST);
PACED(g0_dma1, DMA1, 3, usart1_send, MUX(MUX1, 3, 51u),
      ARM_SEND(DMA1, 3, USART1_TDR, USART1_CR3), USART1_CR3, DMAT, DMA_SLOT_DST,
      DMA_SLOT_SRC);
