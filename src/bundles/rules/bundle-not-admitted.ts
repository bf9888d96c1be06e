import { prose } from '../../diagnostics/prose.ts'
import { askedAt, type BundleRule, connectionFor, troubledUses } from '../bundle-uses.ts'

export const bundleNotAdmitted: BundleRule = {
  code: 'bundle-not-admitted',
  severity: 'error',
  needsWhole: true,
  summary: 'the user "anonymous" wants a bundle for a broker that admits no anonymous clients',
  explanation: prose`
    A bundle names the listener that its user connects to. Where no listener of a broker has \`anonymous\` in its auth,
    there is nothing to name.

    Add \`anonymous\` to the auth of a listener, take the broker out of the user's \`at\`, or leave the bundle out.
  `,
  *check({ fresh }) {
    const uses = troubledUses(fresh, (use) =>
      // For everybody else this is user-not-admitted.
      use.user.kind === 'anonymous'
        ? use.user.at.find((broker) => connectionFor(use, broker) === undefined)
        : undefined,
    )
    for (const use of uses) {
      yield {
        message: `bundle "${use.bundle.name}" of user "anonymous" has no listener to name: broker "${use.problem.name}" admits no anonymous clients`,
        at: askedAt(use),
        related: [{ at: { path: [...use.problem.path, 'listeners'] }, message: 'the listeners are here' }],
        hint: 'add "anonymous" to the auth of a listener, or leave the bundle out',
      }
    }
  },
}
