/* SPDX-License-Identifier: MIT */
/*
 * AN547 set-up before the first task. Its peripheral protection controllers
 * refuse unprivileged accesses after reset. Who may use which peripheral is the
 * kernel's business (by the MPU), so the ports that a task may be given are
 * opened to unprivileged, Secure accesses.
 *
 * Sources: Arm 101773 (SSE-300), secure access configuration block at
 * 0x50080000: PERIPHSPPPCEXP2 0x0C8; Arm DAI0547, ports of APB PPC EXP2.
 */
#include <sluice/dma.h>

#define PERIPHSPPPCEXP2 0x500800c8u

#define PORT_UART0 (1u << 3)
#define PORT_UART1 (1u << 4)
#define PORT_UART2 (1u << 5)

__attribute__((section(".sluice.dma")))
const struct dma_op board_mps3_an547_init[] = {
    DMA_MODIFY(PERIPHSPPPCEXP2, 0, PORT_UART0 | PORT_UART1 | PORT_UART2),
    DMA_END,
};
