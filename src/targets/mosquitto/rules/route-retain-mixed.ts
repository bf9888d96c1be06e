import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const routeRetainMixed: MosquittoRule = {
  code: 'route-retain-mixed',
  severity: 'error',
  summary: 'Mosquitto keeps or drops the retain flag for a whole bridge',
  explanation: prose`
    \`bridge_outgoing_retain\` holds for everything that a bridge sends, so its routes cannot differ in \`retain\`. Routes
    that only bring messages in do not count.

    Give all sending routes the same \`retain\`, or split them over two bridges.
  `,
  *check({ topology: { bridges } }) {
    for (const { name, routes } of bridges) {
      const sending = routes.filter(({ direction }) => direction !== 'in')
      const keeps = sending.find(({ retain }) => retain === 'keep')
      const drops = sending.find(({ retain }) => retain === 'drop')
      if (keeps === undefined || drops === undefined) continue
      yield {
        message: `bridge "${name}" drops the retain flag of "${drops.local.text}" and keeps that of "${keeps.local.text}"`,
        at: { path: drops.path },
        related: [{ at: { path: keeps.path }, message: 'this route keeps it' }],
        hint: 'give all sending routes the same retain, or split them over two bridges',
      }
    }
  },
}
