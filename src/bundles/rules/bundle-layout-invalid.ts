import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type BundleRule, type BundleUse, definitionPath, troubledUses, userLabel } from '../bundle-uses.ts'
import { layoutProblem } from '../layout.ts'

export const bundleLayoutInvalid: BundleRule = {
  code: 'bundle-layout-invalid',
  severity: 'error',
  summary: 'the layout of a bundle is not a path inside the bundle',
  explanation: prose`
    \`layout\` is the folder of one device inside its fleet's bundle: steps of text, \`\${username}\` and
    \`\${each.COLUMN}\`, parted by \`/\`. It cannot lead out of the bundle, and can name the columns of the fleet's table
    only. Bundles of single users have no use for it.
  `,
  *check({ fresh }) {
    for (const { user, bundle, problem } of troubledUses(fresh, problemOf)) {
      yield {
        message: `layout ${quoted(bundle.layout ?? '')} of bundle "${bundle.name}" ${problem}`,
        at: { path: [...bundle.path, 'layout'] },
        related: [
          {
            at: { path: [...definitionPath(user), 'bundles'] },
            message: `it is used for ${userLabel(user)} here`,
          },
        ],
        hint: 'write a path such as "${username}/", with the columns of the table as "${each.COLUMN}"',
      }
    }
  },
}

function problemOf({ user, bundle }: BundleUse): string | undefined {
  if (user.fleet === undefined || bundle.layout === undefined) return undefined
  return layoutProblem(bundle.layout, user.row ?? {})
}
