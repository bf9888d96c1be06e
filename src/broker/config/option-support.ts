/** Says which options of a configuration do nothing here, or cannot be, or are deprecated: none is silently ignored. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ConfEntry, ConfFile } from '../../mosquitto-files/conf/conf-file.ts'
import { optionDeprecated, optionUnneeded, optionUnsupported, optionWithoutEffect } from './codes.ts'
import type { Findings } from './findings.ts'

export function checkOptionSupport(file: ConfFile, findings: Findings): void {
  for (const entry of file.entries) {
    checkSupport(entry, findings)
    checkValue(entry, findings)
    checkDeprecation(entry, findings)
    for (const included of entry.included ?? []) checkOptionSupport(included, findings)
  }
}

function checkSupport({ option, key, keySpan }: ConfEntry, findings: Findings): void {
  const { support } = option
  if (support.kind === 'refused')
    findings.add(optionUnsupported, keySpan, `${quoted(key)} is not supported: ${support.because}`, {
      hint: support.instead,
    })
  if (support.kind === 'no-effect') {
    const code = support.isMissed ? optionWithoutEffect : optionUnneeded
    findings.add(code, keySpan, `${quoted(key)} has no effect: ${support.because}`)
  }
}

function checkValue({ option, key, value, valueSpan }: ConfEntry, findings: Findings): void {
  if (value === undefined || value.kind === 'words') return
  const because = option.refusedValues?.[String(value.value)]
  if (because !== undefined)
    findings.add(optionUnsupported, valueSpan, `"${key} ${value.value}" is not supported: ${because}`, {
      hint: 'remove the line',
    })
  const idle = option.idleValues?.[String(value.value)]
  if (idle !== undefined)
    findings.add(optionUnneeded, valueSpan, `${quoted(`${key} ${value.value}`)} has no effect: ${idle}`)
}

function checkDeprecation({ option, key, keySpan }: ConfEntry, findings: Findings): void {
  if (option.deprecated !== undefined)
    findings.add(optionDeprecated, keySpan, `${quoted(key)} is deprecated since Mosquitto 2.1`, {
      hint: option.deprecated,
    })
}
