/** Compares two configurations that mqttopia wrote, option by option; comments tell their parts apart. */

import type { ChangedFile, Detail } from './file-change.ts'

/** Values in the order of the file, by option, by part: `''` for the whole broker, `listener NAME`, `bridge NAME`. */
export type ConfParts = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

export function confParts(text: string): ConfParts {
  const parts = new Map<string, Map<string, string[]>>()
  let options = partOf(parts, '')
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) options = partOf(parts, partName(line.slice(2)))
    else if (line !== '' && !line.startsWith('#')) addOption(options, line)
  }
  return parts
}

function partName(title: string): string {
  const [, kind = '', name = ''] = /^(Listener|Bridge) (\S+)$/.exec(title) ?? []
  return name === '' ? '' : `${kind.toLowerCase()} ${name}`
}

function partOf(parts: Map<string, Map<string, string[]>>, name: string): Map<string, string[]> {
  const options = parts.get(name) ?? new Map<string, string[]>()
  parts.set(name, options)
  return options
}

function addOption(options: Map<string, string[]>, line: string): void {
  const at = line.indexOf(' ')
  const [key, value] = at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
  options.set(key, [...(options.get(key) ?? []), value])
}

export function confChanges({ before = '', after = '' }: ChangedFile): Detail[] {
  const [old, now] = [confParts(before), confParts(after)]
  const names = new Set([...old.keys(), ...now.keys()])
  return [...names].flatMap((at) => optionChanges(at, old.get(at) ?? none, now.get(at) ?? none))
}

const none: ReadonlyMap<string, readonly string[]> = new Map()

function optionChanges(
  at: string,
  old: ReadonlyMap<string, readonly string[]>,
  now: ReadonlyMap<string, readonly string[]>,
): Detail[] {
  const keys = new Set([...old.keys(), ...now.keys()])
  return [...keys].flatMap((item) => valueChanges(at, item, old.get(item) ?? [], now.get(item) ?? []))
}

function valueChanges(at: string, item: string, old: readonly string[], now: readonly string[]): Detail[] {
  if (old.join('\n') === now.join('\n')) return []
  const [before, after] = [old.map(shownValue(item)), now.map(shownValue(item))]
  if (old.length === 1 && now.length === 1)
    return [{ at, item, before: String(before), after: String(after) }]
  const gone = before.filter((value) => !after.includes(value))
  const come = after.filter((value) => !before.includes(value))
  if (gone.length + come.length === 0)
    return [{ at, item, before: before.join(', '), after: after.join(', ') }]
  return [
    ...gone.map((value) => ({ at, item, before: value })),
    ...come.map((value) => ({ at, item, after: value })),
  ]
}

const SECRET_OPTIONS: readonly string[] = ['remote_password', 'bridge_psk']

function shownValue(option: string): (value: string) => string {
  return (value) => (SECRET_OPTIONS.includes(option) ? '(secret)' : value)
}
