/** Reads the listeners of a mosquitto.conf and moves its ports, so that fixed ports do not collide in tests. */

/** One `listener` line: a TCP port, or the path of a Unix socket. */
export type ConfListener = { readonly port: number } | { readonly socket: string }

/** The listeners of `conf` in file order; files pulled in by `include_dir` are not read. */
export function listenersOf(conf: string): ConfListener[] {
  return conf
    .split(/\r?\n/)
    .map((line) => line.trim().split(/ +/))
    .filter(([option]) => option === 'listener')
    .map(([, port = '', place = '']) => (port === '0' ? { socket: place } : { port: Number(port) }))
}

/** `conf` with every listener port, and every local bridge address, moved as `ports` says; other lines stay. */
export function movePorts(conf: string, ports: ReadonlyMap<number, number>): string {
  const moved = (port: string) => String(ports.get(Number(port)) ?? port)
  return conf
    .replaceAll(/^( *listener +)(\d+)/gm, (_, head: string, port: string) => head + moved(port))
    .replaceAll(/^ *address(?:es)? .*$/gm, (line) =>
      line.replaceAll(
        /((?:127\.0\.0\.1|localhost|::1):)(\d+)/g,
        (_, host: string, port: string) => host + moved(port),
      ),
    )
}
