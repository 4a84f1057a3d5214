// What each column of an attendance report holds. Headings are known in many languages, and where
// they are not, what stands in the column tells: no order and no language is taken for granted.

import { type Steps, stepping } from '#base/steps.ts'
import type { Row } from './table.ts'
import { readDuration, readWrittenTime } from './time.ts'

type ColumnKind = 'name' | 'first' | 'last' | 'email' | 'join' | 'leave' | 'duration' | 'action' | 'time' | 'waiting' | 'attended' | 'other'

/** One table of a file: which cell of each row is what, and its rows without the headings. */
export type Table = {
  columns: Partial<Record<ColumnKind, number>>
  rows: Row[]
  /** A heading says that times are in UTC. */
  utc: boolean
}

export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

// In this order: the first pattern that a heading fits says what it is.
const headings: readonly (readonly [ColumnKind, RegExp])[] = [
  ['other', /registr|inscri|anmeld|enregistr|iscriz|rejestrac|approval|\bupn\b|participant id|teilnehmer id|consent|country|source name/],
  ['waiting', /waiting room|warteraum|salle d attente|sala de espera/],
  ['attended', /^(attended|teilgenommen|asistio|a participe|ha partecipato)$/],
  ['email', /e ?mail|correo|courriel|posta elettronica|sahkoposti/],
  ['action', /^(user action|action|aktion|benutzeraktion|atividade|accion|accion del usuario|activite|azione|handeling|akcja|handling)$/],
  [
    'time',
    /^(timestamp|time stamp|zeitstempel|carimbo de data hora|marca de tiempo|horodatage|tijdstempel|sygnatura czasowa|tidsstempel)$/,
  ],
  ['duration', /duration|^time in (session|meeting)|dauer|duree|duracion|duracao|durata|duur|czas trwania|varighet|varighed|langd|kesto/],
  [
    'join',
    /^(first )?join|^time joined|beitritt|beigetreten|ingresso|entrada|union|conexion|arrivee|connexion|dolacz|ingres|deelname|tiltr|anslut|liittym|partecipazione/,
  ],
  [
    'leave',
    /^(last )?(leave|exit|left)|^time (exited|left)|verlass|austritt|saida|salida|\bdepart\b|sortie|uscita|opuszcz|vertrek|lamna|forlat|forlod|poistu/,
  ],
  ['first', /^(first name|vorname|prenom|given name|voornaam|fornamn|fornavn|etunimi)$/],
  ['last', /^(last name|surname|nachname|apellidos?|cognome|sobrenome|achternaam|nazwisko|efternamn|etternavn|efternavn|sukunimi)$/],
  [
    'name',
    /^(full |user |display |participant )?name( original name)?$|^(nome|nombre|nom|vollstandiger name|naam|imie|navn|namn|nimi|fullt namn|fullt navn|koko nimi|volledige naam|participant|attendee)( (completo|complet|i nazwisko))?$/,
  ],
]

const aboutMeeting = /meeting id|webinar id|besprechungs id|topic|^thema$/

const kindOfHeading = (heading: string): ColumnKind | undefined => {
  const plain = fold(heading)
  return plain === '' ? 'other' : headings.find(([, pattern]) => pattern.test(plain))?.[0]
}

const isAddress = (cell: string): boolean => /^[^\s@]+@[^\s@]+$/.test(cell)

type Content = { email: number; time: number; duration: number; words: number; different: number; filled: number }

function* contentOf(cells: readonly string[]): Steps<Content> {
  const filled = cells.filter((cell) => cell !== '' && cell !== '--' && cell !== '-')
  const found = { email: 0, time: 0, duration: 0, words: 0 }
  yield* stepping(filled, (cell) => {
    if (isAddress(cell)) found.email += 1
    if (readWrittenTime(cell) !== undefined) found.time += 1
    if (/\p{L}|:\d\d:/u.test(cell) && readDuration(cell) !== undefined) found.duration += 1
    if (/\p{L}{2}/u.test(cell)) found.words += 1
  })
  const share = (count: number): number => (filled.length === 0 ? 0 : count / filled.length)
  return {
    email: share(found.email),
    time: share(found.time),
    duration: share(found.duration),
    words: share(found.words),
    different: new Set(filled).size,
    filled: filled.length,
  }
}

const mostly = 0.6

/** Fills in what the headings did not say. */
function* byContent(
  columns: Table['columns'],
  rows: readonly Row[],
  width: number,
  named: readonly (ColumnKind | undefined)[],
): Steps<void> {
  const free: (Content & { at: number })[] = []
  for (let at = 0; at < width; at += 1)
    if (named[at] === undefined) free.push({ at, ...(yield* contentOf(rows.map(({ cells }) => cells[at] ?? ''))) })
  const take = (kind: ColumnKind, found: { at: number } | undefined): void => {
    if (!found || columns[kind] !== undefined) return
    columns[kind] = found.at
    free.splice(
      free.findIndex(({ at }) => at === found.at),
      1,
    )
  }
  take(
    'email',
    free.find(({ email }) => email >= mostly),
  )
  const times = free.filter(({ time, duration }) => time >= mostly && duration < time)
  if (columns.time === undefined) {
    if (times.length === 1 && columns.join === undefined && columns.leave === undefined) take('time', times[0])
    else
      for (const [at, kind] of (columns.join === undefined ? (['join', 'leave'] as const) : (['leave'] as const)).entries())
        take(kind, times[at])
  }
  take(
    'duration',
    free.find(({ duration }) => duration >= mostly),
  )
  const words = free.filter(({ words, time, email, duration }) => words >= mostly && Math.max(time, email, duration) < mostly)
  if (columns.time !== undefined && columns.action === undefined)
    take('action', words.filter(({ different, filled }) => different <= 4 && (different < filled || filled < 3)).at(-1))
  if (columns.first === undefined)
    take('name', words.filter(({ at }) => at !== columns.action).sort((a, b) => b.different - a.different || a.at - b.at)[0])
}

const filled = ({ cells }: Row): number => cells.filter((cell) => cell !== '').length

const holdsFacts = ({ cells }: Row): boolean => cells.some((cell) => isAddress(cell) || readWrittenTime(cell) !== undefined)

function* tableOf(block: readonly Row[]): Steps<Table | undefined> {
  const [head, ...below] = block
  if (!head) return undefined
  const isHeaded = !holdsFacts(head)
  const rows = isHeaded ? below : [...block]
  if (rows.length === 0) return undefined
  const width = block.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const named = Array.from({ length: width }, (_, at) => (isHeaded ? kindOfHeading(head.cells[at] ?? '') : undefined))
  if (isHeaded && head.cells.some((cell) => aboutMeeting.test(fold(cell))) && !named.includes('name')) return undefined
  const columns: Table['columns'] = {}
  for (const [at, kind] of named.entries()) if (kind && kind !== 'other') columns[kind] ??= at
  yield* byContent(columns, rows, width, named)
  // A list of who did what when has one time only, whatever it is called.
  if (columns.action !== undefined && columns.time === undefined && columns.leave === undefined && columns.join !== undefined) {
    columns.time = columns.join
    delete columns.join
  }
  const isSomebody = columns.name !== undefined || columns.first !== undefined || columns.email !== undefined
  const isThere = columns.join !== undefined || columns.time !== undefined || columns.duration !== undefined
  if (!isSomebody || !isThere) return undefined
  return { columns, rows: [...rows], utc: isHeaded && head.cells.some((cell) => /\((utc|gmt)\)/i.test(cell)) }
}

const isHeading = (row: Row): boolean =>
  !holdsFacts(row) && row.cells.filter((cell) => cell !== '' && kindOfHeading(cell) !== undefined).length > 2

/**
 * The tables of a file in which people are. An empty line or a title ends one; in one that is as
 * wide as the others a line of few cells is somebody of whom little is known.
 */
export function* tablesOf(rows: readonly Row[]): Steps<Table[]> {
  const blocks: Row[][] = [[]]
  yield* stepping(rows, (row) => {
    const block = blocks.at(-1) ?? []
    const ofBlock = filled(row) > 0 && row.cells.length > 2 && row.cells.length === block[0]?.cells.length
    if (filled(row) <= 2 && !ofBlock) blocks.push([])
    else if (block.length > 0 && isHeading(row)) blocks.push([row])
    else block.push(row)
  })
  const tables: Table[] = []
  for (const [at, block] of blocks.entries()) {
    const table = yield* tableOf(block)
    if (table) tables.push(table)
    if (at % blocksAtOneStep === 0) yield
  }
  return tables
}

const blocksAtOneStep = 1000
