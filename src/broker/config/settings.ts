/** The options of one broker, listener or bridge, by name; where one stands several times, the last one counts. */

import type { ConfEntry, ConfValue } from '../../mosquitto-files/conf/conf-file.ts'

/** The value of one form. */
type ValueAs<Kind extends ConfValue['kind']> = Extract<ConfValue, { readonly kind: Kind }>

export class Settings {
  readonly #entries: ConfEntry[] = []

  add(entry: ConfEntry): void {
    this.#entries.push(entry)
  }

  /** In the order in which they are written. */
  get entries(): readonly ConfEntry[] {
    return this.#entries
  }

  all(name: string): readonly ConfEntry[] {
    return this.#entries.filter(({ option }) => option.name === name)
  }

  last(name: string): ConfEntry | undefined {
    return this.#entries.findLast(({ option }) => option.name === name)
  }

  has(name: string): boolean {
    return this.last(name) !== undefined
  }

  boolean(name: string): boolean | undefined {
    return valueAs(this.last(name), 'boolean')?.value
  }

  integer(name: string): number | undefined {
    return valueAs(this.last(name), 'integer')?.value
  }

  text(name: string): string | undefined {
    return valueAs(this.last(name), 'text')?.value
  }

  word(name: string): string | undefined {
    return valueAs(this.last(name), 'word')?.value
  }
}

/**
 * The value of an entry; `undefined` where there is none, or a wrong one.
 *
 * @throws Error if the option has another form.
 */
export function valueAs<Kind extends ConfValue['kind']>(
  entry: ConfEntry | undefined,
  kind: Kind,
): ValueAs<Kind> | undefined {
  if (entry === undefined) return undefined
  const { value, option } = entry
  if (option.form.kind !== kind) throw new Error(`the option ${option.name} is no ${kind}`)
  return value !== undefined && isOf(value, kind) ? value : undefined
}

function isOf<Kind extends ConfValue['kind']>(value: ConfValue, kind: Kind): value is ValueAs<Kind> {
  return value.kind === kind
}

/** An object without what is undefined, for optional fields. */
export function given<const Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const kept: { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } = {}
  for (const name in fields) {
    const value = fields[name]
    if (isGiven(value)) kept[name] = value
  }
  return kept
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined
}
