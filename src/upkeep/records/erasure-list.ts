// The list of people who were erased, by day and id, that is kept outside the database: a database
// that is set back to an earlier state brings them back, and this says who they were.
import { type Day, isDay } from '#base/dates.ts'

export type ErasureList = ReadonlyMap<string, Day>

/** Its name beside backups, and in the bucket. */
export const erasureListName = 'erasures.txt'

const heading = '# Who was erased: day and id of the record. Keep this with the backups.'

export const formatErasures = (list: ErasureList): string =>
  [heading, ...[...list].map(([id, day]) => `${day} ${id}`).sort(), ''].join('\n')

/** @throws Error that names the line which is none of such a list */
export const parseErasures = (text: string): ErasureList =>
  new Map(
    text.split(/\r?\n/).flatMap((line, n) => {
      if (line === '' || line.startsWith('#')) return []
      const [, day = '', id = ''] = /^(\S{10}) ([\w-]+)$/.exec(line) ?? []
      if (!isDay(day)) throw new Error(`Line ${n + 1} of the list of erasures is not a day and an id.`)
      return [[id, day] as const]
    }),
  )

/** Everybody in any of the lists; the first day that is said of somebody stays. */
export const mergeErasures = (...lists: readonly ErasureList[]): ErasureList => new Map(lists.toReversed().flatMap((list) => [...list]))
