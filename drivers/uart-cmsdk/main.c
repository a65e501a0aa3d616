/* SPDX-License-Identifier: MIT */
/* A console's UART, of Arm's Cortex-M System Design Kit. */
#include "../lib/console.h"
#include "sleep.h"
#include "syscall.h"
#include "task_config.h"
#include "uart.h"

/* 20 MHz and 115200 baud. A real line needs it; an emulated one does not. */
#define DIVIDER 174u

static struct uart *
uart(void)
{
    /* Safe: the manifest maps the registers here, for this task alone */
    return (struct uart *)(uintptr_t)peripheral_uart0;
}

void
console_open(void)
{
    uart()->control = 0;
    uart()->divider = DIVIDER;
    uart()->interrupts = UART_INTERRUPT_TX | UART_INTERRUPT_RX;
    uart()->control = UART_CONTROL_TX | UART_CONTROL_RX |
                      UART_CONTROL_TX_INTERRUPT | UART_CONTROL_RX_INTERRUPT;
}

bool
console_can_put(void)
{
    return (uart()->state & UART_STATE_TX_FULL) == 0;
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
    /* Looked at again: room made before the clear gives no interrupt */
    if (!console_can_put()) {
        sys_irq(NOTIFY_TX_IRQ, SLUICE_IRQ_ENABLE);
        (void)wait_for_bits(NOTIFY_TX_IRQ);
    }
}

void
console_acknowledge(void)
{
    uart()->interrupts = UART_INTERRUPT_RX;
}

bool
console_has(void)
{
    return (uart()->state & UART_STATE_RX_FULL) != 0;
}

uint8_t
console_get(void)
{
    return (uint8_t)uart()->data;
}
