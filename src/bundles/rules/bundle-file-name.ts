import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { artifactPathProblem } from '../../files/artifact-path.ts'
import type { BundleRule } from '../bundle-uses.ts'

export const bundleFileName: BundleRule = {
  code: 'bundle-file-name',
  severity: 'error',
  summary: 'the name of a file in a bundle is not a path inside the bundle, or names another file of it',
  explanation: prose`
    The names of a bundle's \`files\` are paths inside it, with \`/\`. They cannot lead out of it, and must stay different
    files where upper and lower case are the same, as on Windows and macOS.
  `,
  *check({ topology: { bundles } }) {
    for (const { name, templates } of bundles) {
      const names = templates.map((template) => fold(template.name))
      for (const [i, template] of templates.entries()) {
        const problem = artifactPathProblem(template.name) ?? clash(names, i)
        if (problem === undefined) continue
        yield {
          message: `file name ${quoted(template.name)} of bundle "${name}" ${problem}`,
          at: { path: template.path },
          hint: 'give each file a relative path of its own, such as "client.conf"',
        }
      }
    }
  },
}

function clash(names: readonly string[], i: number): string | undefined {
  const name = names[i] ?? ''
  const earlier = names.slice(0, i).find((other) => other === name)
  if (earlier !== undefined) return 'is that of another file where upper and lower case are the same'
  return names.some((other) => other.startsWith(`${name}/`)) ? 'is the folder of another file' : undefined
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
