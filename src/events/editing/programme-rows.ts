// The rows of a programme as they are shown and added: sessions, blocks of workshops, breaks.
import { addDays, isDay } from '#base/dates.ts'
import { type BreakValues, mostBreaks } from './break-forms.ts'
import { givenIn, mostSessions, noSession, type SessionValues } from './session-forms.ts'

export type Programme = { sessions: SessionValues[]; breaks: BreakValues[] }

type Numbered<Row> = { row: Row; number: number }
export type ProgrammeRow =
  | ({ kind: 'session' } & Numbered<SessionValues>)
  | { kind: 'block'; number: number; row: SessionValues; workshops: Numbered<SessionValues>[] }
  | ({ kind: 'break' } & Numbered<BreakValues>)

/** By day and time; a row without them stands last. A block has the times of its first workshop. */
export const programmeRows = ({ sessions, breaks }: Programme): ProgrammeRow[] => {
  const numbered = sessions.map((row, index) => ({ row, number: index + 1 }))
  const blocks = Map.groupBy(
    numbered.filter(({ row }) => row.block !== ''),
    ({ row }) => row.block,
  )
  const rows: ProgrammeRow[] = [
    ...numbered.flatMap(({ row, number }) => (row.block === '' ? [{ kind: 'session' as const, row, number }] : [])),
    ...Array.from(blocks.values(), (workshops, index) => ({
      kind: 'block' as const,
      number: index + 1,
      row: workshops[0]?.row ?? noSession,
      workshops,
    })),
    ...breaks.map((row, index) => ({ kind: 'break' as const, row, number: index + 1 })),
  ]
  const at = ({ row }: ProgrammeRow): string => `${row.date || '9999'} ${row.start || '99'}`
  return rows.toSorted((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0))
}

/** The only day; undefined: it has several, or rows of which it is not known. */
export const onlyDay = ({ sessions, breaks }: Programme): string | undefined => {
  const days = [...new Set([...sessions, ...breaks].map(({ date }) => date))]
  return days.length === 1 ? days[0] : undefined
}

/** One session for everyone, and nothing else. */
export const isAlone = ({ sessions, breaks }: Programme): boolean =>
  sessions.length === 1 && sessions[0]?.block === '' && breaks.length === 0

/** On the same day; '' where that is no time. */
const later = (time: string, minutes: number): string => {
  const [, hours, past] = time.match(/^(\d\d):(\d\d)$/) ?? []
  const at = Number(hours) * 60 + Number(past) + minutes
  return at < 24 * 60 ? `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}` : ''
}

/** When the next row begins and ends. */
const after = ({ sessions, breaks }: Programme, minutes: number): Pick<SessionValues, 'date' | 'start' | 'end'> => {
  const last = [...sessions, ...breaks].toSorted((a, b) => (`${a.date} ${a.end}` < `${b.date} ${b.end}` ? -1 : 1)).at(-1) ?? noSession
  return { date: last.date, start: last.end, end: later(last.end, minutes) }
}

const dayAfter = (sessions: readonly SessionValues[]): Partial<SessionValues> => {
  const last =
    sessions
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? ''
  const first = sessions[0] ?? noSession
  return { date: isDay(last) ? addDays(last, 1) : '', start: first.start, end: first.end }
}

const workshopsAdded = 4

const nameOfNextBlock = (rows: readonly SessionValues[]): string => {
  const blocks = new Set(rows.map(({ block }) => block).filter(Boolean))
  return blocks.size === 0 ? 'Workshops' : `Workshops ${blocks.size + 1}`
}

const withRows = ({ sessions, breaks }: Programme, more: Partial<SessionValues>, count: number, at = sessions.length): Programme => {
  const row = { ...noSession, ...more }
  const rows = Array.from({ length: Math.min(count, mostSessions - sessions.length) }, () => ({ ...row, given: givenIn(row) }))
  return { sessions: sessions.toSpliced(at, 0, ...rows), breaks }
}

/** After any button but those that save; undefined: save. */
export const rowsAfter = (pressed: string, programme: Programme): Programme | undefined => {
  const { sessions, breaks } = programme
  if (pressed === 'back') return { sessions, breaks }
  if (pressed === 'add-session') return withRows(programme, after(programme, 60), 1)
  if (pressed === 'add-day') return withRows(programme, dayAfter(sessions), 1)
  if (pressed === 'add-block') return withRows(programme, { ...after(programme, 60), block: nameOfNextBlock(sessions) }, workshopsAdded)
  if (pressed === 'add-break')
    return breaks.length < mostBreaks
      ? { sessions, breaks: [...breaks, { title: 'Break', ...after(programme, 15) }] }
      : { sessions, breaks }
  const [, act, row] = pressed.match(/^(add-workshop|remove-session|remove-break)-(\d{1,2})$/) ?? []
  if (!act) return undefined
  if (act === 'add-workshop') {
    const { date, start, end, block } = sessions[Number(row) - 1] ?? noSession
    return withRows(programme, { date, start, end, block }, 1, Number(row))
  }
  const others = <R>(rows: readonly R[]): R[] => rows.filter((_, index) => index + 1 !== Number(row))
  if (act === 'remove-break') return { sessions, breaks: others(breaks) }
  const rest = others(sessions)
  return { sessions: rest.length > 0 ? rest : [noSession], breaks }
}
