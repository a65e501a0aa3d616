/* SPDX-License-Identifier: MIT */
/*
 * DMA1 of STM32L4. Facts of the controller: channel.h. Of the chip: ST RM0351,
 * chapter DMA: CSELR gives each channel four bits, with USART1's requests fixed
 * to channels 4 (it sends) and 5 (it receives), selection 2; RCC AHB1 bit 0.
 * Channel n of the manual is n - 1 here. CSELR is one register for all: it is
 * read and written back, in ROUTE only.
 */
#include "channel.h"

#define DMA1 0x40020000u
#define CSELR 0x400200a8u
#define AHB1RSTR 0x40021028u
#define AHB1ENR 0x40021048u

#define USART1_CR3 0x40013808u
#define USART1_RDR 0x40013824u
#define USART1_TDR 0x40013828u

#define SELECT(n, request)                                                     \
    {                                                                          \
        DMA_MODIFY(CSELR, 0xfu << 4u * (n), (uint32_t)(request) << 4u * (n)),  \
            DMA_END,                                                           \
    }

TABLE static const struct dma_op l4_dma1_init[] = {DMA_END};
TABLE static const struct dma_op l4_dma1_reset[] = RESET(AHB1ENR, AHB1RSTR, 1u);

#define L4_CHANNEL(n) CHANNEL(l4_dma1, DMA1, n)
L4_CHANNEL(0);
L4_CHANNEL(1);
L4_CHANNEL(2);
L4_CHANNEL(3);
L4_CHANNEL(4);
L4_CHANNEL(5);
L4_CHANNEL(6);

PACED(l4_dma1, DMA1, 4, usart1_receive, SELECT(4, 2u),
      ARM_RECEIVE(DMA1, 4, USART1_RDR, USART1_CR3), USART1_CR3, DMAR,
      DMA_SLOT_SRC, DMA_SLOT_DST);
PACED(l4_dma1, DMA1, 3, usart1_send, SELECT(3, 2u),
      ARM_SEND(DMA1, 3, USART1_TDR, USART1_CR3), USART1_CR3, DMAT, DMA_SLOT_DST,
      DMA_SLOT_SRC);
