#pragma once
// Shared libraries that are loaded when they are first needed: with all that they need themselves,
// libcurl and libpq take longer to load than a small manifest takes to check.

#include <string>

namespace shotlist::inline base {

/// A library that stays loaded until the program ends.
class Library {
 public:
  /// `name` is the one that programs are linked with, such as `libcurl.so.4`. Throws Error
  /// (invalid) if it is missing, as everything here does.
  explicit Library(const std::string& name);

  /// Sets `function` to the library's function of that name.
  template <typename Function>
  void find(const char* name, Function*& function) const {
    function = reinterpret_cast<Function*>(address_of(name));
  }

 private:
  void* address_of(const char* name) const;

  std::string name_;
  void* handle_;
};

}  // namespace shotlist::inline base
