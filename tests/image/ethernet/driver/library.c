/* SPDX-License-Identifier: MIT */
/* A task has one folder of sources: the driver's come in here. */
#include "../../../../drivers/ethernet-m2s/answer.c"
#include "../../../../drivers/ethernet-m2s/emac.c"
#include "../../../../drivers/ethernet-m2s/serve.c"
