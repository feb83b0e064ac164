#include "manifest/request_view.h"

#include "api/request_body.h"
#include "base/normal_form.h"

namespace shotlist::manifest {

const std::string& RequestView::body() {
  if (!has_body_) {
    api::append_request_body(body_, fields_.in_body());
    has_body_ = true;
  }
  return body_;
}

const Fingerprint& RequestView::fingerprint() {
  if (!fingerprint_) fingerprint_ = api::request_fingerprint(body());
  return *fingerprint_;
}

Fingerprint RequestView::prompt_digest() {
  const Value* prompt = find_field(fields(), "prompt");
  const auto* text = prompt == nullptr ? nullptr : std::get_if<std::string>(prompt);
  if (text == nullptr || text->empty()) return fingerprint();
  return is_surely_normal(*text) ? fingerprint_of(*text) : fingerprint_of(in_normal_form(*text));
}

Request RequestView::request() {
  Request request = request_without_body();
  request.body = body();
  return request;
}

Request RequestView::request_without_body() {
  Request request;
  request.id = id_;
  request.fingerprint = fingerprint();
  request.source = at_.location();
  request.fields = fields_.all();
  request.price = price_;
  request.variables = variables_.all();
  return request;
}

}  // namespace shotlist::manifest
