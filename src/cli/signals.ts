/** Signals of the operating system, for verbs that run until they are told to stop. */

export type SignalName = 'SIGHUP' | 'SIGINT' | 'SIGTERM' | 'SIGUSR1' | 'SIGUSR2'

/** Has `handle` called at each of the signals instead of what they do by default; returns what ends that. */
export type OnSignal = (names: readonly SignalName[], handle: (name: SignalName) => void) => () => void

export const onProcessSignal: OnSignal = (names, handle) => {
  for (const name of names) process.on(name, handle)
  return () => {
    for (const name of names) process.off(name, handle)
  }
}

/** Resolves at the first SIGINT or SIGTERM. */
export function untilStopped(onSignal: OnSignal): Promise<void> {
  return new Promise((resolve) => {
    const forget = onSignal(['SIGINT', 'SIGTERM'], () => {
      forget()
      resolve()
    })
  })
}
