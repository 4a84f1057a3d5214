import { sayDay } from '#base/dates.ts'
import { counted, plural } from '#base/words.ts'
import type { notHeld, Question } from './coverage.ts'
import type { Beginning, Sources } from './evidence.ts'
import { type Figures, share } from './figures.ts'

/** `Child-on-child abuse, 25 November 2024 to 24 November 2026` */
export const sayQuestion = ({ event, topic, from, to }: Question): string =>
  event
    ? `${event.title}, ${sayDay(event.startsOn)}${event.cancelled ? ' (cancelled)' : ''}`
    : `${topic?.label ?? 'All topics'}, ${sayDay(from)} to ${sayDay(to)}`

const schools = (n: number): string => `${n} ${plural(n, 'school')}`

/** `81 of 114 open schools took part (71%)`; no percentage below ten schools. */
export const sayReach = ({ tookPart, open }: Figures): string => {
  const percent = share(tookPart, open)
  return `${tookPart} of ${open} open ${plural(open, 'school')} took part${percent === undefined ? '' : ` (${percent}%)`}`
}

/** Shown instead of an answer for cancelled or future events. */
export const sayNotHeld = ({ event, from }: Question, why: NonNullable<ReturnType<typeof notHeld>>): string =>
  why === 'cancelled'
    ? `${event?.title} on ${sayDay(from)} was cancelled: nobody could take part.`
    : event
      ? `${event.title} has not taken place yet: it is on ${sayDay(from)}.`
      : `The period has not begun yet: its first day is ${sayDay(from)}.`

/** The second figure, which is never added to that of schools. */
export const sayEarlyYears = ({ earlyYears }: Pick<Sources, 'earlyYears'>): string =>
  earlyYears
    ? `Counted apart from schools, nurseries and childminders: ${earlyYears.tookPart} of ${counted(earlyYears.listed, 'setting')} on the early years list, as loaded on ${sayDay(earlyYears.loadedOn)}, had someone attend.`
    : `${notCovered} No early years list is loaded.`

/** The same as a row of figures, behind those of schools. */
export const earlyYearsFigures = ({ earlyYears }: Pick<Sources, 'earlyYears'>): { label: string } & Partial<Figures> =>
  earlyYears
    ? { label: 'Early years list (apart from schools)', open: earlyYears.listed, tookPart: earlyYears.tookPart }
    : { label: 'Early years list: none is loaded' }

export const notCovered = 'Nurseries and childminders that are not in the schools register are not covered.'

/** The answer in one sentence, with its denominator, date and question. */
export const answer = (question: Question, whole: Figures): string => {
  const { event, topic, from, to, on } = question
  if (whole.open === 0) return `No school of the area was open on ${sayDay(on)}, so there is nothing to report.`
  const percent = share(whole.tookPart, whole.open)
  const attendedWhat = event
    ? `took part in ${event.title} on ${sayDay(event.startsOn)}`
    : `took part in an event${topic ? ` on the topic ${topic.label}` : ''} between ${sayDay(from)} and ${sayDay(to)}`
  const missing = whole.open - whole.tookPart
  return `Of the ${schools(whole.open)} open in the area on ${sayDay(on)}, ${whole.tookPart}${percent === undefined ? '' : ` (${percent}%)`} ${attendedWhat}; ${missing === 0 ? 'there is none that did not' : `${missing} did not`}.`
}

/** Since when there are records of anything, and why since then. */
export const sayBeginning = (beginning: Beginning | undefined): string =>
  beginning
    ? `Our record begins on ${sayDay(beginning.on)}, ${beginning.source === undefined ? 'with the first register taken here' : `the first day in “${beginning.source}”, which was imported`}. It does not say who came before.`
    : 'There are no records of attendance yet.'

export const beginningOf = ({ since, earlier }: Pick<Sources, 'since' | 'earlier'>): Beginning | undefined =>
  since === undefined ? undefined : { on: since, source: earlier.find(({ from }) => from === since)?.source }
