/** A plan as a comment on a pull request: the summary in sight, the groups to be opened, and never too long to be posted. */

import { counted } from '../diagnostics/counted.ts'
import { plainLine } from './plain-line.ts'
import { isEmptyPlan, type Plan } from './plan.ts'
import { noteLines, type PlanGroup, planGroups, planSummary } from './plan-lines.ts'
import { againstText, unseenText } from './render-plan-human.ts'

/** GitHub takes 65,536 characters; what counts them may count otherwise. */
const COMMENT_LENGTH = 60_000

export function renderPlanMarkdown(plan: Plan): string {
  const title = `### mqttopia plan: ${code(plan.topology)}\n\n`
  const against = code(againstText(plan.against))
  const unseen = unseenText(plan)
  const limits = unseen === undefined ? '' : `\n${unseen[0]?.toUpperCase()}${unseen.slice(1)}.\n`
  if (isEmptyPlan(plan)) {
    const notes = noteLines(plan).map(({ text }) => `- ${code(text)}\n`)
    return `${title}Nothing to do, ${against}.\n${limits}${notes.length === 0 ? '' : `\n${notes.join('')}`}`
  }
  const warning = destroyText(plan)
  const head = `${title}${code(planSummary(plan))}\n\n${against}\n${limits}${warning}`
  const groups = planGroups(plan)
  let left = COMMENT_LENGTH - head.length
  const texts = groups.map((group, i) => {
    // What a group leaves is for those after it.
    const text = groupText(group, left / (groups.length - i))
    left -= text.length
    return text
  })
  return `${head}${texts.join('')}`
}

function destroyText({ destroys }: Plan): string {
  if (destroys.protected.length === 0) return ''
  return `\n> [!CAUTION]\n> Protected parts would go: ${destroys.protected.map(code).join(', ')}\n`
}

/** In a block of code nothing is taken for Markdown, and `diff` colours it. Each line has its mark first, so none ends the block. */
function groupText({ title, lines }: PlanGroup, room: number): string {
  const shown: string[] = []
  let length = 200
  for (const { mark, text } of lines) {
    const line = `${mark === '~' ? '!' : mark} ${plainLine(text)}\n`
    if (length + line.length > room) break
    length += line.length
    shown.push(line)
  }
  const left = lines.length - shown.length
  const more = left === 0 ? '' : `\n…and ${counted(left)} more.\n`
  const summary = `<summary>${title} (${counted(lines.length, 'line')})</summary>`
  return `\n<details>${summary}\n\n\`\`\`diff\n${shown.join('')}\`\`\`\n${more}</details>\n`
}

function code(text: string): string {
  return `\`${plainLine(text).replaceAll('`', "'")}\``
}
