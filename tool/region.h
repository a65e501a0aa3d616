/* SPDX-License-Identifier: MIT */
/*
 * What may be done to a region: the values of kernel/image.h, which the tool
 * may not include. A unit test compares the two.
 */
#pragma once

#define REGION_READ 1u
#define REGION_WRITE 2u
#define REGION_EXECUTE 4u
#define REGION_DEVICE 8u
#define REGION_DMA 16u
#define REGION_SHARED 32u
#define REGION_HANDOFF 64u
