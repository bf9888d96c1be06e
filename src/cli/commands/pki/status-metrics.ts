/** `pki status` for Prometheus: a file for the textfile collector of its node exporter. */

import { type MetricFamily, prometheusText } from '../../../broker/observe/prometheus-text.ts'
import type { StatusEntry } from '../../../pki/issuance/certificate-status.ts'
import { countBy, firstToEnd, isInUse, KINDS, type StatusReport } from './status-summary.ts'

/** Clients are counted; a series for each device of a fleet would drown the server. `all` makes them nevertheless. */
export function statusMetrics(
  { topology, now, entries }: StatusReport,
  { all }: { readonly all: boolean },
): string {
  const named = entries.filter((entry) => isInUse(entry) && (all || entry.kind !== 'client'))
  const families: readonly MetricFamily[] = [
    {
      name: 'mqttopia_certificates',
      type: 'gauge',
      help: 'Certificates and revocation lists by kind and state.',
      samples: Array.from(
        countBy(entries, ({ kind, state }) => `${kind} ${state}`),
        ([key, count]) => {
          const [kind = '', state = ''] = key.split(' ')
          return [{ topology, kind, state }, count] as const
        },
      ),
    },
    {
      name: 'mqttopia_certificate_not_after_seconds',
      type: 'gauge',
      help: 'When it ends, in Unix time.',
      samples: timesOf(named, topology, ({ notAfter }) => notAfter),
    },
    {
      name: 'mqttopia_certificate_renews_on_seconds',
      type: 'gauge',
      help: 'From when on a compile makes it anew, in Unix time.',
      samples: timesOf(named, topology, ({ renewsOn }) => renewsOn),
    },
    {
      name: 'mqttopia_certificates_first_not_after_seconds',
      type: 'gauge',
      help: 'When the first of a kind ends, in Unix time.',
      samples: KINDS.flatMap((kind) => {
        const first = firstToEnd(entries.filter((entry) => entry.kind === kind))
        return first?.notAfter === undefined ? [] : [[{ topology, kind }, seconds(first.notAfter)] as const]
      }),
    },
    {
      name: 'mqttopia_certificate_status_seconds',
      type: 'gauge',
      help: 'When this was found out, in Unix time.',
      samples: [[{ topology }, seconds(now)]],
    },
  ]
  return prometheusText(families)
}

function timesOf(
  entries: readonly StatusEntry[],
  topology: string,
  timeOf: (entry: StatusEntry) => Date | undefined,
): MetricFamily['samples'] {
  return entries.flatMap((entry) => {
    const time = timeOf(entry)
    const { kind, selector } = entry
    return time === undefined ? [] : [[{ topology, kind, certificate: selector }, seconds(time)] as const]
  })
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}
