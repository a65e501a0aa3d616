# SPDX-License-Identifier: MIT
# Whole systems in the emulator: each tests/image/<name>/app.yaml is an image.
# It is built as a fixture, so that a broken image fails its own tests only;
# then `sluice run` gives the verdict. A folder with a run.sh is run by that
# script instead: SLUICE and IMAGE tell it the tool and the ELF. The same
# manifest for another board is a test of its own, named after both.
if(NOT TARGET sluice)
    return()
endif()

# The tests of an image, by name: rows of the tables in its sources.
function(sluice_image_names folder result)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.c")
    set(names)
    foreach(source IN LISTS sources)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
            "${source}")
        file(READ "${source}" text)
        string(REGEX MATCHALL "\n    {\"[^\"]+\"," rows "${text}")
        list(TRANSFORM rows REPLACE "^\n    {\"(.*)\",$" "\\1")
        list(APPEND names ${rows})
    endforeach()
    set(${result} "${names}" PARENT_SCOPE)
endfunction()

# Runs the image once; each line of its output is then a test of its own. One
# more test has the image's verdict, and that no line is missing.
function(sluice_result_tests name behaviour names)
    set(folder "${CMAKE_BINARY_DIR}/images/${name}/results")
    set(results bash "${TESTS}/image/results.sh")
    list(JOIN names "\n" lines)
    file(WRITE "${folder}/names" "${lines}\n")

    add_test(NAME "image: run ${behaviour}"
        COMMAND ${results} run "${folder}" ${ARGN})
    set_tests_properties("image: run ${behaviour}" PROPERTIES
        FIXTURES_SETUP "results-${name}")
    add_test(NAME "image: ${behaviour}"
        COMMAND ${results} check "${folder}" "${folder}/names")
    set_tests_properties("image: ${behaviour}" PROPERTIES
        LABELS image TIMEOUT 10 FIXTURES_REQUIRED "results-${name}")
    foreach(line IN LISTS names)
        add_test(NAME "${behaviour}: ${line}"
            COMMAND grep -qxF "ok - ${line}" "${folder}/results")
        set_tests_properties("${behaviour}: ${line}" PROPERTIES
            LABELS line TIMEOUT 10 FIXTURES_REQUIRED "results-${name}")
        if(name MATCHES "^attack")
            set_tests_properties("${behaviour}: ${line}" PROPERTIES
                LABELS "line;attack")
        endif()
    endforeach()
endfunction()

function(sluice_image_test image manifest)
    get_filename_component(folder "${manifest}" DIRECTORY)
    set(name "${image}")
    set(board)
    if(ARGC GREATER 2)
        set(board --board "${ARGV2}")
        set(name "${image}-on-${ARGV2}")
    endif()
    set(build "${CMAKE_BINARY_DIR}/images/${name}")
    set(elf "${build}/${image}.elf")
    string(REPLACE "-" " " behaviour "${name}")

    add_test(NAME "image: build ${name}"
        COMMAND sluice build "${manifest}" -o "${build}" ${board})
    set_tests_properties("image: build ${name}" PROPERTIES
        LABELS image TIMEOUT 180 FIXTURES_SETUP "elf-${name}")

    if(EXISTS "${folder}/run.sh")
        set(run bash "${folder}/run.sh")
    else()
        set(run $<TARGET_FILE:sluice> run "${elf}" --timeout 60)
    endif()
    sluice_image_names("${folder}" names)
    if(names)
        set(test "image: run ${behaviour}")
        sluice_result_tests("${name}" "${behaviour}" "${names}" ${run})
    else()
        set(test "image: ${behaviour}")
        add_test(NAME "${test}" COMMAND ${run})
    endif()
    set_tests_properties("${test}" PROPERTIES
        LABELS image TIMEOUT 120 FIXTURES_REQUIRED "elf-${name}"
        ENVIRONMENT "SLUICE=$<TARGET_FILE:sluice>;IMAGE=${elf}")
endfunction()

file(GLOB manifests CONFIGURE_DEPENDS "${TESTS}/image/*/app.yaml")
foreach(manifest IN LISTS manifests)
    get_filename_component(folder "${manifest}" DIRECTORY)
    get_filename_component(name "${folder}" NAME)
    sluice_image_test("${name}" "${manifest}")
endforeach()
# Whatever manifest was read, a change of it brings the configuration back.
add_test(NAME "image: manifests of test boards are watched"
    COMMAND grep -rq --include=build.ninja --include=Makefile.cmake
        "/tests/boards/mps2-an505-test/board.yaml"
        "${CMAKE_BINARY_DIR}/images/unhalt")
set_tests_properties("image: manifests of test boards are watched" PROPERTIES
    LABELS image TIMEOUT 10 FIXTURES_REQUIRED elf-unhalt)
# The late engine again, without what keeps it harmless: it must do harm.
set(test "image: without the scrub a late engine writes memory handed back")
add_test(NAME "${test}" COMMAND bash "${TESTS}/image/unscrubbed.sh"
    $<TARGET_FILE:sluice> "${CMAKE_BINARY_DIR}/images/unscrubbed")
set_tests_properties("${test}" PROPERTIES LABELS "image;attack" TIMEOUT 180)
sluice_image_test(hello "${SLUICE_ROOT}/images/hello/app.yaml")
sluice_image_test(demo "${SLUICE_ROOT}/images/demo/app.yaml")

# The other boards. What has no DMA in it runs on all.
foreach(board mps2-an521 mps3-an547 mps2-an385 mps2-an386 mps2-an500
        emcraft-sf2)
    sluice_image_test(hello "${SLUICE_ROOT}/images/hello/app.yaml" "${board}")
    foreach(image calls conformance faults halt handoff panic restart)
        sluice_image_test("${image}" "${TESTS}/image/${image}/app.yaml"
            "${board}")
    endforeach()
endforeach()

# Attacks where no DMA controller is: Armv7-M, and one with a master of its own.
sluice_image_test(attack-bare "${TESTS}/image/attack-bare/app.yaml" emcraft-sf2)

# Boards with DMA controllers that the project describes.
sluice_image_test(dma "${TESTS}/image/dma/app.yaml" mps2-an521)
sluice_image_test(demo "${SLUICE_ROOT}/images/demo/app.yaml" mps2-an521)

# Cores with an FPU.
foreach(board mps3-an547 mps2-an386 mps2-an500)
    sluice_image_test(fpu "${TESTS}/image/fpu/app.yaml" "${board}")
endforeach()

# The protection unit while tasks are switched, from outside.
function(sluice_types_test board image)
    set(test "image: each task's map and memory types on ${board}")
    add_test(NAME "${test}" COMMAND bash "${TESTS}/image/attributes.sh"
        "${CMAKE_BINARY_DIR}/images/${image}" "${board}")
    set_tests_properties("${test}" PROPERTIES
        LABELS image TIMEOUT 120 FIXTURES_REQUIRED "elf-${image}")
endfunction()
sluice_types_test(mps2-an505 conformance)
foreach(board mps2-an521 mps3-an547 mps2-an385 mps2-an386 mps2-an500
        emcraft-sf2)
    sluice_types_test("${board}" "conformance-on-${board}")
endforeach()

# The kernel's own stack, by a debugger: one board of each architecture.
foreach(board mps2-an505 mps2-an385)
    set(test "image: an overflow of the kernel's stack is a fault on ${board}")
    set(build "faults-on-${board}")
    if(board STREQUAL mps2-an505)
        set(build faults)
    endif()
    add_test(NAME "${test}" COMMAND bash "${TESTS}/image/overflow.sh"
        "${CMAKE_BINARY_DIR}/images/${build}/faults.elf" "${board}")
    set_tests_properties("${test}" PROPERTIES
        LABELS image TIMEOUT 60 FIXTURES_REQUIRED "elf-${build}")
endforeach()

# The kernel's own map, by a debugger: boards whose chips have the regions.
foreach(board mps2-an505 mps2-an521 mps3-an547)
    set(test "image: a wild pointer of the kernel is a fault on ${board}")
    set(build "faults-on-${board}")
    if(board STREQUAL mps2-an505)
        set(build faults)
    endif()
    add_test(NAME "${test}" COMMAND bash "${TESTS}/image/wild.sh"
        "${CMAKE_BINARY_DIR}/images/${build}/faults.elf" "${board}")
    set_tests_properties("${test}" PROPERTIES
        LABELS image TIMEOUT 60 FIXTURES_REQUIRED "elf-${build}")
endforeach()

# The demo again, on files whose lengths leave every kind of tail.
foreach(length 0 1 2 15359 15361 100003)
    set(test "image: demo measures ${length} bytes as sha256sum does")
    add_test(NAME "${test}" COMMAND bash "${TESTS}/image/measure.sh"
        $<TARGET_FILE:sluice> "${CMAKE_BINARY_DIR}/images/demo/demo.elf"
        ${length})
    set_tests_properties("${test}" PROPERTIES
        LABELS image TIMEOUT 120 FIXTURES_REQUIRED elf-demo)
endforeach()

add_test(NAME "image: an application outside of the tree"
    COMMAND bash "${TESTS}/image/outside.sh" $<TARGET_FILE:sluice>)
set_tests_properties("image: an application outside of the tree" PROPERTIES
    LABELS image TIMEOUT 180)
add_test(NAME "image: size reports"
    COMMAND bash "${TESTS}/image/reports.sh" $<TARGET_FILE:sluice>
        "${CMAKE_BINARY_DIR}/images/hello")
set_tests_properties("image: size reports" PROPERTIES
    LABELS image TIMEOUT 60 FIXTURES_REQUIRED elf-hello)
add_test(NAME "image: emulators that end by themselves"
    COMMAND bash "${TESTS}/image/endings.sh" $<TARGET_FILE:sluice>
        "${CMAKE_BINARY_DIR}/images/hello/hello.elf")
set_tests_properties("image: emulators that end by themselves" PROPERTIES
    LABELS image TIMEOUT 60 FIXTURES_REQUIRED elf-hello)
add_test(NAME "image: a task that crashes for ever waits and is reported"
    COMMAND bash "${TESTS}/image/crashes.sh" $<TARGET_FILE:sluice>)
set_tests_properties(
    "image: a task that crashes for ever waits and is reported" PROPERTIES
    LABELS image TIMEOUT 180)

# Images that must not come about: run.sh says what the build has to answer.
file(GLOB scripts CONFIGURE_DEPENDS "${TESTS}/image-bad/*/run.sh")
foreach(script IN LISTS scripts)
    get_filename_component(folder "${script}" DIRECTORY)
    get_filename_component(name "${folder}" NAME)
    add_test(NAME "image: refused ${name}"
        COMMAND bash "${script}" "${CMAKE_BINARY_DIR}/images/refused-${name}")
    set_tests_properties("image: refused ${name}" PROPERTIES
        LABELS image TIMEOUT 180 ENVIRONMENT "SLUICE=$<TARGET_FILE:sluice>")
endforeach()

# The longest ways through the kernel that two busy images take are within what
# `sluice audit` computes.
foreach(image dma faults)
    set(test "image: entries of the kernel in ${image} stay within their bounds")
    add_test(NAME "${test}"
        COMMAND bash "${TESTS}/image/blackout.sh" "$<TARGET_FILE:sluice>"
            "${TESTS}/image/${image}/app.yaml"
            "${CMAKE_BINARY_DIR}/images/${image}" 3000000)
    set_tests_properties("${test}" PROPERTIES
        LABELS image TIMEOUT 120 FIXTURES_REQUIRED "elf-${image}")
endforeach()

add_test(NAME "port: Armv6-M compiles"
    COMMAND bash "${TESTS}/ports/v6m.sh")
set_tests_properties("port: Armv6-M compiles" PROPERTIES
    LABELS tool TIMEOUT 120)
