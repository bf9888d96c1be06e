/** All codes that the options of a broker's configuration can lead to, but for the traps, which are rules. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const optionRepeated: CodeDescription = {
  code: 'option-repeated',
  severity: 'error',
  summary: 'an option of mosquitto.conf stands twice where it can stand once',
  explanation: prose`
    Mosquitto does not start with it. Of a listener or a bridge, each may have the option once. Remove one of the two.`,
}

export const optionOverridden: CodeDescription = {
  code: 'option-overridden',
  severity: 'warning',
  summary: 'an option of mosquitto.conf stands twice, and only the last one counts',
  explanation: prose`
    The first one says nothing. Often the second was meant for another listener, or comes with \`include_dir\`.`,
}

export const optionNeedsListener: CodeDescription = {
  code: 'option-needs-listener',
  severity: 'error',
  summary: 'an option of a listener stands before the first listener',
  explanation: prose`
    Options of a listener follow their \`listener\` line, in the same file: what an included file says of listeners
    starts anew. With \`per_listener_settings\`, options of security belong to listeners too.`,
}

export const optionNeedsBridge: CodeDescription = {
  code: 'option-needs-bridge',
  severity: 'error',
  summary: 'an option of a bridge stands before the first bridge',
  explanation: prose`
    Options of a bridge follow their \`connection\` line, in the same file: what an included file says of bridges starts
    anew.`,
}

export const optionNeedsPlugin: CodeDescription = {
  code: 'option-needs-plugin',
  severity: 'error',
  summary: 'an option of a plugin stands before the first plugin',
  explanation: prose`
    \`plugin_opt_…\` follows the line that loads the plugin, in the same file.`,
}

export const optionUnsupported: CodeDescription = {
  code: 'option-unsupported',
  severity: 'error',
  summary: 'an option of Mosquitto does something that this broker cannot do',
  explanation: prose`
    Without it the broker would be another than the configuration says, so it does not start.
    \`docs/broker-options.md\` says of each option whether it is supported.`,
}

export const optionWithoutEffect: CodeDescription = {
  code: 'option-without-effect',
  severity: 'warning',
  summary: 'an option of Mosquitto has no effect in this broker, and might be missed',
  explanation: prose`
    The broker starts, because nothing that clients see depends on it. \`docs/broker-options.md\` says why there is no
    effect.`,
}

export const optionUnneeded: CodeDescription = {
  code: 'option-unneeded',
  severity: 'info',
  summary: 'an option of Mosquitto has no effect in this broker, and is not needed',
  explanation: prose`
    What the option is for is always so, or happens by itself. \`docs/broker-options.md\` says why there is no effect.`,
}

export const optionDeprecated: CodeDescription = {
  code: 'option-deprecated',
  severity: 'info',
  summary: 'Mosquitto 2.1 warns of an option: it will go in a later version',
  explanation: prose`
    It works as before. The hint says what to write in its place, where there is something.`,
}

export const perListenerSettingsLate: CodeDescription = {
  code: 'per-listener-settings-late',
  severity: 'error',
  summary: '`per_listener_settings` follows an option that it changes the meaning of',
  explanation: prose`
    It decides whether options of security hold for the broker or for a listener, so it comes before all of them. Make
    it the first line.`,
}

export const pskAndCertificate: CodeDescription = {
  code: 'psk-and-certificate',
  severity: 'error',
  summary: 'a listener or a bridge has both a certificate and a pre-shared key',
  explanation: prose`
    TLS is set up by one of the two. Give each a listener of its own. \`psk_file\` is read as an option of the listener
    above it, even where it holds for the whole broker: write it before the listeners.`,
}

export const certificateIncomplete: CodeDescription = {
  code: 'certificate-incomplete',
  severity: 'error',
  summary: 'a listener or a bridge has a certificate without its key, or the other way round',
  explanation: prose`
    \`certfile\` and \`keyfile\` turn TLS on together; \`cafile\` and \`capath\` need them. Otherwise the listener would take
    connections that are not encrypted.`,
}

export const listenerInvalid: CodeDescription = {
  code: 'listener-invalid',
  severity: 'error',
  summary: 'a `listener` line of mosquitto.conf has no port, or a wrong one',
  explanation: prose`
    The port comes first, from 1 to 65535, and an address after it. Port 0 stands for a Unix socket, whose path
    follows.`,
}

export const proxyConflict: CodeDescription = {
  code: 'proxy-conflict',
  severity: 'error',
  summary: 'a listener behind a proxy has options of TLS that the proxy takes care of',
  explanation: prose`
    With version 2 of the PROXY protocol, the proxy speaks TLS with the clients, and the listener none.`,
}

export const durationInvalid: CodeDescription = {
  code: 'duration-invalid',
  severity: 'error',
  summary: 'the value of `persistent_client_expiration` is no duration',
  explanation: prose`
    A whole number above 0 and a letter behind it: \`s\` seconds, \`h\` hours, \`d\` days, \`w\` weeks, \`m\` months of 30 days,
    \`y\` years of 365 days.`,
}

export const logDestinationInvalid: CodeDescription = {
  code: 'log-destination-invalid',
  severity: 'error',
  summary: 'a `log_dest` of mosquitto.conf is none that there is',
  explanation: prose`
    It is \`none\`, \`stdout\`, \`stderr\`, \`syslog\`, \`topic\`, \`dlt\`, or \`file\` and a path, of which there can be one.`,
}

export const mountPointInvalid: CodeDescription = {
  code: 'mount-point-invalid',
  severity: 'error',
  summary: 'a `mount_point` could not start a topic',
  explanation: prose`
    It is put before the topics of clients as it is, mostly with a slash at its end, and may not hold wildcards.`,
}

export const pluginUnsupported: CodeDescription = {
  code: 'plugin-unsupported',
  severity: 'error',
  summary: 'a plugin of Mosquitto cannot be loaded',
  explanation: prose`
    Plugins are libraries for Mosquitto alone. This broker knows by their names the two that read files,
    \`mosquitto_acl_file.so\` and \`mosquitto_password_file.so\`, and does their work itself. Who may do what can also be
    said by \`acl_file\` and \`password_file\`.`,
}

export const pluginInvalid: CodeDescription = {
  code: 'plugin-invalid',
  severity: 'error',
  summary: 'a plugin is named twice, not loaded, or lacks its file',
  explanation: prose`
    \`plugin_load NAME FILE\` comes before \`plugin_use NAME\`, in the same or an earlier file.
    \`mosquitto_acl_file.so\` needs \`plugin_opt_acl_file\`, and \`mosquitto_password_file.so\` needs
    \`plugin_opt_password_file\`.`,
}

export const deciderTwice: CodeDescription = {
  code: 'decider-twice',
  severity: 'error',
  summary: 'two files decide the same question for one listener',
  explanation: prose`
    Mosquitto asks several ACL or password files one after the other, and the first that knows an answer gives it: an
    allow in one hides a deny in the other. This broker takes one file for a listener. Put both into one file.`,
}

export const bridgeInvalid: CodeDescription = {
  code: 'bridge-invalid',
  severity: 'error',
  summary: 'a bridge of mosquitto.conf lacks something, or says what cannot be',
  explanation: prose`
    A bridge has a name of its own, an \`address\`, a \`topic\` at least, and a client identifier on this broker that no
    other bridge has.`,
}

export const bridgeAddressInvalid: CodeDescription = {
  code: 'bridge-address-invalid',
  severity: 'error',
  summary: 'an address of a bridge cannot be connected to',
  explanation: prose`
    An address is a host, a colon, and a port from 1 to 65535, which is 1883 where it is left out. What follows the last
    colon is the port, so an IPv6 address needs one, and has no brackets: \`::1:1883\`.`,
}

export const bridgeTopicInvalid: CodeDescription = {
  code: 'bridge-topic-invalid',
  severity: 'error',
  summary: 'a `topic` line of a bridge says what cannot be',
  explanation: prose`
    The order is \`topic PATTERN DIRECTION QOS LOCAL-PREFIX REMOTE-PREFIX\`, and what is left out is left out at the end;
    \`""\` stands for an empty pattern or prefix. A pattern with a prefix before it must be a topic filter on both sides,
    prefixes hold no wildcards, and an empty pattern needs two prefixes. Quotes are for patterns with a space in them,
    and only for those.

    Mosquitto does not look at a pattern without prefixes: with one that is no topic filter it starts, and loses the
    connection each time.`,
}

export const bridgeTopicDropped: CodeDescription = {
  code: 'bridge-topic-dropped',
  severity: 'warning',
  summary: 'a `topic` line of a bridge is taken for a repetition, and does nothing',
  explanation: prose`
    Of two lines with the same direction and QoS, Mosquitto drops the second when patterns and prefixes are the same,
    and takes a missing one for the same as any. So does this broker. Give the lines different QoS, or write prefixes in
    both.`,
}

export const bridgeTopicQos: CodeDescription = {
  code: 'bridge-topic-qos',
  severity: 'warning',
  summary: 'the QoS in a `topic` line of a bridge is no number, and means 0',
  explanation: prose`
    Prefixes follow the QoS, which cannot be left out then: in \`topic # out local/ remote/\` the first prefix stands in
    the place of the QoS, and the second is the local one.`,
}

export const commandLinePortIgnored: CodeDescription = {
  code: 'command-line-port-ignored',
  severity: 'warning',
  summary: 'a port on the command line has no effect, because the configuration has listeners',
  explanation: prose`
    \`-p\` is for brokers without a \`listener\` in their configuration. Add a \`listener\` for the port.`,
}

export const configCodes: readonly CodeDescription[] = [
  optionRepeated,
  optionOverridden,
  optionNeedsListener,
  optionNeedsBridge,
  optionNeedsPlugin,
  optionUnsupported,
  optionWithoutEffect,
  optionUnneeded,
  optionDeprecated,
  perListenerSettingsLate,
  pskAndCertificate,
  certificateIncomplete,
  listenerInvalid,
  proxyConflict,
  durationInvalid,
  logDestinationInvalid,
  mountPointInvalid,
  pluginUnsupported,
  pluginInvalid,
  deciderTwice,
  bridgeInvalid,
  bridgeAddressInvalid,
  bridgeTopicInvalid,
  bridgeTopicDropped,
  bridgeTopicQos,
  commandLinePortIgnored,
]
