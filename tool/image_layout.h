/* SPDX-License-Identifier: MIT */
/*
 * Where the kernel's tables have what the tool reads back from the linked
 * kernel: offsets in struct image and struct channel_desc of kernel/image.h,
 * and sizes, as the target lays them out. tables.c, which the tool generates,
 * holds an assertion for each, so a kernel that differs does not compile.
 */
#pragma once

#define IMAGE_ABI_VERSION 0u
#define IMAGE_ID 8u
#define IMAGE_CHANNEL_COUNT 24u
#define IMAGE_MASTER_COUNT 32u
#define IMAGE_BOARD_INIT 68u
#define IMAGE_BOARD_INIT_COUNT 72u
#define IMAGE_MASTERS 76u
#define IMAGE_CHANNELS 84u

#define CHANNEL_BINDING 4u
#define CHANNEL_SIZE 48u
#define BINDING_SIZE 48u
#define VARIANT_SIZE 16u
