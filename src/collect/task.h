#pragma once
// A task that was paid for, whose video is to be collected.

#include <string>

#include "base/time.h"
#include "model/video.h"

namespace shotlist::collect {

struct Task {
  std::string row;   ///< the id of its row
  std::string id;    ///< as the server gave it
  std::string body;  ///< of its request; only the model, size and duration matter
  Date sent_at;
  Video video;  ///< as the ledger knows it; always with its entry
};

}  // namespace shotlist::collect
