/** `pki status` for programs: `schemas/pki-status.schema.json`. */

import { countBy, type StatusReport } from './status-summary.ts'

export function statusJson({ topology, now, entries }: StatusReport): string {
  const summary = Object.fromEntries(countBy(entries, ({ state }) => state))
  const head = { version: 1, topology, at: now.toISOString(), summary }
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`)
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "entries": ${list}\n}\n`
}
