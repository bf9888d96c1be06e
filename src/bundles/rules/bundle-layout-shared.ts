import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Bundle } from '../../topology/bundle.ts'
import type { Fleet } from '../../topology/user.ts'
import type { BundleRule } from '../bundle-uses.ts'
import { fleetFolders, layoutProblem } from '../layout.ts'

export const bundleLayoutShared: BundleRule = {
  code: 'bundle-layout-shared',
  severity: 'warning',
  summary: 'the layout of a bundle names one folder for several devices',
  explanation: prose`
    Each device needs a folder of its own. Where a \`layout\` gives several devices the same one, or folders that Windows
    and macOS take for the same (upper and lower case alike), mqttopia tells them apart by a mark such as
    \`~0f1e2d3c4b5a6978\`: right, but nothing that one wants to look for.

    Let the layout name what differs between devices, such as \`\${username}\`.
  `,
  *check({ topology: { fleets } }) {
    for (const fleet of fleets) {
      for (const bundle of fleet.users[0]?.bundles ?? []) {
        const pair = sharedFolder(fleet, bundle)
        if (pair === undefined) continue
        yield {
          message: `layout ${quoted(bundle.layout ?? '')} of bundle "${bundle.name}" gives devices ${quoted(pair.first)} and ${quoted(pair.second)} of fleet "${fleet.name}" the same folder ${quoted(pair.folder)}`,
          at: { path: [...bundle.path, 'layout'] },
          related: [{ at: { path: fleet.path, on: 'key' }, message: 'the fleet is here' }],
          hint: 'name what differs between the devices, such as "${username}"',
        }
      }
    }
  },
}

interface SharedFolder {
  readonly first: string
  readonly second: string
  readonly folder: string
}

/** The first two devices with one folder. */
function sharedFolder({ users }: Fleet, bundle: Bundle): SharedFolder | undefined {
  const { layout } = bundle
  if (layout === undefined || layoutProblem(layout, users[0]?.row ?? {}) !== undefined) return undefined
  const { paths, folded, areDistinct } = fleetFolders(users)(bundle)
  if (areDistinct) return undefined
  const owners = new Map<string, string>()
  for (const [i, { name }] of users.entries()) {
    const first = owners.get(folded[i] ?? '')
    if (first !== undefined) return { first, second: name, folder: paths[i] ?? '' }
    owners.set(folded[i] ?? '', name)
  }
  return undefined
}
