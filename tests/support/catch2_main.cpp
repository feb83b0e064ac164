// The one file that compiles Catch2 2 itself; Catch2 3 comes as a library.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
