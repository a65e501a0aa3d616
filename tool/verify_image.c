/* SPDX-License-Identifier: MIT */
/*
 * What the kernel will run is what its table `image` points to, whatever a
 * symbol's name says: channels, masters and the board's tables are followed
 * from there. Bindings of one controller have to share INIT and RESET, since
 * the kernel takes those that share a RESET for the whole that it resets.
 */
#include "arena.h"
#include "diag.h"
#include "family.h"
#include "image_layout.h"
#include "verify_table.h"

bool
verify_find_image(const struct elf_program *program, struct verify_image *image)
{
    const struct elf_symbol *symbol = elf_read_symbol(program, "image");
    const struct {
        uint32_t offset;
        uint32_t *word;
    } words[] = {
        {IMAGE_CHANNELS, &image->channels},
        {IMAGE_CHANNEL_COUNT, &image->channel_count},
        {IMAGE_MASTERS, &image->masters},
        {IMAGE_MASTER_COUNT, &image->master_count},
        {IMAGE_BOARD_INIT, &image->board_init},
        {IMAGE_BOARD_INIT_COUNT, &image->board_init_count},
    };

    image->program = program;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (symbol == NULL ||
            !elf_read_constant(program, symbol->value + words[i].offset,
                               words[i].word)) {
            return false;
        }
    }
    return true;
}

/* Returns: the address of the binding that a channel runs; 0 if none. */
static uint32_t
channel_binding(const struct verify_image *image, uint32_t number)
{
    uint32_t address = 0;

    if (number >= image->channel_count ||
        !elf_read_constant(image->program,
                           image->channels + number * CHANNEL_SIZE +
                               CHANNEL_BINDING,
                           &address)) {
        return 0;
    }
    return address;
}

static uint32_t
master_binding(const struct verify_image *image, uint32_t number)
{
    uint32_t address = 0;

    if (number >= image->master_count ||
        !elf_read_constant(image->program, image->masters + number * 4u,
                           &address)) {
        return 0;
    }
    return address;
}

static struct verify_subject
make_subject(const struct app *app, const struct controller *controller,
             uint32_t channel, const struct request *request)
{
    return (struct verify_subject){
        .chip = app->board->chip,
        .controller = controller,
        .channel = channel,
        .request = request,
        .symbol = verify_symbol(controller, channel, request),
    };
}

void
verify_use(const struct app *app, const struct verify_image *image,
           const struct dma_use *use, struct verify_report *report)
{
    struct verify_subject subject =
        make_subject(app, use->controller, use->channel, use->request);

    verify_binding(image->program, &subject, channel_binding(image, use->index),
                   report);
}

/* Tables that all bindings of one controller share, as seen first. */
struct common {
    uint32_t init, reset;
    bool known;
};

static void
check_common(const struct verifier *verifier, uint32_t address,
             struct common *common)
{
    uint32_t init = 0, reset = 0;

    if (!verify_shared_tables(verifier->program, address, &init, &reset)) {
        return; /* blamed by verify_binding */
    }
    if (common->known && init != common->init) {
        verify_say(verifier, "has an INIT table other than that of the other "
                             "bindings of its controller");
    }
    if (common->known && reset != common->reset) {
        verify_say(verifier, "has a RESET table other than that of the other "
                             "bindings of its controller");
    }
    *common = (struct common){init, reset, true};
}

/* One binding at the address that the image gives for it. */
static void
check_binding(const struct verify_image *image,
              const struct verify_subject *subject, uint32_t address,
              struct common *common, struct verify_report *report)
{
    const struct verifier verifier = {
        .program = image->program, .subject = subject, .report = report};

    verify_binding(image->program, subject, address, report);
    check_common(&verifier, address, common);
}

/* Returns: the place of a controller's first channel among the masters. */
static uint32_t
first_master(const struct app *app, const struct controller *controller)
{
    const struct chip *chip = app->board->chip;
    size_t count = 0;

    for (size_t i = 0; &chip->controllers[i] != controller; i++) {
        count += chip->controllers[i].family->channel_count;
    }
    return (uint32_t)count;
}

static bool
is_master(const struct dma_use *use)
{
    return use->request ==
           family_first_request(use->controller->family, use->channel);
}

void
verify_controller(const struct app *app, const struct verify_image *image,
                  const struct controller *controller,
                  struct verify_report *report)
{
    const struct family *family = controller->family;
    uint32_t first = first_master(app, controller);
    struct common common = {0};

    verify_channels(controller, report);
    for (uint32_t c = 0; c < family->channel_count; c++) {
        struct verify_subject subject =
            make_subject(app, controller, c, family_first_request(family, c));

        check_binding(image, &subject, master_binding(image, first + c),
                      &common, report);
    }
    for (size_t t = 0; t < app->task_count; t++) {
        for (size_t i = 0; i < app->tasks[t].dma_count; i++) {
            const struct dma_use *use = &app->tasks[t].dma[i];
            uint32_t address = channel_binding(image, use->index);
            struct verify_subject subject =
                make_subject(app, controller, use->channel, use->request);

            if (use->controller == controller &&
                !(is_master(use) &&
                  address == master_binding(image, first + use->channel))) {
                check_binding(image, &subject, address, &common, report);
            }
        }
    }
}

/* Whatever a board has to set up, DMA is not its business. */
static void
check_board_register(const struct verifier *verifier, const struct table *table,
                     size_t i)
{
    const struct chip *chip = verifier->subject->chip;
    uint32_t reg = table->ops[i].reg;

    for (size_t c = 0; c < chip->controller_count; c++) {
        const struct controller *controller = &chip->controllers[c];

        if (verify_in_range(reg, controller->base, controller->family->size)) {
            verify_blame(verifier, table, i,
                         "is a register of DMA controller %s",
                         controller->name);
        }
    }
    if (!verify_is_aligned(&table->ops[i])) {
        verify_blame(verifier, table, i,
                     "the address is not a multiple of the access's width");
    }
}

static void
check_board_operation(const struct verifier *verifier,
                      const struct table *table, size_t i)
{
    const struct dma_op *op = &table->ops[i];
    uint32_t operation = DMA_HEAD_OP(op->head);

    if (!verify_is_operation(op)) {
        verify_blame(verifier, table, i, "is no operation of the language");
        return;
    }
    if ((operation == DMA_OP_WR && !verify_is_constant(op)) ||
        operation == DMA_OP_GET) {
        verify_blame(verifier, table, i,
                     "a board's table has no slots and no results");
    }
    if (operation == DMA_OP_POLL && DMA_HEAD_COUNT(op->head) == 0) {
        verify_blame(verifier, table, i, "polls without a bound of reads");
    }
    if (operation != DMA_OP_SYNC || DMA_HEAD_COUNT(op->head) != 0) {
        check_board_register(verifier, table, i);
    }
}

void
verify_board(const struct app *app, const struct verify_image *image,
             struct verify_report *report)
{
    const struct verify_subject subject = {
        .chip = app->board->chip,
        .symbol = app->board->init_table != NULL ? app->board->init_table
                                                 : app->board->name,
    };
    const struct verifier verifier = {
        .program = image->program, .subject = &subject, .report = report};

    for (uint32_t n = 0; n < image->board_init_count; n++) {
        struct table table;
        uint32_t address = 0;

        (void)elf_read_constant(image->program, image->board_init + 4u * n,
                                &address);
        if (!verify_read_table(&verifier, address, TABLE_INIT, "board table",
                               &table)) {
            continue;
        }
        for (size_t i = 0; i < table.count; i++) {
            check_board_operation(&verifier, &table, i);
        }
    }
}

static bool
check_counts(const struct app *app, const struct verify_image *image)
{
    const struct chip *chip = app->board->chip;
    size_t channels = 0, masters = 0;

    for (size_t t = 0; t < app->task_count; t++) {
        channels += app->tasks[t].dma_count;
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        masters += chip->controllers[i].family->channel_count;
    }
    return image->channel_count == channels && image->master_count == masters &&
           image->board_init_count == model_init_tables(app);
}

bool
verify_program(const struct app *app, const struct elf_program *program)
{
    const struct chip *chip = app->board->chip;
    struct verify_report report = {0};
    struct verify_image image;
    size_t before = diag_count();

    if (!verify_find_image(program, &image) || !check_counts(app, &image)) {
        diag_file_error(program->path,
                        "has no table 'image', or one of another manifest");
        diag_help("link it with the tables.c that `sluice layout` wrote");
        return false;
    }
    verify_board(app, &image, &report);
    verify_masters(chip, program, &report);
    for (size_t i = 0; i < report.count; i++) {
        diag_file_error(program->path, "%s", report.findings[i]);
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        report = (struct verify_report){0};
        verify_controller(app, &image, &chip->controllers[i], &report);
        for (size_t j = 0; j < report.count; j++) {
            diag_error(chip->controllers[i].where, "%s", report.findings[j]);
        }
    }
    return diag_count() == before;
}
