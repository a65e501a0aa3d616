/* SPDX-License-Identifier: MIT */
#pragma once

#include "../../lib/act.h"

extern const struct suite suite_messages;
extern const struct suite suite_message_refusals;
extern const struct suite suite_deaths;
extern const struct suite suite_order;
extern const struct suite suite_leases;
extern const struct suite suite_lies;
extern const struct suite suite_lease_refusals;
extern const struct suite suite_notices;
extern const struct suite suite_notice_refusals;
extern const struct suite suite_kernel_calls;
extern const struct suite suite_kernel_refusals;

/* Memory that no task holds, and the kernel's. */
#define NOWHERE 0x60000000u
#define KERNEL_RAM CONFIG_KERNEL_RAM
#define KERNEL_TEXT CONFIG_KERNEL_TEXT
