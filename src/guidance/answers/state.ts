// How a school of the audience stands with the version of a document that is current on a day: a
// pure function of what was appended. In this order the first that is so is the state: the answer
// that stands, acknowledged, opened, issued, not issued. The dates stand beside it, each by itself.

import { guidanceStateNames } from '#attendance/requirements/state.ts'
import { type Day, type Instant, londonDay, sayDay } from '#base/dates.ts'
import {
  type Answer,
  answerKinds,
  answerWords,
  beforeIssued,
  bodyInWords,
  isAdopted,
  type Level,
  levelOn,
  levelWords,
  sayPlanned,
} from '#guidance/issuing/answer.ts'

export const states = [...answerKinds, 'acknowledged', 'opened', 'issued', 'not_issued'] as const
export type State = (typeof states)[number]

export const stateWords: Record<State, string> = guidanceStateNames

/** A version once it is issued. One that does not ask again leaves earlier answers standing. */
export type Version = { number: number; askAgain: boolean; availableOn: Day | undefined; issuedOn: Day }

/** `from`: the school that it came from, which had the version since that day. */
export type Issue = { version: number; on: Day; from: string | undefined }

/** That a named person opened or confirmed it. Only whoever is signed in opens. */
export type Receipt = { version: number; what: 'sent' | 'opened' | 'acknowledged' | 'planned'; on: Day; meetsOn?: Day | null }

/** That the address where the school publishes it was looked at. */
export type Check = { version: number; at: Instant; found: boolean; tickedAt: Instant | undefined }

export type SchoolAsked = {
  versions: readonly Version[]
  /** Its days as a school of the audience; `to` is the first day on which it is none. */
  from: Day | undefined
  to: Day | undefined
  /** The days on which it legally became another, such as an academy, with another body. */
  became: readonly Day[]
  issues: readonly Issue[]
  /** In the order in which they were recorded. */
  receipts: readonly Receipt[]
  answers: readonly Answer[]
  checks: readonly Check[]
}

export type Dates = {
  available: Day | undefined
  issued: Day | undefined
  opened: Day | undefined
  acknowledged: Day | undefined
  answered: Day | undefined
  adopted: Day | undefined
  published: Day | undefined
}

export type GuidanceState = {
  version: number
  state: State
  dates: Dates
  answer: Answer | undefined
  /** The meeting at which its body decides; undefined: none is planned, or it has decided. */
  meetsOn: Day | undefined
  level: Level | undefined
  publishedLevel: 'found' | 'ticked' | undefined
  why: string
}

const first = (days: readonly Day[]): Day | undefined => days.toSorted()[0]

export const currentOn = (versions: readonly Version[], day: Day): Version | undefined =>
  versions.filter(({ issuedOn }) => issuedOn <= day).toSorted((a, b) => b.number - a.number)[0]

/** The first version whose answer still stands for this one: back to the last that asked again. */
const askedSince = (versions: readonly Version[], current: Version): number => {
  const back = versions.filter(({ number }) => number <= current.number).toSorted((a, b) => b.number - a.number)
  return back.find(({ askAgain }) => askAgain)?.number ?? back.at(-1)?.number ?? current.number
}

const givenOn = ({ decidedOn, recordedAt }: Answer): Day => decidedOn ?? londonDay(recordedAt)

/** Of the version nearest to the current one, what was said last. */
const last = (answers: readonly Answer[]): Answer | undefined =>
  answers.toSorted(
    (a, b) => b.version - a.version || (a.recordedAt === b.recordedAt ? (a.id < b.id ? 1 : -1) : a.recordedAt < b.recordedAt ? 1 : -1),
  )[0]

/** Since when it was found each time; none, if it was not found when last looked at. */
const publishedOf = (checks: readonly Check[], day: Day): { on: Day | undefined; level: GuidanceState['publishedLevel'] } => {
  const newest = checks.toSorted((a, b) => (a.at === b.at ? Number(a.found) - Number(b.found) : a.at < b.at ? 1 : -1))
  const isTicked = ({ tickedAt }: Check): boolean => tickedAt !== undefined && londonDay(tickedAt) <= day
  const until = newest.findIndex((one) => !one.found && !isTicked(one))
  const unbroken = until < 0 ? newest : newest.slice(0, until)
  return {
    on: first(unbroken.map(({ at }) => londonDay(at))),
    level: unbroken.length === 0 ? undefined : unbroken.some(isTicked) ? 'ticked' : 'found',
  }
}

/** undefined: not of the audience then, or nothing issued. What came later says nothing of it. */
export const stateOn = (school: SchoolAsked, day: Day): GuidanceState | undefined => {
  const current = currentOn(school.versions, day)
  const isAsked = (school.from === undefined || school.from <= day) && (school.to === undefined || day < school.to)
  if (!current || !isAsked) return undefined
  const since = askedSince(school.versions, current)
  const inTime = ({ version }: { version: number }, on: Day): boolean => version <= current.number && on <= day
  const answers = school.answers.filter((one) => inTime(one, londonDay(one.recordedAt)))
  const presentSince = school.became
    .filter((one) => one <= day)
    .toSorted()
    .at(-1)
  const ofPresentBody = (one: Answer): boolean => presentSince === undefined || givenOn(one) >= presentSince
  const answer = last(answers.filter((one) => one.version >= since && ofPresentBody(one)))
  const issue = school.issues
    .filter((one) => one.version === current.number && one.on <= day)
    .toSorted((a, b) => (`${a.on} ${a.from ?? ''}` < `${b.on} ${b.from ?? ''}` ? -1 : 1))[0]
  const had = (what: Receipt['what']): Day | undefined =>
    first(school.receipts.filter((one) => one.what === what && one.version === current.number && one.on <= day).map(({ on }) => on))
  const published = publishedOf(
    school.checks.filter((one) => one.version >= since && inTime(one, londonDay(one.at))),
    day,
  )
  const dates: Dates = {
    available: current.availableOn,
    issued: issue?.on,
    opened: had('opened'),
    acknowledged: first([had('acknowledged'), had('planned')].flatMap((on) => on ?? [])),
    answered: answer && londonDay(answer.recordedAt),
    adopted: answer && isAdopted(answer.answer) ? givenOn(answer) : undefined,
    published: published.on,
  }
  const state: State = answer
    ? answer.answer
    : dates.acknowledged
      ? 'acknowledged'
      : dates.opened
        ? 'opened'
        : dates.issued
          ? 'issued'
          : 'not_issued'
  const passed = last(answers.filter((one) => one !== answer && !(one.version >= since && ofPresentBody(one))))
  const planned = school.receipts.filter((one) => one.meetsOn && one.version === current.number && one.on <= day).at(-1)
  const why = sayWhy({ day, current, since, dates, answer, issue, planned, passed, presentSince })
  const meetsOn = answer ? undefined : (planned?.meetsOn ?? undefined)
  return {
    version: current.number,
    state,
    dates,
    answer,
    meetsOn,
    level: answer && levelOn(answer, day),
    publishedLevel: published.level,
    why,
  }
}

type Ground = {
  day: Day
  current: Version
  since: number
  dates: Dates
  answer: Answer | undefined
  issue: Issue | undefined
  planned: Receipt | undefined
  /** The last answer that does not stand any more. */
  passed: Answer | undefined
  presentSince: Day | undefined
}

const sayAnswer = (one: Answer, day: Day): string => {
  const { answer, body, decidedOn, early, recordedAt } = one
  const by = body ? ` by ${bodyInWords[body]}` : ''
  const on = decidedOn ? ` on ${sayDay(decidedOn)}${early ? beforeIssued : ''}` : ''
  return `${answerWords[answer]}${by}${on}, ${levelWords[levelOn(one, day)].toLowerCase()}; told on ${sayDay(londonDay(recordedAt))}`
}

const sayHad = ({ opened, acknowledged }: Dates, planned: Receipt | undefined): string =>
  planned?.meetsOn
    ? `${sayPlanned(planned.meetsOn)}, told on ${sayDay(planned.on)}`
    : acknowledged
      ? `Confirmed on ${sayDay(acknowledged)}; no answer yet`
      : opened
        ? `Opened on ${sayDay(opened)} by somebody signed in; nobody confirmed it yet`
        : 'No record that anybody opened it'

/** Why an earlier answer stands no more: the version asks again, or it was another body’s. */
const sayPassed = ({ current, since, passed, presentSince }: Ground): string[] => {
  if (!passed) return []
  const answer = `“${answerWords[passed.answer]}” of ${sayDay(givenOn(passed))}`
  return passed.version < since
    ? [`${answer} was for version ${passed.version}, and version ${since === current.number ? since : `${since} since`} asked again`]
    : [`${answer} was of the school before ${sayDay(presentSince ?? givenOn(passed))}, when another body came to decide`]
}

const sayIssued = ({ current: { number }, issue }: Ground): string => {
  if (!issue) return `Version ${number} is not issued to the school yet`
  return issue.from
    ? `Version ${number} came to it with ${issue.from}, to which it was issued on ${sayDay(issue.on)} and whose answer is not this school’s`
    : `Version ${number} was issued on ${sayDay(issue.on)}`
}

const sayWhy = (ground: Ground): string => {
  const { current, dates, answer, issue, planned } = ground
  const earlier =
    answer && answer.version < current.number ? [`That was for version ${answer.version}; version ${current.number} did not ask again`] : []
  const open = answer ? [] : [...(issue ? [sayHad(dates, planned)] : []), ...sayPassed(ground)]
  return [...(answer ? [sayAnswer(answer, ground.day), ...earlier] : []), sayIssued(ground), ...open].map((one) => `${one}.`).join(' ')
}
