/* SPDX-License-Identifier: MIT */
/*
 * Registers of a 16550 UART, one to a word, as SmartFusion2's MMUART has them
 * (Microsemi UG0331, "MMUART Peripherals").
 */
#pragma once

#include <stdint.h>

struct uart {
    volatile uint32_t data; /* read: received; write: transmit */
    volatile uint32_t interrupts;
    volatile uint32_t fifo; /* write only; read: what interrupts */
    volatile uint32_t line_control;
    volatile uint32_t modem_control;
    volatile uint32_t line; /* UART_LINE_* */
};

#define UART_INTERRUPT_RX 1u
#define UART_INTERRUPT_TX 2u

#define UART_FIFO_CLEAR 6u /* both, switched off */

#define UART_FRAME_8N1 3u

#define UART_LINE_RX_FULL 1u
#define UART_LINE_TX_EMPTY 32u
