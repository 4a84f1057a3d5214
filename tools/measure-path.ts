// The files that one act runs through: the file of its route, and each file of `src` from which one of
// these imports a value, until nothing new is found. Types do not count, nor what every act shares or
// shows: `src/base`, views and mails. A whole file counts, whichever of its functions is called.
import { posix } from 'node:path'
import type { Source } from './measure.ts'

const shared = /^src\/base\/|\/views(\/|\.)|^emails\//

const targetOf = (from: string, name: string): string =>
  name.startsWith('.') ? posix.join(posix.dirname(from), name) : name.replace(/^#(?!emails\/)/, 'src/').replace(/^#/, '')

const valuesFrom = ({ path, text }: Source): string[] =>
  [...text.matchAll(/^(?:import|export) (?!type\b)([^'"]*?) from '([.#][^']+)'/gm)].flatMap(([, names = '', name = '']) => {
    const listed = /^\{([^}]*)\}$/.exec(names)?.[1]?.split(',') ?? [names]
    return listed.some((one) => one.trim() !== '' && !one.trim().startsWith('type ')) ? [targetOf(path, name)] : []
  })

/** Those of these files that begin an act, and all behind them. */
export const filesBehind = (sources: readonly Source[], starts: readonly string[]): string[] => {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const files = new Set(starts.filter((path) => byPath.has(path)))
  for (const path of files) {
    const source = byPath.get(path)
    for (const target of source ? valuesFrom(source) : []) if (byPath.has(target) && !shared.test(target)) files.add(target)
  }
  return [...files]
}
