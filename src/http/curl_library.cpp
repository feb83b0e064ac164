#include "http/curl_library.h"

#include "base/library.h"

namespace shotlist::http {

CurlLibrary::CurlLibrary() {
  const Library library("libcurl.so.4");
  library.find("curl_global_init", global_init);
  library.find("curl_global_cleanup", global_cleanup);
  library.find("curl_free", free);
  library.find("curl_easy_init", easy_init);
  library.find("curl_easy_cleanup", easy_cleanup);
  library.find("curl_easy_setopt", easy_setopt);
  library.find("curl_easy_getinfo", easy_getinfo);
  library.find("curl_easy_strerror", easy_strerror);
  library.find("curl_multi_init", multi_init);
  library.find("curl_multi_cleanup", multi_cleanup);
  library.find("curl_multi_setopt", multi_setopt);
  library.find("curl_multi_add_handle", multi_add_handle);
  library.find("curl_multi_remove_handle", multi_remove_handle);
  library.find("curl_multi_socket_action", multi_socket_action);
  library.find("curl_multi_info_read", multi_info_read);
  library.find("curl_multi_strerror", multi_strerror);
  library.find("curl_slist_append", slist_append);
  library.find("curl_slist_free_all", slist_free_all);
  library.find("curl_url", url);
  library.find("curl_url_cleanup", url_cleanup);
  library.find("curl_url_get", url_get);
  library.find("curl_url_set", url_set);
}

const CurlLibrary& libcurl() {
  static const CurlLibrary library;
  return library;
}

}  // namespace shotlist::http
