import type { CodeDescription } from '../../diagnostics/rule.ts'

/** Describes a fault that leaves no correct output. */
export function error(code: string, summary: string, explanation: string): CodeDescription {
  return { code, severity: 'error', summary, explanation }
}

/** Describes something right that is surely not meant. */
export function warning(code: string, summary: string, explanation: string): CodeDescription {
  return { code, severity: 'warning', summary, explanation }
}
