/* SPDX-License-Identifier: MIT */
/*
 * AN505 set-up before the first task. Its peripheral protection controllers
 * stand between the bus and the peripherals, and after reset refuse
 * unprivileged accesses: a load then gives 0, a store is dropped. Who may use
 * which peripheral is the kernel's business (by the MPU), so those ports that a
 * task may be given are opened to unprivileged, Secure accesses. The
 * controllers of DMA (AHB PPC EXP1) stay privileged.
 *
 * The second half of sram (sram-dma) is Non-secure memory to the kernel and to
 * tasks too, where the chip's filters open it to DMA controllers (an505.yaml).
 * No code runs there: the port closes the Non-secure state (arch/arm_m/v8m).
 *
 * Sources: Armv8-M ARM, SAU_CTRL; Arm 101104 (IoTKit), secure
 * privilege control block at 0x50080000: APBSPPPC0 0x0B0, APBSPPPCEXP1 0x0C4;
 * Arm DAI0505, ports of APB PPC EXP1.
 */
#include <sluice/dma.h>

#define APBSPPPC0 0x500800b0u
#define APBSPPPCEXP1 0x500800c4u

#define SAU_CTRL 0xe000edd0u
#define SAU_RNR 0xe000edd8u
#define SAU_RBAR 0xe000eddcu
#define SAU_RLAR 0xe000ede0u
#define SAU_ENABLE 1u
#define DMA_FIRST 0x28200000u
#define DMA_LAST 0x283fffe0u /* in steps of 32 bytes */

#define PORT_TIMER0 (1u << 0)
#define PORT_TIMER1 (1u << 1)
#define PORT_DUALTIMER (1u << 2)
#define PORT_UART0 (1u << 5)
#define PORT_UART1 (1u << 6)
#define PORT_UART2 (1u << 7)

__attribute__((section(".sluice.dma")))
const struct dma_op board_mps2_an505_init[] = {
    DMA_MODIFY(APBSPPPC0, 0, PORT_TIMER0 | PORT_TIMER1 | PORT_DUALTIMER),
    DMA_MODIFY(APBSPPPCEXP1, 0, PORT_UART0 | PORT_UART1 | PORT_UART2),
    DMA_WRITE(SAU_RNR, 0),
    DMA_WRITE(SAU_RBAR, DMA_FIRST),
    DMA_WRITE(SAU_RLAR, DMA_LAST | SAU_ENABLE),
    DMA_WRITE(SAU_CTRL, SAU_ENABLE),
    DMA_END,
};
