/** Whether a text is well-formed XML of a few known elements: what a careless quoting would break. */

const START = /^<([a-z]+)((?: [a-z-]+(?::[a-z]+)?="[^"<&]*(?:&#\d+;[^"<&]*)*")*)(\/?)>/i

/** What is wrong, or `undefined`. Knows elements, attributes in double quotes, text and numeric references. */
export function xmlProblem(text: string, elements: readonly string[]): string | undefined {
  const open: string[] = []
  let rest = text.trimEnd()
  while (rest !== '') {
    const step = rest.startsWith('</')
      ? ended(rest, open)
      : rest.startsWith('<')
        ? started(rest, open)
        : words(rest)
    if (typeof step === 'string') return step
    if (step.name !== undefined && !elements.includes(step.name)) return `there is an element ${step.name}`
    rest = rest.slice(step.length)
    if (open.length === 0 && rest !== '') return `after the end: ${rest.slice(0, 60)}`
  }
  return open.length === 0 ? undefined : `${open.at(-1)} has no end`
}

interface Step {
  readonly name?: string
  readonly length: number
}

function started(rest: string, open: string[]): Step | string {
  const [whole, name = '', , closed] = START.exec(rest) ?? []
  if (whole === undefined) return `no element: ${rest.slice(0, 60)}`
  if (closed !== '/') open.push(name)
  return { name, length: whole.length }
}

function ended(rest: string, open: string[]): Step | string {
  const name = open.pop() ?? ''
  const end = `</${name}>`
  return rest.startsWith(end) ? { length: end.length } : `not the end of ${name}: ${rest.slice(0, 60)}`
}

function words(rest: string): Step | string {
  const [text = ''] = /^[^<]+/.exec(rest) ?? []
  const stray = /&(?!#\d+;)|[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.exec(text)
  return stray === null
    ? { length: text.length }
    : `not escaped: ${text.slice(stray.index, stray.index + 60)}`
}
