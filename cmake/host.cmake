# SPDX-License-Identifier: MIT
# What is compiled with the host's own compiler: the tool, and the kernel with
# its host port. Both exist twice where tests need them under sanitizers.
find_package(PkgConfig REQUIRED)
pkg_check_modules(TOOL_LIBS REQUIRED IMPORTED_TARGET libfyaml libelf libdw)

set(SLUICE_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)

function(sluice_sanitize target)
    target_compile_options(${target} PRIVATE ${SLUICE_SANITIZERS})
    target_link_options(${target} PUBLIC ${SLUICE_SANITIZERS})
endfunction()

# sluice_tool(LIBRARY PROGRAM): the tool, as a library without main and as the
# program.
function(sluice_tool library program)
    file(GLOB sources CONFIGURE_DEPENDS "${SLUICE_ROOT}/tool/*.c")
    list(REMOVE_ITEM sources "${SLUICE_ROOT}/tool/main.c")
    if(NOT EXISTS "${SLUICE_ROOT}/tool/main.c" OR NOT sources)
        return()
    endif()
    add_library(${library} STATIC ${sources})
    add_executable(${program} "${SLUICE_ROOT}/tool/main.c")
    foreach(target ${library} ${program})
        sluice_room(${target} tool)
        # Where an image project and the standard sources are found.
        target_compile_definitions(${target} PRIVATE
            SLUICE_ROOT="${SLUICE_ROOT}")
    endforeach()
    target_link_libraries(${library} PUBLIC PkgConfig::TOOL_LIBS)
    target_link_libraries(${program} PRIVATE ${library})
endfunction()

# The portable kernel for tests, which supply image tables and port.
function(sluice_host_kernel library)
    file(GLOB sources CONFIGURE_DEPENDS "${SLUICE_ROOT}/kernel/*.c")
    list(FILTER sources EXCLUDE REGEX "/(audit|blackout)\\.c$")
    if(sources)
        add_library(${library} STATIC ${sources})
        sluice_room(${library} kernel "${SLUICE_ROOT}/arch/host/inline")
        # Sizes are 64 bits wide here only; the image build checks conversions.
        target_compile_options(${library} PRIVATE -Wno-conversion)
    endif()
endfunction()

# The port that runs the kernel in a process.
function(sluice_host_port library)
    file(GLOB sources CONFIGURE_DEPENDS "${SLUICE_ROOT}/arch/host/*.c")
    if(sources)
        add_library(${library} STATIC ${sources})
        sluice_room(${library} arch "${SLUICE_ROOT}/arch/host"
            "${SLUICE_ROOT}/arch/host/inline")
    endif()
endfunction()
