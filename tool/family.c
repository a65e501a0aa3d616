/* SPDX-License-Identifier: MIT */
#include "family.h"

uint32_t
family_block(uint32_t place)
{
    return place >> PLACE_SHIFT;
}

uint32_t
family_place(const struct controller *controller, uint32_t address)
{
    const struct family *family = controller->family;

    if (address - controller->base < family->size) {
        return address - controller->base;
    }
    for (uint32_t i = 0; i < family->block_count; i++) {
        uint32_t offset = address - controller->blocks[i].base;

        if (offset < family->blocks[i].size) {
            return (i + 1) << PLACE_SHIFT | offset;
        }
    }
    return PLACE_NONE;
}

uint32_t
family_address(const struct controller *controller, uint32_t place)
{
    uint32_t block = family_block(place);
    uint32_t offset = place & ((1u << PLACE_SHIFT) - 1);

    return offset +
           (block == 0 ? controller->base : controller->blocks[block - 1].base);
}

uint32_t
family_bits(const struct controller *controller, uint32_t place)
{
    uint32_t block = family_block(place);

    return block == 0 ? UINT32_MAX : controller->blocks[block - 1].bits;
}

bool
family_offers(const struct request *request, uint32_t channel)
{
    return request->channels == 0 ||
           (channel < 32 && (request->channels >> channel & 1u) != 0);
}

const struct request *
family_first_request(const struct family *family, uint32_t channel)
{
    for (size_t i = 0; i < family->request_count; i++) {
        if (family_offers(&family->requests[i], channel)) {
            return &family->requests[i];
        }
    }
    return NULL;
}
