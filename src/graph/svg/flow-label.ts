/** The messages on a line that stands out. */

import { type CardContent, type CardRow, some } from './card.ts'

/** More are counted. */
const MOST = 3

export function flowLabel(sent: readonly string[], received: readonly string[]): CardContent {
  const rows = [...rowsOf(sent, 'up'), ...rowsOf(received, 'down')]
  const tooltip = [...sent.map((topic) => `sent: ${topic}`), ...received.map((topic) => `received: ${topic}`)]
  return { look: 'bare', title: '', rows, tooltip: tooltip.join('\n'), emphasis: 'hot' }
}

function rowsOf(topics: readonly string[], icon: 'up' | 'down'): readonly CardRow[] {
  return some(topics, MOST).map((text) => ({ icon, colour: 'flow', text }))
}
