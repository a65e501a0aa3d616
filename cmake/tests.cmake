# SPDX-License-Identifier: MIT
# Tests. Labels: unit (one module), sim (the kernel in a process), tool (the
# program `sluice`), image (a whole system in the emulator).
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka)
if(NOT CMOCKA_FOUND)
    message(STATUS "cmocka (libcmocka-dev) is not here: no tests")
    return()
endif()

set(TESTS "${SLUICE_ROOT}/tests")

sluice_tool(tool_checked sluice-checked)
sluice_host_kernel(kernel_checked)
sluice_host_port(port_checked)
file(GLOB support CONFIGURE_DEPENDS "${TESTS}/support/*.c")
if(support AND TARGET kernel_checked)
    add_library(kernel_support STATIC ${support})
    sluice_room(kernel_support kernel "${SLUICE_ROOT}/arch/host"
        "${SLUICE_ROOT}/arch/host/inline")
    target_compile_options(kernel_support PRIVATE -Wno-conversion)
endif()
file(GLOB chip CONFIGURE_DEPENDS "${SLUICE_ROOT}/chips/*/*.c")
if(chip)
    add_library(chip_checked STATIC ${chip})
    sluice_room(chip_checked chip)
endif()
foreach(target tool_checked sluice-checked kernel_checked port_checked
        kernel_support chip_checked)
    if(TARGET ${target})
        sluice_sanitize(${target})
    endif()
endforeach()

# sluice_test_programs(LABEL FOLDER ROOM LIBRARY...): each test_*.c or *_test.c
# in FOLDER is a program; the other files of the folder are linked to each. A
# test sees what it tests: the include paths of ROOM, and its own folder.
function(sluice_test_programs label folder room)
    file(GLOB all CONFIGURE_DEPENDS "${folder}/*.c")
    set(programs ${all})
    list(FILTER programs INCLUDE REGEX "/(test_[^/]*|[^/]*_test)\\.c$")
    set(support ${all})
    if(programs)
        list(REMOVE_ITEM support ${programs})
    endif()
    foreach(source IN LISTS programs)
        get_filename_component(name "${source}" NAME_WE)
        string(REGEX REPLACE "^test_|_test$" "" name "${name}")
        set(target "test_${room}_${label}_${name}")
        add_executable(${target} "${source}" ${support} ${${label}_sources})
        sluice_room(${target} ${room} "${folder}" "${TESTS}/support"
            "${SLUICE_ROOT}/arch/host" "${SLUICE_ROOT}/arch/host/inline")
        target_compile_options(${target} PRIVATE -Wno-conversion)
        target_compile_definitions(${target} PRIVATE
            SLUICE_ROOT="${SLUICE_ROOT}")
        sluice_sanitize(${target})
        list(JOIN ARGN "," libraries) # each may need any other
        target_link_libraries(${target} PRIVATE
            "$<LINK_GROUP:RESCAN,${libraries}>" PkgConfig::CMOCKA)
        add_test(NAME "${label}: ${room} ${name}" COMMAND ${target})
        set_tests_properties("${label}: ${room} ${name}" PROPERTIES
            LABELS ${label} TIMEOUT 120)
        # Again with each task struck, at a sample of points (plays.c).
        if(label STREQUAL sim)
            add_test(NAME "everywhere: ${name}" COMMAND ${target})
            set_tests_properties("everywhere: ${name}" PROPERTIES
                LABELS sim TIMEOUT 120 ENVIRONMENT EVERYWHERE=41)
        endif()
    endforeach()
endfunction()

if(TARGET tool_checked)
    sluice_test_programs(unit "${TESTS}/unit/tool" tool tool_checked)
endif()
if(TARGET kernel_checked)
    sluice_test_programs(unit "${TESTS}/unit/kernel" kernel kernel_checked)
endif()
if(TARGET kernel_checked AND TARGET port_checked AND TARGET kernel_support)
    # The audit is on: as a source it comes before the library's audit_none.c.
    set(sim_sources "${SLUICE_ROOT}/kernel/audit.c")
    sluice_test_programs(sim "${TESTS}/sim" kernel
        kernel_checked port_checked kernel_support chip_checked)
endif()

if(TARGET kernel_support)
    include("${SLUICE_ROOT}/cmake/tests-fuzz.cmake")
endif()
include("${SLUICE_ROOT}/cmake/tests-life.cmake")
include("${SLUICE_ROOT}/cmake/tests-walls.cmake")
include("${SLUICE_ROOT}/cmake/tests-tool.cmake")
include("${SLUICE_ROOT}/cmake/tests-image.cmake")
include("${SLUICE_ROOT}/cmake/tests-model.cmake")
