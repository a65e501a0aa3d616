/* SPDX-License-Identifier: MIT */
/* Registers of controllers: functions here, which a test may supply. */
#pragma once

#include <stdint.h>

uint32_t arch_io_read(uint32_t address, uint32_t width);
void arch_io_write(uint32_t address, uint32_t value, uint32_t width);
