import { readFileSync } from 'node:fs'
import type { CommandLine } from '../cli/command-line.ts'
import type { ProbeUser } from './mosquitto-client.ts'

/** A client as its bundle `pem` says at the time it is read. */
export function bundleClient({ path }: CommandLine, name: string, port: number): ProbeUser {
  const file = (file: string) => readFileSync(path(`build/clients/${name}/pem/${file}`), 'utf8')
  return {
    url: `mqtts://localhost:${port}`,
    ca: file('ca.pem'),
    cert: file('client.pem'),
    key: file('client.key'),
  }
}
