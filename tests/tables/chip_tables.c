/* SPDX-License-Identifier: MIT */
/*
 * chip_tables ELF MANIFEST...: the verifier over a linked program that holds
 * the tables of chips: each channel of each controller, with each request that
 * it has, under the name that the chip gives it. For chips that no emulator
 * has.
 */
#include <stdio.h>

#include "diag.h"
#include "family.h"
#include "verify.h"

static unsigned bindings, findings;

static void
check(const struct elf_program *program, const struct chip *chip,
      const struct controller *controller, uint32_t channel,
      const struct request *request)
{
    const char *symbol = verify_symbol(controller, channel, request);
    const struct elf_symbol *found = elf_read_symbol(program, symbol);
    struct verify_subject subject = {chip, controller, channel, request,
                                     symbol};
    struct verify_report report = {0};

    bindings++;
    if (found == NULL) {
        printf("%s: no binding %s\n", chip->name, symbol);
        findings++;
        return;
    }
    verify_binding(program, &subject, found->value, &report);
    verify_channels(controller, &report);
    for (size_t i = 0; i < report.count; i++) {
        printf("%s: %s\n", chip->name, report.findings[i]);
        findings++;
    }
}

static void
check_chip_tables(const struct elf_program *program, const struct chip *chip)
{
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];
        const struct family *family = controller->family;

        for (uint32_t c = 0; c < family->channel_count; c++) {
            for (size_t r = 0; r < family->request_count; r++) {
                if (family_offers(&family->requests[r], c)) {
                    check(program, chip, controller, c, &family->requests[r]);
                }
            }
        }
    }
}

int
main(int argc, char **argv)
{
    const struct elf_program *program;

    if (argc < 3) {
        fprintf(stderr, "usage: chip_tables ELF MANIFEST...\n");
        return 2;
    }
    program = elf_read_program(argv[1]);
    for (int i = 2; program != NULL && i < argc; i++) {
        struct app *app = model_load(argv[i]);

        if (app != NULL) {
            check_chip_tables(program, app->board->chip);
        }
    }
    diag_flush();
    printf("%d chips, %u bindings, %u findings\n", argc - 2, bindings,
           findings);
    return program == NULL || findings != 0 || diag_count() != 0 ? 1 : 0;
}
