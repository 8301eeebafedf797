// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/wbxml.h"

#include <wbxml/wbxml_conv.h>
#include <wbxml/wbxml_errors.h>

#include <cstdlib>
#include <memory>

#include "dm/syncml/message.h"
#include "dm/syncml/wbxml_guard.h"

namespace foothold::dm {
namespace {

template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* handle) const { destroy(handle); }
};
using ToWbxml = std::unique_ptr<WBXMLConvXML2WBXML, Destroy<WBXMLConvXML2WBXML, wbxml_conv_xml2wbxml_destroy>>;
using ToXml = std::unique_ptr<WBXMLConvWBXML2XML, Destroy<WBXMLConvWBXML2XML, wbxml_conv_wbxml2xml_destroy>>;

struct Free {
  void operator()(WB_UTINY* memory) const { std::free(memory); }
};
using Output = std::unique_ptr<WB_UTINY, Free>;

// libwbxml2 only reads its input, but takes it without const.
WB_UTINY* input(const void* data) {
  return static_cast<WB_UTINY*>(const_cast<void*>(data));
}

}  // namespace

Result<Bytes> xml_to_wbxml(std::string_view xml) {
  WBXMLConvXML2WBXML* created = nullptr;
  if (wbxml_conv_xml2wbxml_create(&created) != WBXML_OK) return fail("no memory for libwbxml2", "WBXML");
  const ToWbxml conversion(created);
  wbxml_conv_xml2wbxml_set_version(created, WBXML_VERSION_12);
  wbxml_conv_xml2wbxml_enable_preserve_whitespaces(created);
  wbxml_conv_xml2wbxml_disable_string_table(created);
  WB_UTINY* data = nullptr;
  WB_ULONG size = 0;
  const WBXMLError error =
      wbxml_conv_xml2wbxml_run(created, input(xml.data()), static_cast<WB_ULONG>(xml.size()), &data, &size);
  const Output output(data);
  if (error != WBXML_OK) return fail("libwbxml2 cannot encode it, error " + std::to_string(error), "SyncML");
  return Bytes(data, data + size);
}

Result<std::string> wbxml_to_xml(ByteView wbxml) {
  if (auto checked = check_wbxml(wbxml); !checked) return tl::unexpected<Error>(checked.error());
  WBXMLConvWBXML2XML* created = nullptr;
  if (wbxml_conv_wbxml2xml_create(&created) != WBXML_OK) return fail("no memory for libwbxml2", "WBXML");
  const ToXml conversion(created);
  wbxml_conv_wbxml2xml_set_gen_type(created, WBXML_GEN_XML_CANONICAL);
  wbxml_conv_wbxml2xml_set_language(created, WBXML_LANG_SYNCML_SYNCML12);
  wbxml_conv_wbxml2xml_enable_preserve_whitespaces(created);
  WB_UTINY* data = nullptr;
  WB_ULONG size = 0;
  const WBXMLError error =
      wbxml_conv_wbxml2xml_run(created, input(wbxml.data()), static_cast<WB_ULONG>(wbxml.size()), &data, &size);
  const Output output(data);
  if (error != WBXML_OK) {
    return fail("libwbxml2 cannot decode it, error " + std::to_string(error), "WBXML", Error::kNoOffset,
                static_cast<int>(StatusCode::bad_request));
  }
  return std::string(data, data + size);
}

}  // namespace foothold::dm
