# SPDX-License-Identifier: MIT
# The steps of an image build, in the order in which cmake/image calls them.
set(PLAN "${CMAKE_BINARY_DIR}/gen/plan")
set(LAYOUT "${CMAKE_BINARY_DIR}/gen/layout")
set(PARTS "${CMAKE_BINARY_DIR}/parts")

# The manifest's answers, fresh at each configuration. Any manifest that was
# read brings the configuration back when it changes.
macro(sluice_plan)
    set(BOARD_WORDS)
    if(SLUICE_BOARD)
        set(BOARD_WORDS --board "${SLUICE_BOARD}")
    endif()
    execute_process(
        COMMAND "${SLUICE_TOOL}" --root "${SLUICE_APP_ROOT}" plan
            "${SLUICE_MANIFEST}" -o "${PLAN}" ${BOARD_WORDS}
        RESULT_VARIABLE plan_status)
    if(NOT plan_status EQUAL 0)
        message(FATAL_ERROR "the manifest has errors (above)")
    endif()
    include("${PLAN}/image.cmake")
    set(manifests)
    foreach(folder boards chips tests/boards tests/chips)
        file(GLOB found "${SLUICE_APP_ROOT}/${folder}/*/*.yaml")
        list(APPEND manifests ${found})
    endforeach()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
        "${SLUICE_MANIFEST}" "${SLUICE_TOOL}" ${manifests})
endmacro()

# Where the tree lies must not show in the bytes: two builds are the same.
macro(sluice_compile_flags)
    set(CMAKE_C_STANDARD 11)
    set(CMAKE_C_FLAGS "")
    set(CMAKE_C_FLAGS_RELEASE "")
    add_compile_options(${SLUICE_CPU_FLAGS} -g
        "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build"
        "-ffile-prefix-map=${SLUICE_ROOT}=."
        "$<$<COMPILE_LANGUAGE:C>:${SLUICE_OPTIMIZE};-ffreestanding>"
        -ffunction-sections -fdata-sections -fno-common
        -fno-tree-loop-distribute-patterns)
    add_link_options(${SLUICE_CPU_FLAGS} -nostdlib -static
        -Wl,--gc-sections -Wl,--build-id=none -Wl,--fatal-warnings
        -Wl,--no-warn-rwx-segments -Wl,-z,max-page-size=32)
endmacro()

# The runtime is compiled once, each task in a target of its own.
macro(sluice_tasks)
    file(GLOB sources CONFIGURE_DEPENDS
        "${SLUICE_ROOT}/runtime/*.c" "${SLUICE_ROOT}/runtime/*.S"
        "${SLUICE_ROOT}/base/*.c")
    add_library(runtime OBJECT ${sources})
    sluice_room(runtime runtime)
    foreach(task IN LISTS SLUICE_TASKS)
        file(GLOB sources CONFIGURE_DEPENDS "${SLUICE_TASK_${task}_SOURCE}/*.c")
        if(NOT sources)
            message(FATAL_ERROR "task ${task}: there is no C file in "
                "${SLUICE_TASK_${task}_SOURCE}")
        endif()
        add_library(task-${task} OBJECT ${sources})
        sluice_room(task-${task} task "${PLAN}/${task}")
        target_compile_options(task-${task} PRIVATE ${SLUICE_TASK_${task}_FLAGS})
    endforeach()
endmacro()

# Portable kernel, port, chip data; the tables differ between the two links.
macro(sluice_kernel)
    file(GLOB sources CONFIGURE_DEPENDS "${SLUICE_ROOT}/kernel/*.c")
    list(FILTER sources EXCLUDE REGEX "/(audit(_none)?|blackout)\\.c$")
    if(EXISTS "${SLUICE_ROOT}/kernel/${SLUICE_BLACKOUT}.c")
        list(APPEND sources "${SLUICE_ROOT}/kernel/${SLUICE_BLACKOUT}.c")
    endif()
    if(EXISTS "${SLUICE_ROOT}/kernel/${SLUICE_AUDIT}.c")
        list(APPEND sources "${SLUICE_ROOT}/kernel/${SLUICE_AUDIT}.c")
    endif()
    set(port "${SLUICE_ROOT}/arch/${SLUICE_ARCH}")
    add_library(kernel OBJECT ${sources})
    # Stores to neighbours stay neighbours, and become one instruction
    target_compile_options(kernel PRIVATE
        $<$<C_COMPILER_ID:GNU>:-fno-schedule-insns>)
    set(map "${port}/${SLUICE_MAP}") # what the kernel itself may touch
    sluice_room(kernel kernel "${port}/inline" "${map}")

    set(core "${port}/${SLUICE_ARCH_CORE}") # what differs between its cores
    file(GLOB sources CONFIGURE_DEPENDS "${port}/*.c" "${port}/*.S"
        "${core}/*.c" "${core}/*.S" "${map}/*.c")
    add_library(arch OBJECT ${sources})
    sluice_room(arch arch "${port}" "${core}" "${map}"
        "${port}/${SLUICE_AUDIT}" "${port}/${SLUICE_BLACKOUT}")

    if(SLUICE_CHIP_SOURCES) # a chip without DMA tables may have none
        add_library(chip OBJECT ${SLUICE_CHIP_SOURCES})
        sluice_room(chip chip)
    endif()

    # What a freestanding compiler may call; the linker drops what it does not.
    add_library(memory OBJECT "${SLUICE_ROOT}/base/mem.c")
    sluice_room(memory runtime)

    set(KERNEL_PARTS)
    foreach(part kernel arch chip memory)
        if(TARGET ${part})
            list(APPEND KERNEL_PARTS $<TARGET_OBJECTS:${part}>)
        endif()
    endforeach()
endmacro()

# sluice_link(PROGRAM FILE SCRIPT OBJECT...): one program, by one script, as
# parts/FILE.elf.
function(sluice_link program file script)
    add_executable(${program} ${ARGN})
    set_target_properties(${program} PROPERTIES
        OUTPUT_NAME "${file}" SUFFIX .elf RUNTIME_OUTPUT_DIRECTORY "${PARTS}"
        LINKER_LANGUAGE C LINK_DEPENDS "${script}")
    target_link_options(${program} PRIVATE "-Wl,-T,${script}")
    target_link_libraries(${program} PRIVATE gcc)
endfunction()

function(sluice_link_task program file task from script)
    sluice_link(${program} "${file}" "${from}/${task}/${script}"
        $<TARGET_OBJECTS:task-${task}> $<TARGET_OBJECTS:runtime>)
endfunction()

function(sluice_link_kernel program file from script)
    sluice_link(${program} "${file}" "${from}/kernel/${script}"
        "${from}/kernel/tables.c" ${KERNEL_PARTS})
    sluice_room(${program} tables)
endfunction()

macro(sluice_link_measure)
    foreach(task IN LISTS SLUICE_TASKS)
        sluice_link_task(measure-${task} "${task}.measure"
            ${task} "${PLAN}" measure.ld)
        list(APPEND measured measure-${task})
    endforeach()
    sluice_link_kernel(kernel-measure kernel.measure "${PLAN}" measure.ld)
    list(APPEND measured kernel-measure)
endmacro()

macro(sluice_layout)
    set(placed "${LAYOUT}/kernel/link.ld" "${LAYOUT}/kernel/tables.c")
    foreach(task IN LISTS SLUICE_TASKS)
        list(APPEND placed "${LAYOUT}/${task}/link.ld")
    endforeach()
    add_custom_command(OUTPUT ${placed}
        COMMAND "${SLUICE_TOOL}" --root "${SLUICE_APP_ROOT}" layout
            "${SLUICE_MANIFEST}" -o "${LAYOUT}"
            --kernel $<TARGET_FILE:kernel-measure> --tasks "${PARTS}"
            ${BOARD_WORDS}
        DEPENDS ${measured} "${SLUICE_MANIFEST}" "${SLUICE_TOOL}"
        COMMENT "Placing tasks and kernel" VERBATIM)
    add_custom_target(placed DEPENDS ${placed})
endmacro()

macro(sluice_link_final)
    foreach(task IN LISTS SLUICE_TASKS)
        sluice_link_task(final-${task} "${task}" ${task} "${LAYOUT}" link.ld)
        list(APPEND linked final-${task})
    endforeach()
    sluice_link_kernel(kernel-final kernel "${LAYOUT}" link.ld)
    list(APPEND linked kernel-final)
    foreach(program IN LISTS linked)
        add_dependencies(${program} placed)
    endforeach()
endmacro()

macro(sluice_pack)
    set(elf "${CMAKE_BINARY_DIR}/${SLUICE_NAME}.elf")
    add_custom_command(OUTPUT "${elf}"
        COMMAND "${SLUICE_TOOL}" --root "${SLUICE_APP_ROOT}" pack
            "${SLUICE_MANIFEST}" -o "${elf}"
            --kernel $<TARGET_FILE:kernel-final> --tasks "${PARTS}"
            ${BOARD_WORDS}
        DEPENDS ${linked} "${SLUICE_MANIFEST}" "${SLUICE_TOOL}"
        COMMENT "Packing ${SLUICE_NAME}.elf" VERBATIM)
    add_custom_target(image ALL DEPENDS "${elf}")
endmacro()
