# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Which room may use which, as one table. A target belongs to the room whose folder it is declared in; a link
# to a room that the table does not allow stops the configuration, so a wrong include does not build.

set(FOOTHOLD_USES_base "")
set(FOOTHOLD_USES_config base)
set(FOOTHOLD_USES_trace base)
set(FOOTHOLD_USES_gsm base trace)
set(FOOTHOLD_USES_pki base)
set(FOOTHOLD_USES_dm base trace)
# The TRE shares with the mobile only what a SIM shares with a phone: identities and authentication.
set(FOOTHOLD_USES_tre_emu base config trace pki gsm::auth gsm::identity)
set(FOOTHOLD_USES_rf_bridge base config trace gsm)
set(FOOTHOLD_USES_operators base config trace pki dm gsm::auth gsm::identity gsm::gsup)
# The machine reaches the TRE by APDU only, never by linking its inside.
set(FOOTHOLD_USES_m2me base config trace gsm rf_bridge dm pki)
set(FOOTHOLD_USES_lab base config trace pki gsm rf_bridge)
# The dashboard reads the trace; how the 22 steps are derived from it, and what files of a card are called, is the lab's
# knowledge, shared with its report and its tools.
set(FOOTHOLD_USES_gui base trace gsm lab::steps lab::scenarios lab::card_names)

option(FOOTHOLD_WERROR "Treat warnings as errors" ON)
set(FOOTHOLD_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (e.g. address,undefined)")

add_library(foothold_flags INTERFACE)
target_compile_features(foothold_flags INTERFACE cxx_std_20)
target_include_directories(foothold_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(foothold_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${FOOTHOLD_WERROR}>:-Werror>
  -pthread) # some libraries ask for it, and a precompiled header serves only where all or none have it
# What g++ 12 says wrongly of std::variant, std::string and std::vector once it optimises (GCC bugs 105562, 105651,
# 107852); other compilers, and g++ without -O2, still look for these.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(foothold_flags INTERFACE
    -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if(FOOTHOLD_SANITIZE)
  target_compile_options(foothold_flags INTERFACE
    -fsanitize=${FOOTHOLD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(foothold_flags INTERFACE -fsanitize=${FOOTHOLD_SANITIZE})
endif()

# The room of the folder that is being configured: the first part of its path.
function(_foothold_room out)
  file(RELATIVE_PATH path "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REGEX REPLACE "/.*" "" room "${path}")
  set(${out} "${room}" PARENT_SCOPE)
endfunction()

function(_foothold_check_uses target)
  _foothold_room(room)
  if(room STREQUAL "tests" OR room STREQUAL "")
    return()
  endif()
  foreach(used IN LISTS ARGN)
    if(NOT used MATCHES "^foothold::(.*)$")
      continue() # a library from outside
    endif()
    set(name "${CMAKE_MATCH_1}")             # gsm::llc
    string(REGEX REPLACE "::.*" "" used_room "${name}")
    if(used_room STREQUAL room)
      continue()
    endif()
    list(FIND FOOTHOLD_USES_${room} "${used_room}" whole)
    list(FIND FOOTHOLD_USES_${room} "${name}" part)
    if(whole EQUAL -1 AND part EQUAL -1)
      message(FATAL_ERROR "${target}: room '${room}' may not use '${name}' (see cmake/FootholdTargets.cmake)")
    endif()
  endforeach()
endfunction()

# With the sanitizers a translation unit costs as much for its headers as for its own lines: there, the libraries that
# many include are compiled once. Elsewhere each file stands on its own, and a missing #include is found.
option(FOOTHOLD_PRECOMPILE "Precompile the headers of the standard library and of nlohmann-json" OFF)
set(FOOTHOLD_PRECOMPILED_HEADERS
  <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span> <string>
  <string_view> <thread> <utility> <variant> <vector> <nlohmann/json.hpp> <tl/expected.hpp>)
if(FOOTHOLD_PRECOMPILE)
  add_library(foothold_headers STATIC EXCLUDE_FROM_ALL "${CMAKE_SOURCE_DIR}/cmake/headers.cpp")
  target_link_libraries(foothold_headers PRIVATE foothold_flags)
  target_precompile_headers(foothold_headers PRIVATE ${FOOTHOLD_PRECOMPILED_HEADERS})
endif()

# A Qt target is compiled with other flags (-fPIC), and could not use what was precompiled without.
function(_foothold_precompiled target)
  if(FOOTHOLD_PRECOMPILE AND NOT "${ARGN}" MATCHES "Qt6::|gui::model|gui::view")
    target_precompile_headers(${target} REUSE_FROM foothold_headers)
  endif()
endfunction()

# foothold_library(gsm::llc SOURCES a.cpp ... USES foothold::base PkgConfig::OSMOGSM ... [PRIVATE_USES ...])
function(foothold_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  string(REPLACE "::" "_" target "foothold_${name}")
  _foothold_check_uses(${target} ${ARG_USES} ${ARG_PRIVATE_USES})
  if(ARG_SOURCES)
    add_library(${target} STATIC ${ARG_SOURCES})
    target_link_libraries(${target} PUBLIC foothold_flags ${ARG_USES} PRIVATE ${ARG_PRIVATE_USES})
    _foothold_precompiled(${target} ${ARG_USES} ${ARG_PRIVATE_USES})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE foothold_flags ${ARG_USES})
  endif()
  add_library(foothold::${name} ALIAS ${target})
endfunction()

# foothold_program(foothold-tre SOURCES main.cpp USES foothold::tre_emu ...)
function(foothold_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  _foothold_check_uses(${name} ${ARG_USES})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE foothold_flags ${ARG_USES})
  _foothold_precompiled(${name} ${ARG_USES})
  target_compile_definitions(${name} PRIVATE FOOTHOLD_VERSION="${PROJECT_VERSION}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

# What a test file says is done once: with the sanitizers, optimising it takes longer than running it.
add_library(foothold_test_flags INTERFACE)
target_link_libraries(foothold_test_flags INTERFACE foothold_flags)
if(FOOTHOLD_SANITIZE)
  target_compile_options(foothold_test_flags INTERFACE -O0)
endif()

# GoogleTest's headers, compiled once for all tests.
add_library(foothold_gtest_headers STATIC EXCLUDE_FROM_ALL "${CMAKE_SOURCE_DIR}/cmake/headers.cpp")
target_link_libraries(foothold_gtest_headers PRIVATE foothold_test_flags GTest::gtest GTest::gmock)
target_precompile_headers(foothold_gtest_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
if(FOOTHOLD_PRECOMPILE)
  target_precompile_headers(foothold_gtest_headers PRIVATE ${FOOTHOLD_PRECOMPILED_HEADERS})
endif()

# foothold_test(gsm_llc_test LABEL gsm SOURCES llc_frame_test.cpp USES foothold::gsm::llc)
function(foothold_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE foothold_test_flags ${ARG_USES} GTest::gtest GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM foothold_gtest_headers)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT 300)
endfunction()

# foothold_fuzz(llc_fuzz SOURCES llc_fuzz.cpp USES foothold::gsm::llc [CORPUS dir])
# One LLVMFuzzerTestOneInput. Under clang with -DFOOTHOLD_LIBFUZZER=ON it is a libFuzzer program; otherwise the
# repeatable driver in tests/fuzz/driver.cpp mutates the corpus, so that every test run fuzzes a little.
option(FOOTHOLD_LIBFUZZER "Build the fuzz targets with libFuzzer (clang)" OFF)
function(foothold_fuzz name)
  cmake_parse_arguments(ARG "" "CORPUS;RUNS" "SOURCES;USES" ${ARGN})
  if(NOT ARG_RUNS)
    set(ARG_RUNS 20000)
  endif()
  if(FOOTHOLD_LIBFUZZER)
    add_executable(${name} ${ARG_SOURCES})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${ARG_SOURCES} "${CMAKE_SOURCE_DIR}/tests/fuzz/driver.cpp")
    add_test(NAME fuzz.${name} COMMAND ${name} --runs ${ARG_RUNS} ${ARG_CORPUS}
      WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 300)
  endif()
  target_link_libraries(${name} PRIVATE foothold_flags ${ARG_USES})
endfunction()
