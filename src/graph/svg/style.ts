/** How a picture looks, on light and on dark paper: quiet colours, one for each direction, one for what stands out. */

interface Palette {
  readonly paper: string
  readonly card: string
  readonly head: string
  readonly border: string
  readonly ink: string
  readonly muted: string
  readonly publish: string
  readonly receive: string
  readonly bridge: string
  readonly warn: string
  readonly deny: string
  readonly flow: string
}

const LIGHT: Palette = {
  ...{
    paper: '#f7f9fb',
    card: '#ffffff',
    head: '#e9eff6',
    border: '#cbd4de',
    ink: '#17212b',
    muted: '#566373',
  },
  ...{
    publish: '#0b736e',
    receive: '#6a3fb5',
    bridge: '#2b62a8',
    warn: '#a24b06',
    deny: '#b42318',
    flow: '#c2410c',
  },
}

const DARK: Palette = {
  ...{
    paper: '#10151b',
    card: '#171e26',
    head: '#202b37',
    border: '#36424f',
    ink: '#e7edf3',
    muted: '#9dabb9',
  },
  ...{
    publish: '#52cfc4',
    receive: '#b9a0f6',
    bridge: '#82b4f2',
    warn: '#f0b05c',
    deny: '#ff8f84',
    flow: '#ff9d62',
  },
}

export const SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
export const MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace'

/** The text of the style element; each rule begins with `.mq`, so that the picture can stand in a page. */
export function styleText(): string {
  return [
    `.mq text{font-family:${SANS}}`,
    `.mq .mono{font-family:${MONO};font-size:11px}`,
    '.mq .name{font-size:20px;font-weight:650}',
    '.mq .title{font-size:14px;font-weight:600}',
    '.mq .sub{font-size:11.5px}',
    '.mq .line{fill:none;stroke-width:1.3}',
    '.mq .way{fill:none;stroke-width:2.2}',
    '.mq .idle{stroke-dasharray:3 3}',
    '.mq .icon{fill:none;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}',
    '.mq .dim{opacity:.32}',
    '.mq .hot.line,.mq .hot.way{stroke-width:2.8}',
    ...colourRules(LIGHT),
    `@media (prefers-color-scheme:dark){${colourRules(DARK).join('')}}`,
  ].join('\n')
}

function colourRules(palette: Palette): readonly string[] {
  const { paper, card, head, border, ink, muted, flow } = palette
  const inks = (['publish', 'receive', 'bridge', 'warn', 'deny', 'muted', 'flow'] as const).map(
    (name) => `.mq .${name}{fill:${palette[name]}}.mq .icon.${name}{fill:none;stroke:${palette[name]}}`,
  )
  return [
    `.mq .paper{fill:${paper}}.mq .card{fill:${card};stroke:${border}}.mq .head{fill:${head}}`,
    `.mq text{fill:${ink}}.mq .line{stroke:${muted}}.mq .way{stroke:${palette.bridge}}.mq .rule{stroke:${border}}`,
    `.mq .icon{stroke:${ink}}`,
    ...inks,
    `.mq .sub,.mq .mono{fill:${muted}}.mq .mono.strong{fill:${ink}}`,
    ...(['publish', 'receive', 'bridge', 'warn', 'deny', 'flow'] as const).map(
      (name) => `.mq text.${name}{fill:${palette[name]}}`,
    ),
    `.mq .hot.line,.mq .hot.way{stroke:${flow}}.mq .hot.card{stroke:${flow};stroke-width:2}.mq .hot.tip{fill:${flow}}`,
  ]
}
