/* SPDX-License-Identifier: MIT */
/* Which binding runs against which model. A controller more is a row more. */
#include "life.h"

#define BINDINGS(...) extern const struct dma_binding __VA_ARGS__
BINDINGS(dmac0_0_memory, dmac0_1_memory);
BINDINGS(gpdma_0_memory, gpdma_7_memory);
BINDINGS(gpdma_0_uart0_receive, gpdma_1_uart0_send);
BINDINGS(h7_dma1_0_memory, h7_dma1_5_memory, h7_dma1_2_usart1_receive);
BINDINGS(h7_dma1_3_usart1_send, h7_dma2_7_memory, h7_dma2_6_usart1_receive);
BINDINGS(h7_bdma_0_memory, h7_bdma_7_memory, h7_bdma_2_lpuart1_receive);
BINDINGS(h7_bdma_3_lpuart1_send);
BINDINGS(h7_mdma_0_memory, h7_mdma_15_memory, h7_dma2d_0_memory);
BINDINGS(g0_dma1_0_memory, g0_dma1_2_usart1_receive, g0_dma1_3_usart1_send);
BINDINGS(l4_dma1_6_memory, l4_dma1_4_usart1_receive, l4_dma1_3_usart1_send);
BINDINGS(u5_gpdma1_0_memory, u5_gpdma1_15_memory, u5_gpdma1_2_usart1_receive);
BINDINGS(u5_gpdma1_3_usart1_send, h5_gpdma1_7_memory);
BINDINGS(h5_gpdma1_2_usart1_receive, h5_gpdma1_3_usart1_send);
BINDINGS(sdma0_0_memory, sdma0_22_memory);
BINDINGS(rp2040_dma_0_memory, rp2040_dma_11_memory, rp2040_dma_2_uart0_receive);
BINDINGS(rp2040_dma_3_uart0_send, rp2350_dma_15_memory);
BINDINGS(rp2350_dma_2_uart0_receive, rp2350_dma_3_uart0_send);
BINDINGS(pdma_0_memory, pdma_3_memory, spim0_0_exchange);

#define COPY LIFE_COPY
#define IN LIFE_RECEIVE
#define OUT LIFE_SEND
#define EASY_DMA (LIFE_NO_ERROR | LIFE_TRUSTS_FLAG | LIFE_ALWAYS_ON)
#define NEVER_STOPS (LIFE_NO_ABORT | LIFE_NO_ACK | LIFE_ALWAYS_ON)

/* Name, binding, model, channel, way, memory, limits; in the manifest: chip,
 * controller, request. */
const struct life_row life_rows[] = {
    {"PL081 0", &dmac0_0_memory, &model_pl081, 0, COPY, 0x38200000u,
     LIFE_ALWAYS_ON, "mps2/an505", "dmac0", "memory"},
    {"PL081 1", &dmac0_1_memory, &model_pl081, 1, COPY, 0x38200000u,
     LIFE_ALWAYS_ON, "mps2/an505", "dmac0", "memory"},
    {"PL080 0", &gpdma_0_memory, &model_lpc1768, 0, COPY, 0x20080000u, 0,
     "lpc17/lpc1768", "gpdma", "memory"},
    {"PL080 7", &gpdma_7_memory, &model_lpc1768, 7, COPY, 0x20080000u, 0,
     "lpc17/lpc1768", "gpdma", "memory"},
    {"PL080 0 in", &gpdma_0_uart0_receive, &model_lpc1768, 0, IN, 0x20080000u,
     0, "lpc17/lpc1768", "gpdma", "uart0-receive"},
    {"PL080 1 out", &gpdma_1_uart0_send, &model_lpc1768, 1, OUT, 0x20080000u, 0,
     "lpc17/lpc1768", "gpdma", "uart0-send"},
    {"STM32H7 DMA1 0", &h7_dma1_0_memory, &model_stm32h7_dma1, 0, COPY,
     0x24000000u, 0, "stm32/stm32h743", "dma1", "memory"},
    {"STM32H7 DMA1 5", &h7_dma1_5_memory, &model_stm32h7_dma1, 5, COPY,
     0x24000000u, 0, "stm32/stm32h743", "dma1", "memory"},
    {"STM32H7 DMA1 2 in", &h7_dma1_2_usart1_receive, &model_stm32h7_dma1, 2, IN,
     0x24000000u, 0, "stm32/stm32h743", "dma1", "usart1-receive"},
    {"STM32H7 DMA1 3 out", &h7_dma1_3_usart1_send, &model_stm32h7_dma1, 3, OUT,
     0x24000000u, 0, "stm32/stm32h743", "dma1", "usart1-send"},
    {"STM32H7 DMA2 7", &h7_dma2_7_memory, &model_stm32h7_dma2, 7, COPY,
     0x24000000u, 0, "stm32/stm32h743", "dma2", "memory"},
    {"STM32H7 DMA2 6 in", &h7_dma2_6_usart1_receive, &model_stm32h7_dma2, 6, IN,
     0x24000000u, 0, "stm32/stm32h743", "dma2", "usart1-receive"},
    {"STM32H7 BDMA 0", &h7_bdma_0_memory, &model_stm32h7_bdma, 0, COPY,
     0x38000000u, LIFE_NO_BUSY, "stm32/stm32h743", "bdma", "memory"},
    {"STM32H7 BDMA 7", &h7_bdma_7_memory, &model_stm32h7_bdma, 7, COPY,
     0x38000000u, LIFE_NO_BUSY, "stm32/stm32h743", "bdma", "memory"},
    {"STM32H7 BDMA 2 in", &h7_bdma_2_lpuart1_receive, &model_stm32h7_bdma, 2,
     IN, 0x38000000u, LIFE_NO_BUSY, "stm32/stm32h743", "bdma",
     "lpuart1-receive"},
    {"STM32H7 BDMA 3 out", &h7_bdma_3_lpuart1_send, &model_stm32h7_bdma, 3, OUT,
     0x38000000u, LIFE_NO_BUSY, "stm32/stm32h743", "bdma", "lpuart1-send"},
    {"STM32H7 MDMA 0", &h7_mdma_0_memory, &model_stm32h7_mdma, 0, COPY,
     0x24000000u, 0, "stm32/stm32h743", "mdma", "memory"},
    {"STM32H7 MDMA 15 in TCM", &h7_mdma_15_memory, &model_stm32h7_mdma, 15,
     COPY, 0x20000000u, 0, "stm32/stm32h743", "mdma", "memory"},
    {"STM32H7 DMA2D", &h7_dma2d_0_memory, &model_stm32h7_dma2d, 0, COPY,
     0x24000000u, 0, "stm32/stm32h743", "dma2d", "memory"},
    {"STM32G0 DMA1 0", &g0_dma1_0_memory, &model_stm32g0, 0, COPY, 0x20000000u,
     LIFE_NO_BUSY, "stm32/stm32g0b1", "dma1", "memory"},
    {"STM32G0 DMA1 2 in", &g0_dma1_2_usart1_receive, &model_stm32g0, 2, IN,
     0x20000000u, LIFE_NO_BUSY, "stm32/stm32g0b1", "dma1", "usart1-receive"},
    {"STM32G0 DMA1 3 out", &g0_dma1_3_usart1_send, &model_stm32g0, 3, OUT,
     0x20000000u, LIFE_NO_BUSY, "stm32/stm32g0b1", "dma1", "usart1-send"},
    {"STM32L4 DMA1 6", &l4_dma1_6_memory, &model_stm32l4, 6, COPY, 0x20000000u,
     LIFE_NO_BUSY, "stm32/stm32l476", "dma1", "memory"},
    {"STM32L4 DMA1 4 in", &l4_dma1_4_usart1_receive, &model_stm32l4, 4, IN,
     0x20000000u, LIFE_NO_BUSY, "stm32/stm32l476", "dma1", "usart1-receive"},
    {"STM32L4 DMA1 3 out", &l4_dma1_3_usart1_send, &model_stm32l4, 3, OUT,
     0x20000000u, LIFE_NO_BUSY, "stm32/stm32l476", "dma1", "usart1-send"},
    {"STM32U5 GPDMA1 0", &u5_gpdma1_0_memory, &model_stm32u5, 0, COPY,
     0x20000000u, 0, "stm32/stm32u575", "gpdma1", "memory"},
    {"STM32U5 GPDMA1 15", &u5_gpdma1_15_memory, &model_stm32u5, 15, COPY,
     0x20000000u, 0, "stm32/stm32u575", "gpdma1", "memory"},
    {"STM32U5 GPDMA1 2 in", &u5_gpdma1_2_usart1_receive, &model_stm32u5, 2, IN,
     0x20000000u, 0, "stm32/stm32u575", "gpdma1", "usart1-receive"},
    {"STM32U5 GPDMA1 3 out", &u5_gpdma1_3_usart1_send, &model_stm32u5, 3, OUT,
     0x20000000u, 0, "stm32/stm32u575", "gpdma1", "usart1-send"},
    {"STM32H5 GPDMA1 7", &h5_gpdma1_7_memory, &model_stm32h5, 7, COPY,
     0x20000000u, 0, "stm32/stm32h563", "gpdma1", "memory"},
    {"STM32H5 GPDMA1 2 in", &h5_gpdma1_2_usart1_receive, &model_stm32h5, 2, IN,
     0x20000000u, 0, "stm32/stm32h563", "gpdma1", "usart1-receive"},
    {"STM32H5 GPDMA1 3 out", &h5_gpdma1_3_usart1_send, &model_stm32h5, 3, OUT,
     0x20000000u, 0, "stm32/stm32h563", "gpdma1", "usart1-send"},
    {"LPC55 SDMA0 0", &sdma0_0_memory, &model_lpc55, 0, COPY, 0x20010000u, 0,
     "lpc55/lpc55s69", "sdma0", "memory"},
    {"LPC55 SDMA0 22", &sdma0_22_memory, &model_lpc55, 22, COPY, 0x20010000u, 0,
     "lpc55/lpc55s69", "sdma0", "memory"},
    {"RP2040 0", &rp2040_dma_0_memory, &model_rp2040, 0, COPY, 0x20000000u, 0,
     "rp2/rp2040", "dma", "memory"},
    {"RP2040 11", &rp2040_dma_11_memory, &model_rp2040, 11, COPY, 0x20000000u,
     0, "rp2/rp2040", "dma", "memory"},
    {"RP2040 2 in", &rp2040_dma_2_uart0_receive, &model_rp2040, 2, IN,
     0x20000000u, 0, "rp2/rp2040", "dma", "uart0-receive"},
    {"RP2040 3 out", &rp2040_dma_3_uart0_send, &model_rp2040, 3, OUT,
     0x20000000u, 0, "rp2/rp2040", "dma", "uart0-send"},
    {"RP2350 15", &rp2350_dma_15_memory, &model_rp2350, 15, COPY, 0x20000000u,
     0, "rp2/rp2350", "dma", "memory"},
    {"RP2350 2 in", &rp2350_dma_2_uart0_receive, &model_rp2350, 2, IN,
     0x20000000u, 0, "rp2/rp2350", "dma", "uart0-receive"},
    {"RP2350 3 out", &rp2350_dma_3_uart0_send, &model_rp2350, 3, OUT,
     0x20000000u, 0, "rp2/rp2350", "dma", "uart0-send"},
    {"SiFive PDMA 0", &pdma_0_memory, &model_sifive_pdma, 0, COPY, 0x08000000u,
     NEVER_STOPS, "sifive/fu540", "pdma", "memory"},
    {"SiFive PDMA 3", &pdma_3_memory, &model_sifive_pdma, 3, COPY, 0x08000000u,
     NEVER_STOPS, "sifive/fu540", "pdma", "memory"},
    {"nRF52 SPIM0", &spim0_0_exchange, &model_nrf52_spim, 0, COPY, 0x20000000u,
     EASY_DMA, "nrf52/nrf52840", "spim0", "exchange"},
};
const uint32_t life_row_count = sizeof(life_rows) / sizeof(life_rows[0]);
