/* SPDX-License-Identifier: MIT */
/*
 * GPDMA1 of STM32U5. Facts of the controller: gpdma.h. Of the chip: ST RM0456,
 * chapters GPDMA (requests 24 and 25: USART1) and RCC (AHB1 bit 0).
 */
#include "gpdma.h"

#define AHB1RSTR 0x46020c60u
#define AHB1ENR 0x46020c88u

CONTROLLER(u5_gpdma1, AHB1ENR, AHB1RSTR, 1u);

CHANNEL(u5_gpdma1, 0);
CHANNEL(u5_gpdma1, 1);
CHANNEL(u5_gpdma1, 2);
CHANNEL(u5_gpdma1, 3);
CHANNEL(u5_gpdma1, 4);
CHANNEL(u5_gpdma1, 5);
CHANNEL(u5_gpdma1, 6);
CHANNEL(u5_gpdma1, 7);
CHANNEL(u5_gpdma1, 8);
CHANNEL(u5_gpdma1, 9);
CHANNEL(u5_gpdma1, 10);
CHANNEL(u5_gpdma1, 11);
CHANNEL(u5_gpdma1, 12);
CHANNEL(u5_gpdma1, 13);
CHANNEL(u5_gpdma1, 14);
CHANNEL(u5_gpdma1, 15);

PACED(u5_gpdma1, 2, usart1_receive, ARM_RECEIVE(2, USART1_RDR, 24u));
PACED(u5_gpdma1, 3, usart1_send, ARM_SEND(3, USART1_TDR, 25u));
