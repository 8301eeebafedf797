// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/app/radio.h"

#include <random>

#include "rf_bridge/um/um_link.h"

namespace foothold::m2me {
namespace {

using rf_bridge::PhysicalLayer;
using rf_bridge::PhysicalLayerHandler;
using rf_bridge::RadioLink;
using rf_bridge::RadioLinkHandler;

Result<std::unique_ptr<PhysicalLayer>> open_layer(const rf_bridge::um_virtual::VirtualUmSettings& settings,
                                                  PhysicalLayerHandler& handler, trace::Sink& sink) {
  return rf_bridge::um_virtual::VirtualUm::open(settings, handler, sink);
}

Result<std::unique_ptr<PhysicalLayer>> open_layer(const rf_bridge::trx::TrxSettings& settings,
                                                  PhysicalLayerHandler& handler, trace::Sink& sink) {
  return rf_bridge::trx::TrxPhysicalLayer::open(settings, handler, sink);
}

Result<std::unique_ptr<PhysicalLayer>> open_layer(const rf_bridge::l1ctl::L1ctlSettings& settings,
                                                  PhysicalLayerHandler& handler, trace::Sink& sink) {
  return rf_bridge::l1ctl::L1ctlPhysicalLayer::open(settings, handler, sink);
}

struct Radio {
  std::string device;
  Bytes capability;
  trace::Sink& sink;

  OpenRadioLink operator()(rf_bridge::gb::GbSettings settings) const {
    settings.device = device;
    return [settings, &to = sink](RadioLinkHandler& handler) -> Result<std::unique_ptr<RadioLink>> {
      return rf_bridge::gb::GbLink::open(settings, handler, to);
    };
  }

  template <class LayerSettings>
  OpenRadioLink operator()(LayerSettings settings) const {
    settings.device = device;
    gsm::grr::GrrSettings grr;
    grr.device = device;
    grr.ms_ra_capability = capability;
    return [settings, grr, &to = sink](RadioLinkHandler& handler) -> Result<std::unique_ptr<RadioLink>> {
      const auto open = [&](PhysicalLayerHandler& link) { return open_layer(settings, link, to); };
      return rf_bridge::um::UmLink::open(
          grr, [] { return std::random_device{}(); }, open, handler, to);
    };
  }
};

}  // namespace

OpenRadioLink radio_of(const RadioSettings& settings, const std::string& device,
                       const gsm::gmm::MsRaCapability& capability, trace::Sink& sink) {
  Bytes value;
  ByteWriter writer(value);
  capability.encode(writer);
  return std::visit(Radio{device, value, sink}, settings);
}

}  // namespace foothold::m2me
