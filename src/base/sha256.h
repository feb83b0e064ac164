#pragma once
// SHA-256 (FIPS 180-4), as `sha256sum` prints it.

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace shotlist::inline base {

/// Takes the bytes of a file in any number of pieces.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view bytes);

  /// 64 hexadecimal digits, in lower case. Nothing may be added afterwards.
  std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace shotlist::inline base
