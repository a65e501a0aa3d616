/* SPDX-License-Identifier: MIT */
#include "emac.h"

#include <memory.h>

#include "task_config.h"

/* Registers, by word. */
enum {
    CFG1 = 0x000 / 4,
    STA1 = 0x040 / 4, /* the address, its first byte on top */
    STA2 = 0x044 / 4,
    TX_CTL = 0x180 / 4,
    TX_DESC = 0x184 / 4,
    TX_STATUS = 0x188 / 4,
    RX_CTL = 0x18c / 4,
    RX_DESC = 0x190 / 4,
    RX_STATUS = 0x194 / 4,
    IRQ_MASK = 0x198 / 4,
};
#define CFG1_TX 1u
#define CFG1_RX 4u
#define ENABLE 1u
#define STATUS_FRAME 1u /* write 1: one frame less is counted */
#define TX_UNDERRUN 2u  /* write 1 to clear */
#define RX_OVERFLOW 4u  /* write 1 to clear */
#define IRQ_RX_FRAME 0x10u
#define IRQ_RX_OVERFLOW 0x40u

/* A descriptor. EMPTY: the MAC may write there, or has sent it. */
struct descriptor {
    uint32_t frame;
    uint32_t size;
    uint32_t next;
};
#define EMPTY (1u << 31)
#define SIZE_MASK 0x7ffu

#define SLOTS 4u

struct ring {
    volatile struct descriptor rx[SLOTS];
    volatile struct descriptor tx[2];
    uint8_t rx_frames[SLOTS][FRAME_MAX];
    uint8_t tx_frame[FRAME_MAX];
};

static uint32_t slot;

static struct ring *
ring(void)
{
    _Static_assert(sizeof(struct ring) <= BUFFER_RING_SIZE, "manifest");
    /* Safe: the manifest gives this task a buffer of that size, aligned */
    return (struct ring *)(uintptr_t)buffer_ring;
}

static uint32_t
bus_address(const volatile void *at)
{
    return (uint32_t)(uintptr_t)at;
}

static void
fill_rings(void)
{
    for (uint32_t i = 0; i < SLOTS; i++) {
        ring()->rx[i].frame = bus_address(ring()->rx_frames[i]);
        ring()->rx[i].next = bus_address(&ring()->rx[(i + 1) % SLOTS]);
        ring()->rx[i].size = EMPTY;
    }
    /* The second stays empty: there the MAC stops */
    ring()->tx[0].frame = bus_address(ring()->tx_frame);
    ring()->tx[0].next = bus_address(&ring()->tx[1]);
    ring()->tx[0].size = EMPTY;
    ring()->tx[1] = (struct descriptor){bus_address(ring()->tx_frame), EMPTY,
                                        bus_address(&ring()->tx[0])};
}

static void
receive_on(void)
{
    __asm__ volatile("dmb" ::: "memory");
    peripheral_emac[RX_DESC] = bus_address(&ring()->rx[slot]);
    peripheral_emac[RX_CTL] = ENABLE;
}

void
emac_open(const uint8_t address[6])
{
    slot = 0;
    fill_rings();
    peripheral_emac[CFG1] = 0;
    peripheral_emac[STA1] = (uint32_t)address[0] << 24 |
                            (uint32_t)address[1] << 16 |
                            (uint32_t)address[2] << 8 | address[3];
    peripheral_emac[STA2] = (uint32_t)address[4] << 24 | (uint32_t)address[5]
                                                             << 16;
    peripheral_emac[CFG1] = CFG1_TX | CFG1_RX;
    peripheral_emac[IRQ_MASK] = IRQ_RX_FRAME | IRQ_RX_OVERFLOW;
    receive_on();
}

const uint8_t *
emac_frame(uint32_t *length)
{
    uint32_t size = ring()->rx[slot].size;

    if ((size & EMPTY) != 0) {
        return NULL;
    }
    *length = size & SIZE_MASK;
    return ring()->rx_frames[slot];
}

void
emac_give_back(void)
{
    ring()->rx[slot].size = EMPTY;
    slot = (slot + 1) % SLOTS;
    peripheral_emac[RX_STATUS] = STATUS_FRAME;
}

uint8_t *
emac_room(void)
{
    return ring()->tx_frame;
}

void
emac_send(uint32_t length)
{
    ring()->tx[0].size = length;
    __asm__ volatile("dmb" ::: "memory");
    peripheral_emac[TX_DESC] = bus_address(&ring()->tx[0]);
    peripheral_emac[TX_CTL] = ENABLE;
    while ((ring()->tx[0].size & EMPTY) == 0) {
    }
    peripheral_emac[TX_STATUS] = STATUS_FRAME | TX_UNDERRUN;
}

/* A ring that ran dry has turned reception off. */
void
emac_acknowledge(void)
{
    if ((peripheral_emac[RX_STATUS] & RX_OVERFLOW) != 0) {
        peripheral_emac[RX_STATUS] = RX_OVERFLOW;
        receive_on();
    }
}
