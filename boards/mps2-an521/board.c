/* SPDX-License-Identifier: MIT */
/*
 * AN521 set-up before the first task. Its peripheral protection controllers
 * stand between the bus and the peripherals, and after reset refuse
 * unprivileged accesses: a load then gives 0, a store is dropped. Who may use
 * which peripheral is the kernel's business (by the MPU), so those ports that a
 * task may be given are opened to unprivileged, Secure accesses. The
 * controllers of DMA (AHB PPC EXP1) stay privileged.
 *
 * Sources: Arm 101104 (SSE-200), secure privilege control block at 0x50080000:
 * APBSPPPC0 0x0B0, APBSPPPCEXP1 0x0C4; Arm DAI0521, ports of APB PPC EXP1.
 */
#include <sluice/dma.h>

#define APBSPPPC0 0x500800b0u
#define APBSPPPCEXP1 0x500800c4u

#define PORT_TIMER0 (1u << 0)
#define PORT_TIMER1 (1u << 1)
#define PORT_DUALTIMER (1u << 2)
#define PORT_UART0 (1u << 5)
#define PORT_UART1 (1u << 6)
#define PORT_UART2 (1u << 7)

__attribute__((section(".sluice.dma")))
const struct dma_op board_mps2_an521_init[] = {
    DMA_MODIFY(APBSPPPC0, 0, PORT_TIMER0 | PORT_TIMER1 | PORT_DUALTIMER),
    DMA_MODIFY(APBSPPPCEXP1, 0, PORT_UART0 | PORT_UART1 | PORT_UART2),
    DMA_END,
};
