/* SPDX-License-Identifier: MIT */
/*
 * GPDMA1 of STM32H5. Facts of the controller: gpdma.h. Of the chip: ST RM0481,
 * chapters GPDMA (requests 21 and 22: USART1) and RCC (AHB1 bit 0).
 */
#include "gpdma.h"

#define AHB1RSTR 0x44020c60u
#define AHB1ENR 0x44020c88u

CONTROLLER(h5_gpdma1, AHB1ENR, AHB1RSTR, 1u);

CHANNEL(h5_gpdma1, 0);
CHANNEL(h5_gpdma1, 1);
CHANNEL(h5_gpdma1, 2);
CHANNEL(h5_gpdma1, 3);
CHANNEL(h5_gpdma1, 4);
CHANNEL(h5_gpdma1, 5);
CHANNEL(h5_gpdma1, 6);
CHANNEL(h5_gpdma1, 7);

PACED(h5_gpdma1, 2, usart1_receive, ARM_RECEIVE(2, USART1_RDR, 21u));
PACED(h5_gpdma1, 3, usart1_send, ARM_SEND(3, USART1_TDR, 22u));
