/** A plan in words: groups of lines, each with a mark for what comes, goes or changes. */

import { accessDiffLines, retainedLine } from '../access/access-diff-text.ts'
import type { RetainedChange } from '../access/retained-changes.ts'
import { counted } from '../diagnostics/counted.ts'
import { rotationText } from '../pki/issuance/authority-rotation.ts'
import type { Detail } from '../targets/mosquitto/changes/file-change.ts'
import type {
  BrokerPlan,
  CertificateChange,
  Field,
  ListNote,
  PartChange,
  PathChanges,
  Plan,
  RotationNote,
  UserChange,
} from './plan.ts'

export interface PlanLine {
  readonly mark: '+' | '-' | '~' | ' '
  readonly text: string
}

export interface PlanGroup {
  readonly title: string
  readonly lines: readonly PlanLine[]
}

/** In the order in which they matter to who reads them; groups without lines are left out. */
export function planGroups(plan: Plan): readonly PlanGroup[] {
  const rights = accessDiffLines({ changes: plan.rights, added: [], removed: [] })
  return [
    { title: 'Brokers', lines: plan.brokers.flatMap(brokerLines) },
    { title: 'Bridges', lines: plan.bridges.flatMap((bridge) => partLines('bridge', bridge)) },
    { title: 'Rights', lines: rights.map(markedLine) },
    { title: 'Retained messages', lines: plan.retained.map(retained) },
    { title: 'Users', lines: plan.users.map(userLine) },
    { title: 'Certificates', lines: [...certificateLines(plan.certificates), ...noteLines(plan)] },
    { title: 'Files of brokers', lines: plan.brokers.flatMap(fileLines) },
    { title: 'Other files', lines: otherFileLines(plan.files) },
  ].filter(({ lines }) => lines.length > 0)
}

/** One line, without a full stop. */
export function planSummary(plan: Plan): string {
  const effects = plan.brokers.map(({ name, change, effect }) =>
    change === 'removed' ? `${name} goes` : change === 'added' ? `${name} is new` : `${name}: ${effect}`,
  )
  const { added, changed, removed } = plan.files
  const parts = [
    brokersText(effects),
    usersText(plan.users),
    plan.rights.length === 0 ? '' : `${counted(plan.rights.length, 'change')} of rights`,
    certificatesText(plan.certificates),
    counted(added.length + changed.length + removed.length, 'file'),
  ]
  return parts.filter((part) => part !== '').join('; ')
}

const MOST_NAMES = 5

function brokersText(effects: readonly string[]): string {
  if (effects.length === 0) return ''
  return `${counted(effects.length, 'broker')} (${someOf(effects)})`
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${counted(names.length - MOST_NAMES)} more` : shown
}

function usersText(users: readonly UserChange[]): string {
  const count = (change: UserChange['change']) =>
    users.filter((each) => each.change === change).reduce((sum, { members }) => sum + members.length, 0)
  return countsText('users', [
    [count('added'), 'new'],
    [count('changed'), 'changed'],
    [count('removed'), 'gone'],
  ])
}

function certificatesText(certificates: readonly CertificateChange[]): string {
  const count = (what: CertificateChange['do']) => certificates.filter((each) => each.do === what).length
  return countsText('certificates', [
    [count('issue'), 'issued'],
    [count('renew'), 'renewed'],
    [count('rotate'), 'rotated'],
    [count('revoke'), 'revoked'],
    [count('retire'), 'retired'],
  ])
}

function countsText(what: string, counts: readonly (readonly [number, string])[]): string {
  const said = counts.filter(([n]) => n > 0).map(([n, word]) => `${counted(n)} ${word}`)
  return said.length === 0 ? '' : `${what}: ${said.join(', ')}`
}

const MARKS = { added: '+', removed: '-', changed: '~' } as const

function brokerLines(broker: BrokerPlan): readonly PlanLine[] {
  const { name, change, effect, reasons, cutOff, settings, listeners } = broker
  const head: PlanLine = { mark: MARKS[change], text: `${name}: ${effectText(broker)}` }
  if (change === 'removed') return [head]
  const why = reasons.filter((reason) => reason.effect === effect && change === 'changed')
  return [
    head,
    ...why.map(({ what, because }) => inner(`${what}: ${because}`)),
    ...(cutOff.everybody ? [inner('cuts off all of its clients')] : []),
    ...(cutOff.users.length > 0 ? [inner(`cuts off ${someOf(cutOff.users)}`)] : []),
    ...(change === 'changed' ? settings.map((field) => inner(fieldText(field))) : []),
    ...listeners.flatMap((listener) => partLines('listener', listener).map(indented)),
  ]
}

function effectText({ change, effect }: BrokerPlan): string {
  if (change === 'removed') return 'goes, with all of its files'
  if (change === 'added') return 'is new, and has to be started'
  return { none: 'nothing to tell it', hot: 'finds out by itself', reload: 'reload', restart: 'restart' }[
    effect
  ]
}

function inner(text: string): PlanLine {
  return { mark: ' ', text: `  ${text}` }
}

function indented({ mark, text }: PlanLine): PlanLine {
  return { mark, text: `  ${text}` }
}

function partLines(what: string, { name, change, fields }: PartChange): readonly PlanLine[] {
  const mark = MARKS[change]
  if (change === 'added') return [{ mark, text: `${what} ${name}: ${fields.map(fieldText).join('; ')}` }]
  if (change === 'removed') return [{ mark, text: `${what} ${name}` }]
  return fields.map((field) => ({ mark, text: `${what} ${name}: ${fieldText(field)}` }))
}

function fieldText({ item, before, after }: Field): string {
  if (before === undefined) return `${item} ${after}`
  return after === undefined ? `${item} no longer ${before}` : `${item} ${before} -> ${after}`
}

function userLine({ who, members, change, fields }: UserChange): PlanLine {
  const names = who.startsWith('fleet ') ? `: ${counted(members.length, 'device')} (${someOf(members)})` : ''
  const details = fields.length === 0 ? '' : `: ${fields.map(fieldText).join('; ')}`
  return { mark: MARKS[change], text: `${who}${names}${details}` }
}

const CERTIFICATE_MARKS = { issue: '+', renew: '~', rotate: '~', revoke: '-', retire: '-' } as const

function certificateLines(changes: readonly CertificateChange[]): readonly PlanLine[] {
  const groups = new Map<string, CertificateChange[]>()
  for (const change of changes) {
    const key = [change.do, change.because, change.newKey ?? ''].join('\n')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [change])
    else group.push(change)
  }
  return [...groups.values()].flatMap(certificateLine)
}

function certificateLine(group: readonly CertificateChange[]): readonly PlanLine[] {
  const [first] = group
  if (first === undefined) return []
  const ids = group.map(({ id, serial }) => (serial === undefined ? id : `${serial} of ${id}`))
  const key = first.newKey === undefined ? '' : first.newKey ? ', with a new key' : ', with the same key'
  const text = `${first.do} ${counted(group.length)}${key}: ${someOf(ids)} (${first.because})`
  return [{ mark: CERTIFICATE_MARKS[first.do], text }]
}

/** What is no change: it stands in a plan that is empty otherwise too. */
export function noteLines({ notes }: Plan): readonly PlanLine[] {
  const texts = [...(notes?.lists ?? []).map(listText), ...(notes?.rotations ?? []).map(stageText)]
  return texts.map((text) => ({ mark: ' ', text }))
}

function listText({ authority, ends, hasEnded }: ListNote): string {
  const list = `the revocation list of authority ${authority}`
  const day = ends.slice(0, 10)
  return hasEnded
    ? `${list} has ended on ${day}: every client is refused until a new one is installed`
    : `${list} ends on ${day}: install a new one before, or every client is refused then`
}

function stageText({ authority, ...stage }: RotationNote): string {
  return `${rotationText(authority, stage)}: see "mqttopia pki rotation status"`
}

function fileLines({ name, files, change }: BrokerPlan): readonly PlanLine[] {
  if (change !== 'changed') return []
  return files.flatMap(({ path, change, details }) => [
    { mark: MARKS[change], text: `brokers/${name}/${path}` },
    ...(change === 'changed' ? details.map(detailLine) : []),
  ])
}

function detailLine({ at, item, before, after }: Detail): PlanLine {
  const place = at === '' ? '' : `${at}: `
  if (item === 'line') return { mark: after === undefined ? '-' : '+', text: `  ${place}${after ?? before}` }
  if (before === undefined) return { mark: '+', text: `  ${place}${item} ${after}` }
  if (after === undefined) return { mark: '-', text: `  ${place}${item} ${before}` }
  return { mark: '~', text: `  ${place}${item} ${before} -> ${after}` }
}

/** One line for each top folder. */
function otherFileLines({ added, changed, removed }: PathChanges): readonly PlanLine[] {
  const paths = [...added, ...changed, ...removed].filter((path) => !path.startsWith('brokers/'))
  const folders = [...new Set(paths.map(folderOf))].sort()
  return folders.map((folder) => {
    const count = (list: readonly string[]) => list.filter((path) => folderOf(path) === folder).length
    const said = countsText(folder, [
      [count(added), 'new'],
      [count(changed), 'changed'],
      [count(removed), 'removed'],
    ])
    return { mark: '~', text: said }
  })
}

function folderOf(path: string): string {
  const end = path.indexOf('/')
  return end === -1 ? path : path.slice(0, end + 1)
}

function retained(change: RetainedChange): PlanLine {
  return { mark: '~', text: retainedLine(change) }
}

/** From the text of an access diff, which has its own marks. */
function markedLine(line: string): PlanLine {
  return { mark: line.startsWith('+') ? '+' : '-', text: line.slice(2) }
}
