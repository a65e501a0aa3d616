/* SPDX-License-Identifier: MIT */
/*
 * A console's UART, of the 16550 kind. One line serves both directions: it
 * posts both bits, and stays up while there is a cause.
 */
#include "../lib/console.h"
#include "sleep.h"
#include "syscall.h"
#include "task_config.h"
#include "uart.h"

static struct uart *
uart(void)
{
    /* Safe: the manifest maps the registers here, for this task alone */
    return (struct uart *)(uintptr_t)peripheral_uart0;
}

/* The divisor is the bootloader's, who knows the clocks. */
void
console_open(void)
{
    uart()->interrupts = 0;
    uart()->line_control = UART_FRAME_8N1;
    uart()->fifo = UART_FIFO_CLEAR;
    uart()->interrupts = UART_INTERRUPT_RX;
}

bool
console_can_put(void)
{
    return (uart()->line & UART_LINE_TX_EMPTY) != 0;
}

void
console_put(uint8_t byte)
{
    uart()->data = byte;
}

void
console_wait(void)
{
    uart()->interrupts = UART_INTERRUPT_TX;
    sys_irq(NOTIFY_TX_IRQ, SLUICE_IRQ_ENABLE);
    (void)wait_for_bits(NOTIFY_TX_IRQ);
    uart()->interrupts = UART_INTERRUPT_RX;
}

void
console_acknowledge(void)
{
}

bool
console_has(void)
{
    return (uart()->line & UART_LINE_RX_FULL) != 0;
}

uint8_t
console_get(void)
{
    return (uint8_t)uart()->data;
}
