/** Reads the text format of Prometheus 0.0.4, as its documentation describes it; written apart from the writer. */

export interface ReadFamily {
  readonly type: string
  readonly help: string
  readonly samples: { readonly labels: Record<string, string>; readonly value: number }[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/

/** @throws Error at the first line that breaks a rule of the format. */
export function readPrometheusText(text: string): Map<string, ReadFamily> {
  const families = new Map<string, ReadFamily>()
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  let help: { name: string; text: string } | undefined
  let current: { name: string; family: ReadFamily } | undefined
  for (const line of text.split('\n').slice(0, -1)) {
    const [, keyword, name, rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (keyword === 'HELP' && name !== undefined) {
      help = { name, text: rest }
    } else if (keyword === 'TYPE' && name !== undefined) {
      if (!NAME.test(name) || families.has(name)) throw new Error(`bad or repeated family: ${line}`)
      if (!['counter', 'gauge'].includes(rest)) throw new Error(`unknown type: ${line}`)
      if (help?.name !== name) throw new Error(`no help: ${line}`)
      current = { name, family: { type: rest, help: help.text, samples: [] } }
      families.set(name, current.family)
    } else {
      const sample = readSample(line)
      if (current?.name !== sample.name) throw new Error(`sample outside of its family: ${line}`)
      current.family.samples.push({ labels: sample.labels, value: sample.value })
    }
  }
  return families
}

function readSample(line: string): { name: string; labels: Record<string, string>; value: number } {
  const nameEnd = line.search(/[{ ]/)
  const labels: Record<string, string> = {}
  let at = nameEnd
  if (line[at] === '{') {
    at++
    while (line[at] !== '}') {
      const equals = line.indexOf('="', at)
      const label = line.slice(at, equals)
      if (!LABEL.test(label) || label in labels) throw new Error(`bad label in: ${line}`)
      const { value, end } = readQuoted(line, equals + 2)
      labels[label] = value
      at = line[end] === ',' ? end + 1 : end
    }
    at++
  }
  if (line[at] !== ' ') throw new Error(`no value: ${line}`)
  const number = line.slice(at + 1)
  if (!/^(-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|[+-]Inf)$/.test(number)) throw new Error(`bad value: ${line}`)
  return { name: line.slice(0, nameEnd), labels, value: Number(number.replace('Inf', 'Infinity')) }
}

function readQuoted(line: string, start: number): { value: string; end: number } {
  let value = ''
  for (let i = start; i < line.length; i++) {
    const character = line[i]
    if (character === '"') return { value, end: i + 1 }
    if (character === '\\') {
      const escaped = { n: '\n', '\\': '\\', '"': '"' }[line[++i] ?? '']
      if (escaped === undefined) throw new Error(`bad escape in: ${line}`)
      value += escaped
    } else value += character
  }
  throw new Error(`no end of a label: ${line}`)
}
