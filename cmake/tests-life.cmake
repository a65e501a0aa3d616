# SPDX-License-Identifier: MIT
# The life of every controller's tables against a model that takes time.
if(TARGET kernel_checked AND TARGET port_checked AND TARGET kernel_support)
    file(GLOB models CONFIGURE_DEPENDS "${TESTS}/models/*.c"
        "${TESTS}/life/*.c")
    list(FILTER models EXCLUDE REGEX "/test_[^/]*\\.c$")
    set(life_folders "${TESTS}/life" "${TESTS}/models" "${TESTS}/support"
        "${SLUICE_ROOT}/arch/host" "${SLUICE_ROOT}/arch/host/inline")
    set(life_libraries kernel_checked port_checked kernel_support chip_checked)

    add_executable(test_life "${TESTS}/life/test_life.c" ${models})
    sluice_room(test_life kernel ${life_folders})
    target_compile_options(test_life PRIVATE -Wno-conversion)
    sluice_sanitize(test_life)
    list(JOIN life_libraries "," joined)
    target_link_libraries(test_life PRIVATE "$<LINK_GROUP:RESCAN,${joined}>")
    add_test(NAME "sim: life of the controllers" COMMAND test_life)
    set_tests_properties("sim: life of the controllers" PROPERTIES
        LABELS sim TIMEOUT 300)
endif()

# Tables spoilt one operation at a time, asked of the verifier and of the same
# lives. Without sanitizers: these are many lives.
if(TARGET sluice_tool AND models)
    add_library(tables_set STATIC "${TESTS}/tables/set.c")
    sluice_room(tables_set chip)
    add_library(tables_verdict STATIC "${TESTS}/tables/verdict.c")
    sluice_room(tables_verdict tool "${TESTS}/tables")
    target_compile_definitions(tables_verdict PRIVATE
        SLUICE_ROOT="${SLUICE_ROOT}")
    target_link_libraries(tables_verdict PUBLIC sluice_tool tables_set)

    sluice_host_kernel(kernel_plain)
    sluice_host_port(port_plain)
    add_library(chip_plain STATIC ${chip})
    sluice_room(chip_plain chip)
    add_library(support_plain STATIC ${support})
    sluice_room(support_plain kernel "${SLUICE_ROOT}/arch/host"
        "${SLUICE_ROOT}/arch/host/inline")
    target_compile_options(support_plain PRIVATE -Wno-conversion)

    add_executable(table_mutants "${TESTS}/tables/mutants.c" ${models})
    sluice_room(table_mutants kernel ${life_folders} "${TESTS}/tables")
    target_compile_options(table_mutants PRIVATE -Wno-conversion)
    target_link_libraries(table_mutants PRIVATE tables_verdict
        "$<LINK_GROUP:RESCAN,kernel_plain,port_plain,support_plain,chip_plain>")
    add_test(NAME "tool: tables spoilt are noticed, a sample"
        COMMAND table_mutants --sample 20 "${TESTS}/mutants/tables.txt")
    set_tests_properties("tool: tables spoilt are noticed, a sample"
        PROPERTIES LABELS tool TIMEOUT 300)
endif()

# Every binding of every chip, by the verifier over a linked program: also of
# chips that no emulator has.
find_program(ARM_CC arm-none-eabi-gcc)
if(TARGET sluice_tool AND ARM_CC)
    file(GLOB chips CONFIGURE_DEPENDS "${SLUICE_ROOT}/chips/*/*.c")
    file(GLOB chip_headers CONFIGURE_DEPENDS "${SLUICE_ROOT}/chips/*/*.h")
    file(GLOB manifests CONFIGURE_DEPENDS "${TESTS}/tool/good/chip-*.yaml")
    set(tables_elf "${CMAKE_CURRENT_BINARY_DIR}/chip_tables.elf")
    add_custom_command(OUTPUT "${tables_elf}"
        COMMAND "${ARM_CC}" -std=c11 -O2 -mcpu=cortex-m3 -mthumb -nostdlib
            -I "${SLUICE_ROOT}/include" -Wl,-Ttext=0x08000000
            -Wl,--entry=0 -Wl,--no-warn-rwx-segments ${chips} -o "${tables_elf}"
        DEPENDS ${chips} ${chip_headers} "${SLUICE_ROOT}/include/sluice/dma.h"
        VERBATIM)
    add_executable(chip_tables "${TESTS}/tables/chip_tables.c" "${tables_elf}")
    sluice_room(chip_tables tool)
    target_link_libraries(chip_tables PRIVATE sluice_tool)
    add_test(NAME "tool: the tables of every chip pass the verifier"
        COMMAND chip_tables "${tables_elf}" ${manifests}
            "${TESTS}/tool/good/everything.yaml")
    set_tests_properties("tool: the tables of every chip pass the verifier"
        PROPERTIES LABELS tool TIMEOUT 120)
endif()

# An image of each chip that there is a port for: linked, packed, verified.
if(TARGET sluice AND ARM_CC)
    foreach(chip_name lpc1768 stm32l476 stm32u575 stm32h563 stm32h743 lpc55s69
            rp2350 nrf52840)
        add_test(NAME "image: build chip-${chip_name}"
            COMMAND sluice build "${TESTS}/tool/good/chip-${chip_name}.yaml"
            WORKING_DIRECTORY "${SLUICE_ROOT}")
        set_tests_properties("image: build chip-${chip_name}" PROPERTIES
            LABELS image TIMEOUT 300)
    endforeach()
endif()
