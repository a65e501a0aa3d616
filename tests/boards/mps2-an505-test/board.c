/* SPDX-License-Identifier: MIT */
/*
 * AN505 set-up for tests: UART0 for unprivileged code, and the registers of
 * dmac3 for Non-secure accesses, so for anybody who sits on the bus.
 *
 * Sources: Arm 101104 (IoTKit): APBSPPPCEXP1; Arm DAI 0505: AHBNSPPCEXP1, bit n
 * for DMAC n; Armv8-M: SAU_CTRL. With ALLNS the chip's own map of the security
 * states holds, by which the kernel too reaches Non-secure addresses as such.
 */
#include <sluice/dma.h>

#define APBSPPPCEXP1 0x500800c4u
#define PORT_UART0 (1u << 5)
#define AHBNSPPCEXP1 0x50080064u
#define PORT_DMAC3 (1u << 3)
#define SAU_CTRL 0xe000edd0u
#define ALLNS 2u

__attribute__((section(".sluice.dma")))
const struct dma_op board_mps2_an505_test_init[] = {
    DMA_MODIFY(APBSPPPCEXP1, 0, PORT_UART0),
    DMA_MODIFY(AHBNSPPCEXP1, 0, PORT_DMAC3),
    DMA_WRITE(SAU_CTRL, ALLNS),
    DMA_END,
};
