/* SPDX-License-Identifier: MIT */
/*
 * Registers of the UART of Arm's Cortex-M System Design Kit: Arm DDI 0479,
 * "APB UART".
 */
#pragma once

#include <stdint.h>

struct uart {
    volatile uint32_t data;
    volatile uint32_t state; /* UART_STATE_* */
    volatile uint32_t control;
    volatile uint32_t interrupts; /* read: which; write 1: clear */
    volatile uint32_t divider;    /* clock / baud rate; at least 16 */
};

#define UART_STATE_TX_FULL 1u
#define UART_STATE_RX_FULL 2u

#define UART_CONTROL_TX 1u
#define UART_CONTROL_RX 2u
#define UART_CONTROL_TX_INTERRUPT 4u
#define UART_CONTROL_RX_INTERRUPT 8u

#define UART_INTERRUPT_TX 1u
#define UART_INTERRUPT_RX 2u
