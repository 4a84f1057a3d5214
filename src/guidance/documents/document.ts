// A document is guidance or a policy that the council issues to schools. It has versions: a draft
// that officers edit, and those that were issued, which never change.
import { type Day, daysBetween, type Instant, londonDay, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'

export const documentKinds = ['statutory', 'policy', 'model', 'information'] as const
export type DocumentKind = (typeof documentKinds)[number]

export const documentKindWords: Record<DocumentKind, string> = {
  statutory: 'Statutory guidance',
  policy: 'Policy of the council for its own schools',
  model: 'Model policy that schools adapt',
  information: 'Information',
}

export const askings = ['adopt', 'answer', 'tell_staff', 'nothing'] as const
export type Asking = (typeof askings)[number]

export const askingWords: Record<Asking, string> = {
  adopt: 'Adopt it, or say what you do instead',
  answer: 'Answer',
  tell_staff: 'Tell staff',
  nothing: 'Nothing',
}

/** Whether the school itself answers, by the body that decides there. */
export const isAnswered = (asked: Asking): boolean => asked === 'adopt' || asked === 'answer'

export const dueOptions = ['governors', 'day'] as const

/** Early years settings that are no schools, by `School.outsideKind`: an audience of their own. */
export const settingKinds = { nursery: 'Nurseries and pre-schools', childminder: 'Childminders' } as const

export type Audience = { sectors: readonly string[]; kinds: readonly string[]; settings: readonly string[]; roles: readonly string[] }

/** Written to where nobody chose otherwise: the lead and the head. */
export const usualRoles = ['dsl', 'head'] as const

/** `topic`: the id of what it is about; '': on none of the list. */
export type DocumentFacts = { title: string; kind: DocumentKind; asked: Asking; topic: string }

export type GuidanceDocument = DocumentFacts & {
  id: string
  topicLabel: string
  audience: Audience
  withdrawnAt: Instant | null
  withdrawnWhy: string
  replacedById: string | null
  replacedBy: string | null
}

/** Whether the council decided what it says, or passes on what others wrote. */
export const sources = ['passed_on', 'own'] as const

export type VersionFacts = {
  text: string
  whatChanged: string
  whatToDo: string
  askAgain: boolean
  source: (typeof sources)[number]
  /** Who decided, by which decision, and on which day: of what is the council’s own. */
  decidedBy: string
  decision: string
  decidedOn: Day | undefined
  adviceId: string | undefined
  dueBy: (typeof dueOptions)[number]
  dueOn: Day | undefined
  equalityLink: string
  equalityOn: Day | undefined
  equalityReviewOn: Day | undefined
}

/** More than anybody reads of one version. */
export const mostFiles = 20
export const longestTitle = 120

/** In the order in which schools read them, under the title by which they know it. */
export type FileOfVersion = { id: string; name: string; size: number; title: string }

type Second = {
  id: string
  state: 'proposed' | 'approved' | 'refused' | 'withdrawn'
  decidedOn: Day | null
  /** It was issued at once; by this day a second person is to approve it. */
  dueOn: Day | null
}

export type Version = VersionFacts & {
  id: string
  /** When it was published nationally. */
  availableOn: Day | undefined
  documentId: string
  number: number
  files: readonly FileOfVersion[]
  changedAt: Instant
  issuedAt: Instant | undefined
  issuedBy: string | undefined
  /** Of what is the council’s own: what a second person was asked, and what became of it. */
  second: Second | undefined
  /** Schools that were given it, and early years settings. */
  schools: number
  settings: number
}

export type IssuedVersion = Version & { issuedAt: Instant }
export const isIssued = (version: Version): version is IssuedVersion => version.issuedAt !== undefined

export type ListedDocument = DocumentFacts & {
  id: string
  number: number | null
  issuedAt: Instant | null
  availableOn: Day | null
  schools: number
  settings: number
  /** Of the schools. */
  reached: number
  draft: number | null
  /** It was issued at once, and no second person has approved it yet. */
  unapproved: number
  withdrawnAt: Instant | null
}

/** Since its national publication; undefined where not known. What was issued first has none. */
export const daysUntilIssued = (availableOn: Day | null | undefined, issuedAt: Instant | null | undefined): number | undefined => {
  if (!availableOn || !issuedAt) return undefined
  return daysBetween(availableOn, londonDay(issuedAt))
}

/** `, 95 days after it was published nationally`; nothing where that day is not known. */
export const sayAfterNational = (availableOn: Day | undefined, on: Day): string => {
  const days = availableOn === undefined ? -1 : daysBetween(availableOn, on)
  return days < 0
    ? ''
    : days === 0
      ? ', on the day it was published nationally'
      : `, ${counted(days, 'day')} after it was published nationally`
}

export const sayDaysUntilIssued = (days: number): string =>
  days < 0
    ? `issued ${counted(-days, 'day')} before it was published nationally`
    : days === 0
      ? 'issued on the day it was published nationally'
      : `issued ${counted(days, 'day')} after it was published nationally`

/** Schools and settings are counted apart: `119 schools and 14 early years settings`. */
export const sayGiven = ({ schools, settings }: { schools: number; settings: number }): string =>
  listed([
    ...(schools > 0 || settings === 0 ? [counted(schools, 'school')] : []),
    ...(settings > 0 ? [counted(settings, 'early years setting')] : []),
  ])

/** `Cabinet member, decision 14, 2 October 2025` */
export const sayDecision = ({ decidedBy, decision, decidedOn }: VersionFacts): string | undefined =>
  [decidedBy, decision, decidedOn ? sayDay(decidedOn) : ''].filter(Boolean).join(', ') || undefined

/** What pages say of the second person; undefined: none is asked for. */
export const saySecond = ({ second, issuedAt }: Pick<Version, 'second' | 'issuedAt'>, today: Day): string | undefined => {
  if (!second || second.state === 'withdrawn') return undefined
  const { state, dueOn, decidedOn } = second
  const on = decidedOn ? ` on ${sayDay(decidedOn)}` : ''
  if (!issuedAt) return state === 'proposed' ? 'It waits for a second person, who issues it.' : `A second person refused it${on}.`
  if (!dueOn) return undefined
  if (state === 'approved') return `Issued urgently, and approved by a second person${on}.`
  if (state === 'refused') return `Issued urgently. A second person did not approve it${on}.`
  return dueOn < today
    ? `Issued urgently. Overdue: a second person was to approve it by ${sayDay(dueOn)}.`
    : `Issued urgently. A second person is to approve it by ${sayDay(dueOn)}.`
}

export type GuidanceAsked = {
  title: string
  documentId: string
  number: number
  changedAt: Instant
  urgent: 0 | 1
  dueOn?: Day
}

/** @param today while it waits */
export const linesOfGuidance = ({ number, dueOn }: GuidanceAsked, today: Day | undefined): string[] => [
  dueOn
    ? `Version ${number} was issued at once. ${today && dueOn < today ? `Overdue: a second person was to decide by ${sayDay(dueOn)}.` : `A second person decides by ${sayDay(dueOn)}.`}`
    : `Version ${number} is issued to everybody that it is for.`,
]

export type Missing = 'decision' | 'equality' | 'words' | 'changed' | 'to_do' | 'due' | 'schools' | 'roles'

export const missingOf = (document: Pick<GuidanceDocument, 'audience' | 'asked'>, version: Version): Missing[] => {
  const explained = version.files.length > 0 || version.number > 1
  const { decidedOn, equalityOn } = version
  const isOwn = version.source === 'own'
  const lacks: Record<Missing, boolean> = {
    decision: isOwn && (version.decidedBy === '' || version.decision === '' || decidedOn === undefined),
    equality: isOwn && (equalityOn === undefined || equalityOn > (decidedOn ?? equalityOn)),
    words: version.text === '' && version.files.length === 0,
    changed: explained && version.whatChanged === '',
    to_do: explained && version.whatToDo === '',
    due: version.dueOn === undefined,
    schools: document.audience.settings.length === 0 && document.audience.sectors.length === 0,
    roles: document.audience.roles.length === 0,
  }
  return (Object.keys(lacks) as Missing[]).filter((one) => lacks[one])
}

export type DocumentRefusal = 'document_is_issued' | 'audience_was_issued' | 'withdrawn' | 'changed'
export type VersionRefusal = 'changed' | 'version_is_issued' | 'too_many_files' | 'draft_is_proposed'
export type WithdrawRefusal = 'withdrawn' | 'no_such_document'
