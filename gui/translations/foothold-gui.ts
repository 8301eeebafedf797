<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>StepModel</name>
    <message>
        <source>Initial attach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discovery and registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MCIM provisioning, and service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::ApduConsole</name>
    <message>
        <source>&amp;Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands to the trusted environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket of a running trusted environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket of a running foothold-tre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command to send, in hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command in hex: 00A4040C0AF0464F4F54484F4C4401 selects the TRE, 80CA010200 asks its PCID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no command: at least four octets in hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hang &amp;Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::ApduModel</name>
    <message>
        <source>sent here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::CaptureLoader</name>
    <message>
        <source>reading was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the live stream has ended</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::ChannelKnobs</name>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bursts lost, &amp;downlink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bursts lost, &amp;uplink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Path loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Outage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing passes &amp;for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lab did so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lab&apos;s transceiver takes these at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This lab has no channel that can be changed (radio %1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For a running lab with bursts (--radio trx) that is followed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::ColourRulesDialog</name>
    <message>
        <source>Colour Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour rules, the first that fits decides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packets that pass this filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double click to choose another</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::FilterBar</name>
    <message>
        <source>Display filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter:  layer == gmm and device == 001020000000001   or a word to search for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device, from, to, actor, layer, kind, name, time, octets, no, text, or any field of an event;
==  !=  ~ (contains)  &lt;  &lt;=  &gt;  &gt;=; and, or, not, brackets. Enter applies it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 packets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 packets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::FleetModel</name>
    <message>
        <source>Step %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped at step %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::FleetView</name>
    <message>
        <source>Devices and their steps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::HexView</name>
    <message>
        <source>Octets of the packet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::LabMenu</name>
    <message>
        <source>&amp;Lab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start a Run…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a &amp;Tampered Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>St&amp;op the Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none: the device stands at Gb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>virtual: whole radio blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trx: bursts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Radio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detach %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::MainWindow</name>
    <message>
        <source>&amp;Replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Foothold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open Capture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Follow a Run…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export Chart…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in &amp;Wireshark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Packet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow this &amp;Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow this &amp;TLLI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow this &amp;APDU Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only this &amp;Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Field as &amp;Wireshark Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Packets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fleet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;APDUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Radio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Wider Lanes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narro&amp;wer Lanes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Normal Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows at Their &amp;Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;User Data in the Chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Colour Rules…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Capture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captures (*.pcapng *.pcap *.cap);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow a Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live socket of the run&apos;s collector:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export Chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SVG (*.svg);;PDF (*.pdf);;PNG (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wireshark is not installed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Foothold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;Foothold %1&lt;/h3&gt;&lt;p&gt;Follows a device from its provisional identity to its operator, as 3GPP TR 33.812, alternative 1a, describes it.&lt;/p&gt;&lt;p&gt;Free software, GNU Affero GPL 3 or later. Packets are decoded by tshark, where it is installed.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Foothold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>APDUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run ended with %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Foothold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a capture, or drop one here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Following %1  ·  %2 packets, %3 a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>  ·  %1 damaged blocks passed over</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::PacketDecoder</name>
    <message>
        <source>tshark gave no answer for this packet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::PacketModel</name>
    <message>
        <source> (captured, %1 octets)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was said</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::PacketView</name>
    <message>
        <source>Packets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decoded packet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 packets since – show the newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::PhaseBoard</name>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device whose steps are shown, by its PCID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phases and steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No step has been seen. Open a capture, or follow a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Stopped at step %1&lt;/b&gt;&lt;br&gt;%2&lt;br&gt;&lt;small&gt;TR 33.812, 5.1.3.6.2, step %3&lt;/small&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;In service&lt;/b&gt;&lt;br&gt;all steps done in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;%1 of %2 steps&lt;/b&gt; seen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::Plot</name>
    <message>
        <source>nothing told yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 at %3 s
</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::RadioView</name>
    <message>
        <source>Cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures and counters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dBm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signal to noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dB; timing advance, symbols</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signal to noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timing advance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bits of a million</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocks lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RLC data blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up, again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down, again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bit/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ARFCN %1, BSIC %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::SequenceChart</name>
    <message>
        <source>Sequence chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No message between actors is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::StepModel</name>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen again: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TR 33.812, 5.1.3.6.2, step %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1, %2, %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::TransportBar</name>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next Packet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position of the replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 / %2 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>foothold::gui::TreView</name>
    <message>
        <source>Trusted environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TRE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity and state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measuring: no evidence given yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>operating: the registers are closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locked down: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing seen of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MCIMs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files met</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read %1×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>updated %1×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2×)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands used</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Follow a device from its PCID to its operator, live or from a capture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow a run by its collector&apos;s live socket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pcap or pcapng file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
