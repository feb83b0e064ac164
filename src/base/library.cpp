#include "base/library.h"

#include <dlfcn.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::inline base {

Library::Library(const std::string& name)
    : name_(name), handle_(::dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL)) {
  if (handle_ != nullptr) return;
  throw Error(ExitCode::invalid, tr("{} cannot be loaded: {}", name_, ::dlerror()),
              tr("install the package it belongs to"));
}

void* Library::address_of(const char* name) const {
  void* const address = ::dlsym(handle_, name);
  if (address != nullptr) return address;
  throw Error(ExitCode::invalid, tr("{} has no {}: it is too old", name_, name),
              tr("install a newer one"));
}

}  // namespace shotlist::inline base
