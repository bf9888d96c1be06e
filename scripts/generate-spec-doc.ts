/** The text of docs/spec.md: every key of the language, from the descriptions in the JSON Schema. */

import { readFileSync } from 'node:fs'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

const HEAD = `# The spec language

Every key that a spec may have, by the kind of object it stands in. A key in bold must be there. YAML, JSON and
TypeScript modules share this shape; the schema for editors is \`schemas/topology.schema.json\` (\`mqttopia schema\`
prints it). This page is generated from the schema's descriptions by \`npm run generate\`.
`

export function specDoc(): string {
  const file = new URL('../schemas/topology.schema.json', import.meta.url)
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema & {
    readonly definitions: Readonly<Record<string, Schema>>
  }
  const { objects, values } = split(schema.definitions)
  const parts = [
    section('The spec', schema),
    ...objects.map(([name, definition]) => section(name, definition)),
  ]
  const rows = values.map(
    ([name, { description = '' }]) => `| <a id="${name}"></a>\`${name}\` | ${cell(description)} |`,
  )
  return `${HEAD}\n${parts.join('\n')}\n## Values\n\n| value | meaning |\n| --- | --- |\n${rows.join('\n')}\n`
}

function split(definitions: Readonly<Record<string, Schema>>) {
  const entries = Object.entries(definitions)
  const isObject = ([, { properties }]: [string, Schema]) => properties !== undefined
  return { objects: entries.filter(isObject), values: entries.filter((entry) => !isObject(entry)) }
}

function section(name: string, { description = '', properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([key, schema]) => {
    const shown = required.includes(key) ? `**\`${key}\`**` : `\`${key}\``
    return `| ${shown} | ${shape(schema)} | ${cell(schema.description ?? '')} |`
  })
  const anchor = name.includes(' ') ? '' : `<a id="${name}"></a>`
  return `## ${anchor}${name}\n\n${description}\n\n| key | value | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

/** What kind of value a key takes, in a few words. */
function shape(schema: Schema): string {
  if (schema.$ref !== undefined) return link(schema.$ref)
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(shape).join(' or ')
  if (schema.items !== undefined) return `list of ${shape(schema.items)}`
  if (typeof schema.additionalProperties === 'object') return `map of ${shape(schema.additionalProperties)}`
  return range(schema)
}

function range({ type = '', minimum, maximum }: Schema): string {
  const name = [type].flat().join(' or ')
  if (minimum === undefined && maximum === undefined) return name
  return maximum === 2_147_483_647 || maximum === undefined
    ? `${name} from ${minimum}`
    : `${name} ${minimum}–${maximum}`
}

function link(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return `[${name}](#${name})`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
