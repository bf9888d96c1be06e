/** Where everything stands: Graphviz places boxes of given sizes, and never sees a text of the spec. */

export interface Size {
  readonly width: number
  readonly height: number
}

/** Ids are letters and digits. */
export interface Box extends Size {
  readonly id: string
}

export interface Edge {
  /** Boxes, from left to right where that is possible. */
  readonly tail: string
  readonly head: string
  readonly arrows: 'none' | 'forward' | 'back' | 'both'
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Middle points of boxes; `y` grows downwards. */
export interface Placement extends Size {
  readonly boxes: ReadonlyMap<string, Point>
  /** In the order of the edges. */
  readonly curves: readonly Curve[]
}

export interface Curve {
  /** Of cubic Bézier curves: a start, and three for each piece. */
  readonly points: readonly Point[]
  /** The tips of its arrows. */
  readonly atTail?: Point
  readonly atHead?: Point
}

/** More lines than this are drawn straight: curves around everything would take minutes. */
const MANY_EDGES = 400

/** `isMesh`: boxes that are connected stand near each other, on any side. */
export async function place(
  boxes: readonly Box[],
  edges: readonly Edge[],
  isMesh: boolean,
): Promise<Placement> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz') // large: for those alone who draw
  const graphviz = await Graphviz.load()
  const text = dotText(boxes, edges, isMesh)
  const laid: Laid = JSON.parse(graphviz.layout(text, 'json', isMesh ? 'sfdp' : 'dot'))
  const [, , width = 0, height = 0] = (laid.bb ?? '').split(',').map(Number)
  const point = flipped(height)
  return {
    ...{ width, height },
    boxes: new Map((laid.objects ?? []).map(({ name, pos = '' }) => [name, point(pos)])),
    curves: [...(laid.edges ?? [])]
      .sort((a, b) => Number(a.id) - Number(b.id))
      .map(({ pos = '' }) => curveOf(pos, point)),
  }
}

/** What is read of Graphviz' JSON. */
interface Laid {
  readonly bb?: string
  readonly objects?: readonly { readonly name: string; readonly pos?: string }[]
  readonly edges?: readonly { readonly id: string; readonly pos?: string }[]
}

const POINTS_PER_INCH = 72

function dotText(boxes: readonly Box[], edges: readonly Edge[], isMesh: boolean): string {
  const splines = isMesh || edges.length > MANY_EDGES ? 'line' : 'true'
  const inches = (pixels: number) => (pixels / POINTS_PER_INCH).toFixed(4)
  return [
    'digraph {',
    `rankdir=LR splines=${splines} nodesep=0.28 ranksep=0.55 overlap=prism sep="+12"`,
    'node [shape=box fixedsize=true label=""] edge [arrowsize=0.6]',
    ...boxes.map(({ id, width, height }) => `${id} [width=${inches(width)} height=${inches(height)}]`),
    ...edges.map(({ tail, head, arrows }, i) => `${tail} -> ${head} [id=${i} dir=${arrows}]`),
    '}',
  ].join('\n')
}

function flipped(height: number): (text: string) => Point {
  return (text) => {
    const [x = 0, y = 0] = text.split(',').map(Number)
    return { x, y: height - y }
  }
}

/** `s,X,Y e,X,Y X,Y X,Y …`: the tips come first. */
function curveOf(pos: string, point: (text: string) => Point): Curve {
  const words = pos.split(' ')
  const tip = (mark: string) => {
    const word = words.find((word) => word.startsWith(mark))
    return word === undefined ? undefined : point(word.slice(mark.length))
  }
  const [atTail, atHead] = [tip('s,'), tip('e,')]
  return {
    points: words.filter((word) => /^[-0-9]/.test(word)).map(point),
    ...(atTail === undefined ? {} : { atTail }),
    ...(atHead === undefined ? {} : { atHead }),
  }
}
