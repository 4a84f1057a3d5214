// Whoever reads all figures of how people in roles stand, with the register of schools beside them,
// and works out how those of single schools stand: schools that are alike in all figures are one
// atom, and how many of an atom stand how is an unknown number, of which sums are known.

/** What a page or file says: so many of these schools, or `n` to `to`, are in one of these states. */
export type Figure = { schools: readonly string[]; states: readonly string[]; n: number; to?: number }
/** All of these schools stand so, or few of them do. */
type Found = { schools: string[]; what: string }

type Row = { terms: readonly (readonly [at: number, by: number])[]; sum: number }
type Bounds = { least: number[]; most: number[] }

const tolerance = 1e-9

/** Rows that follow from others by adding and subtracting them. */
const eliminated = (rows: readonly Row[], width: number): Row[] => {
  const matrix = rows.map(({ terms, sum }) => {
    const row = Array.from({ length: width + 1 }, () => 0)
    for (const [at, by] of terms) row[at] = by
    row[width] = sum
    return row
  })
  let done = 0
  for (let at = 0; at < width && done < matrix.length; at += 1) {
    const pivot = matrix.findIndex((row, y) => y >= done && Math.abs(row[at] ?? 0) > tolerance)
    const [first, second] = [matrix[done], matrix[pivot]]
    if (!first || !second) continue
    ;[matrix[done], matrix[pivot]] = [second, first]
    const by = second[at] ?? 1
    for (let x = 0; x <= width; x += 1) second[x] = (second[x] ?? 0) / by
    for (const row of matrix) {
      const times = row === second ? 0 : (row[at] ?? 0)
      if (Math.abs(times) > tolerance) for (let x = 0; x <= width; x += 1) row[x] = (row[x] ?? 0) - times * (second[x] ?? 0)
    }
    done += 1
  }
  return matrix.slice(0, done).map((row) => ({
    terms: row.slice(0, width).flatMap((by, at) => (Math.abs(by) > tolerance ? [[at, by] as const] : [])),
    sum: row[width] ?? 0,
  }))
}

/** Narrows what each number can be; undefined: no numbers agree with all rows. */
const narrowed = (rows: readonly Row[], { least, most }: Bounds): Bounds | undefined => {
  const [from, to] = [[...least], [...most]]
  for (let again = true; again; ) {
    again = false
    for (const { terms, sum } of rows) {
      let [low, high] = [0, 0]
      for (const [at, by] of terms) {
        low += by * ((by > 0 ? from : to)[at] ?? 0)
        high += by * ((by > 0 ? to : from)[at] ?? 0)
      }
      if (low > sum + tolerance || high < sum - tolerance) return undefined
      for (const [at, by] of terms) {
        const [a, b] = [from[at] ?? 0, to[at] ?? 0]
        const ends = [(sum - (high - by * (by > 0 ? b : a))) / by, (sum - (low - by * (by > 0 ? a : b))) / by]
        const [lower, upper] = [Math.ceil(Math.min(...ends) - 1e-6), Math.floor(Math.max(...ends) + 1e-6)]
        if (lower <= a && upper >= b) continue
        const [least, most] = [Math.max(a, lower), Math.min(b, upper)]
        if (least > most) return undefined
        low += by > 0 ? by * (least - a) : by * (most - b)
        high += by > 0 ? by * (most - b) : by * (least - a)
        from[at] = least
        to[at] = most
        again = true
      }
    }
  }
  return { least: from, most: to }
}

/** So many numbers are tried at most, of large sums fewer; beyond that a thing counts as possible. */
const mostTries = 20_000

/** Whether some numbers agree with all rows. */
const isPossible = (rows: readonly Row[], bounds: Bounds): boolean => {
  const tries = { left: mostTries / Math.max(50, bounds.least.length) }
  const look = (of: Bounds): boolean => {
    const found = narrowed(rows, of)
    if (!found) return false
    const open = found.least.flatMap((low, at) => (low < (found.most[at] ?? 0) ? [at] : []))
    const [at] = open.toSorted((a, b) => (found.most[a] ?? 0) - (found.least[a] ?? 0) - (found.most[b] ?? 0) + (found.least[b] ?? 0))
    tries.left -= 1
    if (at === undefined || tries.left <= 0) return true
    const [low, high] = [found.least[at] ?? 0, found.most[at] ?? 0]
    const middle = Math.floor((low + high) / 2)
    return (
      look({ least: found.least, most: found.most.with(at, middle) }) || look({ least: found.least.with(at, middle + 1), most: found.most })
    )
  }
  return look(bounds)
}

/**
 * What follows from figures; undefined where they contradict each other. @param schools all of whom
 * something is asked @param isTold whether it tells of a person that a school is in one of `states`
 */
const workedOut = (
  schools: readonly string[],
  figures: readonly Figure[],
  states: readonly string[],
  smallest: number,
): Found[] | undefined => {
  const sets = figures.map((one) => new Set(one.schools))
  const atoms = [...Map.groupBy(schools, (school) => sets.map((set) => Number(set.has(school))).join('')).values()]
  const at = (atom: number, state: string): number => atom * states.length + states.indexOf(state)
  const ranges = figures.flatMap(({ n, to = n }, f) => (to > n ? [f] : []))
  const rows: Row[] = [
    ...atoms.map((own, n) => ({ terms: states.map((state) => [at(n, state), 1] as const), sum: own.length })),
    // A range is an exact number of which an unknown part is left out.
    ...figures.map(({ states: of, n, to = n }, f) => ({
      terms: [
        ...atoms.flatMap(([first = ''], own) => (sets[f]?.has(first) ? of.map((state) => [at(own, state), 1] as const) : [])),
        ...(to > n ? [[atoms.length * states.length + ranges.indexOf(f), 1] as const] : []),
      ],
      sum: to,
    })),
  ]
  const width = atoms.length * states.length + ranges.length
  const all = [...rows, ...eliminated(rows, width)]
  const most = [...atoms.flatMap((own) => states.map(() => own.length)), ...ranges.map((f) => (figures[f]?.to ?? 0) - (figures[f]?.n ?? 0))]
  const start = narrowed(all, { least: Array.from({ length: width }, () => 0), most })
  if (!start || !isPossible(all, start)) return undefined
  const canBe = (where: number, from: number, to: number): boolean =>
    Math.max(from, start.least[where] ?? 0) <= Math.min(to, start.most[where] ?? 0) &&
    isPossible(all, {
      least: start.least.with(where, Math.max(from, start.least[where] ?? 0)),
      most: start.most.with(where, Math.min(to, start.most[where] ?? 0)),
    })
  return atoms.flatMap((own, n): Found[] => {
    const size = own.length
    const everyOne = states.filter((state) => !canBe(at(n, state), 0, size - 1)).map((state) => state)
    const noneIn = canBe(at(n, states[0] ?? ''), 1, size) ? [] : [`not ${states[0] ?? ''}`]
    const [least, most] = [start.least[at(n, states[0] ?? '')] ?? 0, start.most[at(n, states[0] ?? '')] ?? 0]
    const few =
      least === most && [least, size - least].some((one) => one > 0 && one < smallest) ? [`${least} of ${size} ${states[0] ?? ''}`] : []
    return [...new Set([...everyOne, ...noneIn, ...few])].map((what) => ({ schools: own, what }))
  })
}

/** A report: all that are asked, and what is said of them. */
export type Report = { schools: readonly string[]; figures: readonly Figure[] }

/** Each report, each run of reports and each two, as if nobody turned between, if they agree with it. */
export const attack = (reports: readonly Report[], states: readonly string[], smallest: number): Found[] => {
  const runs = reports.flatMap((one, from) =>
    reports.slice(from).flatMap((other, more) => [reports.slice(from, from + more + 1), ...(more > 1 ? [[one, other]] : [])]),
  )
  return runs.flatMap((run) => {
    const schools = [...new Set(run.flatMap((one) => one.schools))]
    const figures = run.flatMap((one) => one.figures)
    return workedOut(schools, figures, states, smallest) ?? []
  })
}
