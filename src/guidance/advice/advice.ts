// What was published nationally, and what the council made of it: issued to its schools as a
// version, part of one, or not for them. Until that is decided the days since it was published run.
import { type Day, daysBetween, type Instant, londonDay, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'

export const outcomes = ['issued', 'part_of', 'not_for_us'] as const
export type Outcome = (typeof outcomes)[number]

export const outcomeWords: Record<Outcome, string> = { issued: 'Issued', part_of: 'Part of a document', not_for_us: 'Not for us' }

export type AdviceFacts = { title: string; address: string; publishedOn: Day }

export type IssuedAs = { documentId: string; document: string; number: number; issuedAt: Instant; withdrawn: 0 | 1 }

export type AdviceDecision = {
  id: string
  what: Outcome
  /** Of which version it was decided. */
  as: IssuedAs | null
  why: string
  at: Instant
  by: string | null
}

export type UndecidedAdvice = AdviceFacts & { id: string /** The document with a draft that comes from it. */; draft: string | null }

export type Advice = UndecidedAdvice & {
  notedAt: Instant
  notedBy: string | null
  decision: AdviceDecision | undefined
}

export type IssuedChoice = { id: string; title: string; number: number }

export type OneAdvice = { advice: Advice; decisions: readonly AdviceDecision[]; issued: readonly IssuedChoice[] }

export type NotNoted = 'noted_already'
export type NotDecided = 'decided_meanwhile'

export const sayIssuedAs = ({ document, number, withdrawn }: IssuedAs): string =>
  `${document}, version ${number}${withdrawn ? ' (withdrawn since)' : ''}`

/** What the council made of it, in a sentence without its end. */
export const sayDecision = ({ decision }: Pick<Advice, 'decision'>): string => {
  if (!decision) return 'Undecided'
  const { what, as, why } = decision
  if (as) return `${what === 'issued' ? 'Issued as' : 'Part of'} ${sayIssuedAs(as)}`
  return `${outcomeWords[what]}, because ${why}`
}

/** From the publication until it was issued or decided; until today while it is undecided. */
export const daysOf = ({ publishedOn, decision }: Pick<Advice, 'publishedOn' | 'decision'>, today: Day): number => {
  if (!decision) return daysBetween(publishedOn, today)
  const issuedOn = decision.as ? londonDay(decision.as.issuedAt) : ''
  return daysBetween(publishedOn, issuedOn >= publishedOn ? issuedOn : londonDay(decision.at))
}

/** `Published on 13 December 2017, 1,079 days ago` */
export const sayUndecided = ({ publishedOn }: Pick<Advice, 'publishedOn'>, today: Day): string => {
  const days = daysBetween(publishedOn, today)
  return `Published on ${sayDay(publishedOn)}, ${days === 0 ? 'today' : `${counted(days, 'day')} ago`}`
}

/** `5 noted: 1 undecided, 3 issued, 1 part of a document, 0 not for us`: the parts add up. */
export const sayAdvice = (all: readonly Pick<Advice, 'decision'>[]): string => {
  const of = (what: Outcome | undefined): number => all.filter(({ decision }) => decision?.what === what).length
  const parts = outcomes.map((what) => `${of(what)} ${outcomeWords[what].toLowerCase()}`)
  return `${all.length} noted: ${of(undefined)} undecided, ${listed(parts)}.`
}
