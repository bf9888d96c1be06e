/** The text of docs/broker-options.md: all options of mosquitto.conf(5), and what the broker does with each. */

import type { ConfForm, ConfOption } from '../src/mosquitto-files/conf/conf-option.ts'
import { confSections } from '../src/mosquitto-files/conf/conf-options.ts'

export function brokerOptionsDoc(): string {
  const sections = confSections.map(
    ({ title, options }) => `## ${title}\n\n${HEAD}\n${options.map(row).join('\n')}\n${notes(options)}`,
  )
  return `${INTRODUCTION}\n${sections.join('\n')}`
}

const INTRODUCTION = `# Options of the broker

\`mqttopia broker -c mosquitto.conf\` reads the configuration of Mosquitto. It knows every option of 2.0 and 2.1, with the
meaning and the default of 2.1, and ignores none: an option is supported, or has no effect and the broker says so, or is
refused, and the broker does not start. This page is generated from the table that the broker itself reads by, with
\`npm run generate\`.

- **From** is the first version of Mosquitto with the option; 2.0 stands for all before, too.
- **Of** says what an option belongs to. Those of a listener follow its \`listener\`, those of a bridge its \`connection\`, and
  those of a plugin the line that loads it. Options of security are of the broker, and with \`per_listener_settings true\` of
  the listener above them. \`*\` marks options that open port 1883 on all addresses when they stand before any listener.
- **Reload** says whether a running broker takes a change when it gets SIGHUP. A configuration with an error in it changes
  nothing. New listeners are opened and those that are gone are closed, which Mosquitto cannot do.

Yes and no are \`true\` and \`false\`, or \`1\` and \`0\`. Numbers are whole; \`0x\` makes them hexadecimal and \`0\` octal. Texts
reach to the end of their line. Names and values are separated by spaces, not by tabs, and a comment has its \`#\` in the
first column. \`docs/diagnostics.md\` explains all that the broker can find wrong with a configuration.

Without a \`listener\` the broker takes clients of its own machine only, on 127.0.0.1 and ::1, and anonymous ones too. It has
no HTTP interface, which Mosquitto 2.1 opens on port 9883 then.
`

const HEAD =
  '| Option | From | Of | Value | Default | Support | Reload | Meaning |\n| --- | --- | --- | --- | --- | --- | --- | --- |'

function row(option: ConfOption): string {
  const cells = [
    nameText(option),
    option.since,
    option.withoutListener === 'default-listener' ? `${option.scope} *` : option.scope,
    formText(option.form),
    option.default ?? '',
    supportText(option),
    option.reloads ? 'yes' : 'no',
    option.deprecated === undefined ? option.meaning : `${option.meaning} (deprecated)`,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function nameText({ name, aliases = [], isPrefix }: ConfOption): string {
  const names = [name, ...aliases].map((text) => `\`${text}${isPrefix === true ? '…' : ''}\``)
  return names.join(', ')
}

function formText(form: ConfForm): string {
  switch (form.kind) {
    case 'boolean':
      return 'yes or no'
    case 'integer':
      return integerText(form.min ?? form.floor, form.max ?? form.ceiling)
    case 'word':
      return form.words.join(', ')
    case 'text':
      return form.maxBytes === undefined ? 'text' : `text, up to ${form.maxBytes} bytes`
    case 'words':
      return `\`${form.pattern}\``
  }
}

function integerText(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return 'number'
  return most === undefined || most === Number.MAX_SAFE_INTEGER
    ? `number from ${least}`
    : `number from ${least} to ${most}`
}

function supportText({ support, refusedValues = {}, idleValues = {} }: ConfOption): string {
  if (support.kind === 'refused') return `refused: ${support.because}; ${support.instead}`
  if (support.kind === 'no-effect') return `no effect: ${support.because}`
  const refused = Object.entries(refusedValues).map(([value, because]) => `\`${value}\`: ${because}`)
  if (refused.length > 0) return `yes, but refused with ${refused.join('; ')}`
  const idle = Object.entries(idleValues).map(([value, because]) => `\`${value}\`: ${because}`)
  return idle.length === 0 ? 'yes' : `yes, but no effect with ${idle.join('; ')}`
}

/** What to write in place of what is deprecated. */
function notes(options: readonly ConfOption[]): string {
  const deprecated = options.flatMap(({ name, deprecated }) =>
    deprecated === undefined ? [] : `- \`${name}\`: ${deprecated}\n`,
  )
  return deprecated.length === 0 ? '' : `\nIn place of what is deprecated:\n\n${deprecated.join('')}`
}
