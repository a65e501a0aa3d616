/* SPDX-License-Identifier: MIT */
/* Kernel state. expects: no dma.h */
#include "dma.h"
