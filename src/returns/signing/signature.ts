// Who signs a return, as what and in which order. The head's signature submits it and meets the
// deadline; the governor, trustee or proprietor is neither head nor lead, and signs what was
// submitted. A head who is also lead signs once. A signature lapses when answers change.
import { type Instant, sayShortDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { isOfBody, missingOf, type Section, type SigningRule } from '#returns/filling/school-return.ts'
import { type QuestionState, waitsForWord } from '#returns/filling/shown-question.ts'

export const capacities = {
  lead: 'Designated safeguarding lead',
  head: 'Headteacher or principal',
  governor: 'Governor',
  trustee: 'Trustee',
  proprietor: 'Proprietor',
} as const
export type Capacity = keyof typeof capacities
type Body = Exclude<Capacity, 'lead' | 'head'>

/** For the body responsible in a sector. */
export const bodyOf = (sector: string): Body => (sector === 'academy' ? 'trustee' : sector === 'independent' ? 'proprietor' : 'governor')

/** Why somebody else must confirm a signature. */
const doubts = {
  browser_of_signer: 'it was signed from a browser in which somebody else who signed has signed in too',
  browser_of_namer: 'it was signed from a browser in which whoever named them in this role has signed in too',
  own_word: 'nobody else has said that they hold this role',
} as const

export const whoConfirms = 'Somebody with another address that the council holds for the school, or the council, can confirm it.'

/** `personId`: null if unknown or erased. `isLapsed`: answers changed since. */
export type Signature = {
  signedAs: Capacity
  alsoLead: boolean
  accountId: string
  personId: string | null
  at: Instant
  isLapsed?: boolean
  /** The signer also has an address, record or sign-in of the reader. */
  isTied?: boolean
}

/** As stored, with what the reader may do. */
export type KeptSignature = Signature & {
  id: string
  turn: number
  by: string
  /** Changed answers since. */
  changes: number
  /** Who confirmed their role; '' where it is unknown. */
  namedBy: string
  namedAt: Instant | null
  doubt: keyof typeof doubts | null
  confirmedAt: Instant | null
  confirmedBy: string
  /** The reader can confirm it. */
  mayConfirm: boolean
}

type Part = 'lead' | 'head' | 'body'
const partOf = ({ signedAs }: Pick<Signature, 'signedAs'>): Part => (signedAs === 'lead' || signedAs === 'head' ? signedAs : 'body')

const askedBy = ({ leadSigns, bodySigns }: SigningRule): Part[] => [
  ...(leadSigns ? (['lead'] as const) : []),
  'head',
  ...(bodySigns ? (['body'] as const) : []),
]

/** The last signature for a part, if any. */
const signedFor = <S extends Pick<Signature, 'signedAs' | 'alsoLead'>>(part: Part, signatures: readonly S[]): S | undefined =>
  signatures.findLast((one) => partOf(one) === part || (part === 'lead' && one.alsoLead))

type Signed = Pick<Signature, 'signedAs' | 'alsoLead' | 'isLapsed'>

const standing = <S extends Signed>(signatures: readonly S[]): S[] => signatures.filter(({ isLapsed }) => !isLapsed)

const missing = (rule: SigningRule, signatures: readonly Signed[]): Part[] =>
  askedBy(rule).filter((part) => signedFor(part, standing(signatures)) === undefined)

const capacityOf = (part: Part, sector: string): Capacity => (part === 'body' ? bodyOf(sector) : part)

export const stillToSign = (rule: SigningRule, signatures: readonly Signed[], sector: string): Capacity[] =>
  missing(rule, signatures).map((part) => capacityOf(part, sector))

/** With what they signed last. */
export const signersOf = <S extends Signature>(
  rule: SigningRule,
  signatures: readonly S[],
  sector: string,
): { as: Capacity; signature: S | undefined }[] =>
  askedBy(rule).map((part) => {
    const signature = signedFor(part, signatures)
    return { as: signature && part === 'body' ? signature.signedAs : capacityOf(part, sector), signature }
  })

export type SignRefusal =
  | 'no_signer'
  | 'signed_already'
  | 'signed_by_same_person'
  | 'signed_by_another'
  | 'is_the_head'
  | 'not_submitted'
  | 'out_of_order'
export type MaySign = { may: true; signedAs: Capacity; alsoLead: boolean } | { may: false; why: SignRefusal }

type Somebody = { accountId: string; personId: string; roleIds: readonly string[] }

/** Who may sign now, and as what. `signatures`: since the last opening. */
export const maySign = (rule: SigningRule, signatures: readonly Signature[], who: Somebody, sector: string): MaySign => {
  const open = missing(rule, signatures)
  const no = (why: SignRefusal): MaySign => ({ may: false, why })
  const isHead = who.roleIds.includes('head')
  const isLead = rule.leadSigns && who.roleIds.includes('dsl')
  const isBody = rule.bodySigns && isOfBody(who.roleIds)
  if (!isHead && !isLead && !isBody) return no('no_signer')
  const isTheirs = ({ accountId, personId }: Signature): boolean => accountId === who.accountId || personId === who.personId
  if (standing(signatures).some(isTheirs)) return no('signed_already')
  if (standing(signatures).some(({ isTied }) => isTied)) return no('signed_by_same_person')
  if (isHead && open.includes('head')) {
    const alsoLead = isLead && open.includes('lead')
    return rule.inOrder && open.includes('lead') && !alsoLead ? no('out_of_order') : { may: true, signedAs: 'head', alsoLead }
  }
  if (isLead && open.includes('lead')) return { may: true, signedAs: 'lead', alsoLead: false }
  if (isBody && open.includes('body') && (isHead || signatures.some((one) => isTheirs(one) || one.isTied))) return no('is_the_head')
  if (!isBody || isHead || !open.includes('body')) return no('signed_by_another')
  if (open.includes('head')) return no('not_submitted')
  return rule.inOrder && open.includes('lead') ? no('out_of_order') : { may: true, signedAs: bodyOf(sector), alsoLead: false }
}

export type Came = 'by_deadline' | 'by_final' | 'after_final'

/** By the head, beside the round's dates; the last moment of each still counts. */
export const cameAt = (at: Instant, { deadlineAt, finalAt }: { deadlineAt: Instant; finalAt: Instant }): Came =>
  at <= deadlineAt ? 'by_deadline' : at <= finalAt ? 'by_final' : 'after_final'

export type Submission = { turn: number; number: string; came: Came; by: string; at: Instant }
export type Reopening = { turn: number; reason: string; at: Instant }

export const cameWords: Record<Came, string> = {
  by_deadline: 'by the deadline',
  by_final: 'after the deadline, by the final date',
  after_final: 'late, after the final date',
}

export type Obstacle = { section: number; questionId: string; label: string; what: 'no_answer' | 'no_word' }

/** Unanswered questions, and facts neither confirmed nor disputed, in order. */
export const obstaclesOf = (sections: readonly Section[], states: readonly QuestionState[]): Obstacle[] => {
  const questions = states.map(({ question }) => question)
  const standing = new Map(states.flatMap(({ question, current }) => (current ? [[question.id, current] as const] : [])))
  const missing = new Set(missingOf(questions, standing).map(({ id }) => id))
  return sections.flatMap(({ number, questions: own }) =>
    own.flatMap(({ id, label }): Obstacle[] => {
      const state = states.find(({ question }) => question.id === id)
      const at = { section: number, questionId: id, label }
      return [
        ...(missing.has(id) ? [{ ...at, what: 'no_answer' as const }] : []),
        ...(state?.asked && waitsForWord(state) ? [{ ...at, what: 'no_word' as const }] : []),
      ]
    }),
  )
}

type Said = Pick<KeptSignature, 'by' | 'at' | 'changes' | 'doubt' | 'confirmedAt' | 'confirmedBy'>

/** Whether it counts, has lapsed or must be confirmed, and why. @param moment its time in words */
export const saySignature = (
  { by, at, changes, doubt, confirmedAt, confirmedBy }: Said,
  moment: (at: Instant) => string = sayShortDay,
): string =>
  [
    `Signed by ${by || 'somebody'}, ${moment(at)}`,
    ...(changes > 0
      ? [`This has lapsed: ${counted(changes, 'answer was', 'answers were')} entered after that. It is asked for again`]
      : doubt && confirmedAt
        ? [`Confirmed by ${confirmedBy}, ${moment(confirmedAt)}`]
        : doubt
          ? [`To be confirmed, because ${doubts[doubt]}`]
          : []),
  ].join('. ')

/** Signatures to be confirmed. */
export const toConfirm = <S extends Said>(signatures: readonly S[]): S[] =>
  signatures.filter(({ changes, doubt, confirmedAt }) => changes === 0 && doubt !== null && confirmedAt === null)
