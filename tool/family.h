/* SPDX-License-Identifier: MIT */
/* Questions about a family of controllers: places and requests. */
#pragma once

#include "model.h"

/* Returns: the place of a register of the controller, or PLACE_NONE. */
uint32_t family_place(const struct controller *controller, uint32_t address);

/* Returns: the address of a place. */
uint32_t family_address(const struct controller *controller, uint32_t place);

/* Returns: the number of its block, from 1; 0 for the page itself. */
uint32_t family_block(uint32_t place);

/* Returns: the bits of the place that are the controller's to change. */
uint32_t family_bits(const struct controller *controller, uint32_t place);

/* Returns: whether the channel has this request. */
bool family_offers(const struct request *request, uint32_t channel);

/* Returns: the request that stands for a channel at boot, or NULL. */
const struct request *family_first_request(const struct family *family,
                                           uint32_t channel);
