// What an event was worth, as those say who came and the heads of their schools: asked right after
// it, and again some weeks later. That somebody answered is stored with them; what they answered is
// stored apart, and figures are shown of at least five people.
import { type Calendar, isWorkingDay } from '#base/council/working-day.ts'
import { addDays, type Day, type Instant } from '#base/dates.ts'
import type { Asked, Kind, Settings } from '#base/questions/kind.ts'
import { type Summary, summaryOf } from '#base/questions/summary.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'

export const waves = ['after', 'later', 'head'] as const
export type Wave = (typeof waves)[number]

/** Choices, and words that an officer reads first: a highest number tells of one person. */
export const feedbackKinds = ['scale', 'yes_partly_no', 'choice', 'text'] as const satisfies readonly Exclude<
  Kind,
  'date' | 'past_date' | 'number'
>[]

export const leastShown = 5
export const mostQuestions = 8
export const longestText = 1000
export const leastWeeks = 6
export const usualWeeks = 8
export const mostWeeks = 12
export const openDays = 28
/** Days in which they can go out at all. */
const daysToAsk = { after: 21, later: 56, head: 56 } as const

export const waveKinds = { after: 'evaluation', later: 'evaluation_later', head: 'evaluation_head' } as const satisfies Record<
  Wave,
  MessageKind
>

export const waveWords: Record<Wave, { label: string; whom: string; when: (weeks: number) => string }> = {
  after: { label: 'Right after', whom: 'those who came', when: () => 'the morning after the registers are signed off' },
  later: { label: 'Some weeks later', whom: 'those who came', when: (weeks) => `on a school day in term, ${weeks} weeks after` },
  head: {
    label: 'To the head',
    whom: 'the head of each school that came',
    when: (weeks) => `on a school day in term, ${weeks} weeks after`,
  },
}

export type QuestionFacts = Asked & { label: string }
export type Question = QuestionFacts & { id: string }

const asked = (kind: Kind, label: string, settings: Settings = {}): QuestionFacts => ({ kind, label, settings })
const inPractice = { options: ['Done', 'Partly', 'Not yet'] }

export const readySets: Record<Wave, readonly QuestionFacts[]> = {
  after: [
    asked('scale', 'How useful was this event for your work?'),
    asked('scale', 'How sure are you now of what to do about this topic?'),
    asked('yes_partly_no', 'Was it pitched at the right level for you?'),
    asked('choice', 'Would you send a colleague to it?', { options: ['Yes', 'Only in a similar role', 'No'] }),
    asked('text', 'What will you do differently because of it?'),
  ],
  later: [
    asked('choice', 'Have you done what you planned to do after the event?', inPractice),
    asked('choice', 'Have you passed on to colleagues what you learned?', inPractice),
    asked('scale', 'How much has it changed how you work?'),
    asked('text', 'What helped, or what stood in the way?'),
  ],
  head: [
    asked('choice', 'Has your school changed how it works on this topic since the event?', inPractice),
    asked('choice', 'Have governors or trustees been told what the event asked of schools?', inPractice),
    asked('yes_partly_no', 'Was it worth the time that your school gave to it?'),
    asked('text', 'What would help your school to go further?'),
  ],
}

export type Answers = Readonly<Record<string, string>>

export type SaveRefusal = 'evaluation_is_asked' | 'event_over'
export type AnswerRefusal = 'evaluation_answered' | 'evaluation_closed'

export type WaveState = {
  wave: Wave
  weeks: number
  /** London day of the last session; null: none takes place, or the event is cancelled. */
  lastDay: Day | null
  cancelled: boolean
  switchedOff: boolean
  openRegisters: number
  /** Null: nobody was asked yet. */
  askedOn: Day | null
  /** How many people's answers wait. */
  inTray: number
}

/** The last day on which answers are taken; null while the event has no date. */
const closesOn = ({ wave, weeks, lastDay, askedOn }: Pick<WaveState, 'wave' | 'weeks' | 'lastDay' | 'askedOn'>): Day | null =>
  askedOn !== null ? addDays(askedOn, openDays) : lastDay === null ? null : addDays(lastDay, weeks * 7 + daysToAsk[wave])

export const stepsOf = (state: WaveState, today: Day, calendar: Calendar): { asks: boolean; releases: boolean; closes: boolean } => {
  const { wave, weeks, lastDay, askedOn } = state
  const last = closesOn(state)
  const closes = state.cancelled || (last !== null && today > last)
  const isTime =
    lastDay !== null &&
    (wave === 'after'
      ? today > lastDay && state.openRegisters === 0
      : today >= addDays(lastDay, weeks * 7) && isWorkingDay(today, calendar, true))
  return {
    asks: isTime && !closes && !state.switchedOff && (askedOn === null || askedOn === today),
    releases: state.inTray >= leastShown,
    closes,
  }
}

export type Figure = {
  question: Question
  /** undefined: it is answered in somebody's own words. */
  summary: Summary | undefined
  texts: readonly string[]
  toRead: number
  /** The text that an officer read last, also to keep it back. */
  lastRead: Pick<Evaluation['texts'][number], 'readAt' | 'readBy'> | undefined
}

export type Results = {
  wave: Wave
  asked: number
  answered: number
  /** How many people's answers the figures are of. */
  released: number
  dropped: number
  isClosed: boolean
  figures: readonly Figure[]
}

export type ValueCount = { questionId: string; value: string | null; n: number }

/** `texts`: those that an officer let be read. */
export const figuresOf = (
  questions: readonly Question[],
  released: number,
  counted: readonly ValueCount[],
  texts: Evaluation['texts'],
): Figure[] =>
  released < leastShown
    ? []
    : questions.map((question) => {
        const own = counted.filter(({ questionId }) => questionId === question.id)
        const summary = summaryOf(
          question,
          own.flatMap(({ value, n }) => (value === null ? [] : [[value, n] as const])),
        )
        const leftOut = own.find(({ value }) => value === null)?.n ?? 0
        const answers = texts.filter(({ questionId }) => questionId === question.id)
        return {
          question,
          summary: summary && { ...summary, rows: [...summary.rows, ['Left out', leftOut]] },
          texts: answers.flatMap(({ value, shown }) => (shown === 1 ? [value] : [])),
          toRead: answers.filter(({ shown }) => shown === null).length,
          lastRead: answers.toSorted((a, b) => ((a.readAt ?? '') < (b.readAt ?? '') ? 1 : -1))[0],
        }
      })

export type WaveRow = {
  wave: Wave
  weeks: number
  released: number
  dropped: number
  closedOn: Day | null
  asked: number
  answered: number
  askedOn: Day | null
}

/** An event by its code, as far as evaluating goes. `state`: drafts have no public page. */
export type EvaluatedEvent = {
  id: string
  code: string
  title: string
  state: 'draft' | 'published' | 'cancelled'
  endsAt: Instant | null
}

/** `onlyFor`: the schools (roots) that alone may know of the event; null: everybody may. */
export type Evaluation = {
  event: EvaluatedEvent & { onlyFor: string[] | null }
  waves: WaveRow[]
  questions: (Question & { wave: Wave })[]
  counted: ValueCount[]
  texts: { questionId: string; id: string; value: string; shown: number | null; readAt: Instant | null; readBy: string | null }[]
}

/** A text about which nobody has decided. */
export type TextToRead = { id: string; value: string; question: string }

export const textsToRead = ({ texts, questions }: Pick<Evaluation, 'texts' | 'questions'>): TextToRead[] =>
  texts.flatMap(({ id, value, shown, questionId }) =>
    shown === null ? [{ id, value, question: questions.find((one) => one.id === questionId)?.label ?? '' }] : [],
  )

export type EventToRead = { code: string; title: string; toRead: number }

export const resultsOf = ({ waves: stored, questions, counted, texts }: Evaluation): Results[] =>
  waves.flatMap((wave) => {
    const row = stored.find((one) => one.wave === wave)
    if (!row) return []
    const own = questions.filter((question) => question.wave === wave)
    const { asked, answered, released, dropped } = row
    return [
      { wave, asked, answered, released, dropped, isClosed: row.closedOn !== null, figures: figuresOf(own, released, counted, texts) },
    ]
  })
