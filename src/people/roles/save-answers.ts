import type { Act } from '#base/act.ts'
import { addDays } from '#base/dates.ts'
import { atomically, guard } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { supersedeRole } from '#people/people/role-store.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import type { RoleAnswer } from './answer.ts'
import { seenOf, unheld } from './answer-role.ts'
import { endRoleChases } from './asking-store.ts'
import { type Answering, type ConfirmReason, confirmed, named, refusals, whyNotNamed } from './confirm-role.ts'
import { declined, ended } from './end-role.ts'
import { insertConfirmation, type Meant, readMeant } from './holder-store.ts'
import { isAnswered, notAnswered } from './proposal-store.ts'
import { stillStands } from './school-role-store.ts'
import { type AskedRole, allStillRight, asksProof, type Holder, mayConfirm, othersIn, proposalsOf } from './school-roles.ts'

/** `id`: whose answer is refused; undefined: all. `asked`: where it is not clear who is meant. */
export type AnswersSaved = { ok: true } | { ok: false; reason: ConfirmReason; id?: string; asked?: AskedPerson[] }

/** `holder`: who is proposed; undefined: the answer is of the role as it stands. */
type Answered = { role: AskedRole; holder: Holder | undefined; answer: RoleAnswer; meant: Meant | undefined }

/** What can be answered, by the id of its answer. */
const answerable = (at: Answering): ReadonlyMap<string, Pick<Answered, 'role' | 'holder'>> =>
  new Map<string, Pick<Answered, 'role' | 'holder'>>([
    ...proposalsOf(at).map((one) => [one.holder.id, one] as const),
    ...at.roles.map((role) => [role.id, { role, holder: undefined }] as const),
  ])

/** Whether somebody new is named for a role that asks for proof of who names them. */
export const answersAskProof = (at: Answering, answers: readonly RoleAnswer[]): boolean => {
  const known = answerable(at)
  return answers.some(({ id, answer }) => {
    const { role, holder } = known.get(id) ?? {}
    return asksProof(role?.id ?? '') && (answer === 'other' || (answer === 'yes' && holder !== undefined))
  })
}

/** Two answers that name the same person mean one record, which is asked about once. */
const meantBy = async (act: Act, at: Answering, answers: readonly RoleAnswer[]): Promise<ReadonlyMap<string, Meant>> => {
  const byPerson = new Map<string, Meant>()
  const byAnswer = new Map<string, Meant>()
  for (const one of answers) {
    if (one.answer !== 'other') continue
    const key = `${nameKey(one.name)} ${one.email}`
    const meant = byPerson.get(key) ?? (await readMeant(act, at, { name: one.name, email: one.email, answer: one.meant }, one.id))
    byPerson.set(key, meant)
    byAnswer.set(one.id, meant)
  }
  return byAnswer
}

/** Whom an answer brings into the role. */
const personOf = ({ holder, answer, meant }: Answered): string | undefined =>
  answer.answer === 'yes' ? holder?.personId : answer.answer === 'other' ? meant?.id : undefined

/** Whether who is named with this answer ends what stands of the role. */
const endsWhatStands = ({ role, answer }: Answered): boolean =>
  role.holders.length === 0 || ('others' in answer && answer.others !== undefined && answer.others !== 'both')

/** Why an answer cannot be kept beside what stands and the other answers of the form. */
const whyNot = (at: Answering, one: Answered, all: readonly Answered[]): ConfirmReason | undefined => {
  const { role, holder, answer, meant } = one
  if (answer.answer === 'no') return undefined
  const personId = personOf(one)
  const same = all.filter((other) => other !== one && other.role.id === role.id && personOf(other) !== undefined)
  if (answer.answer === 'nobody') {
    if (same.length > 0) return 'two_answers'
    if (holder && role.holders.length > 0) return 'others_hold'
    if (role.holders.some(({ dispute }) => dispute)) return 'disputed'
    return role.holders.some(({ fromDate }) => fromDate && fromDate >= answer.vacantFrom) ? 'ends_before_it_begins' : undefined
  }
  if (answer.answer === 'yes' && !holder) return same.some(endsWhatStands) ? 'two_answers' : undefined
  if (same.some((other) => personOf(other) === personId)) return 'already_held'
  if (!role.several && same.length > 0 && answer.others !== 'both') return role.holders.length > 0 ? 'others_hold' : 'two_answers'
  if (answer.answer === 'other') return whyNotNamed(at, role, meant?.isNew ? undefined : meant, answer)
  if (holder && !mayConfirm(at, holder)) return 'own_word'
  return answer.others === undefined && othersIn(role, personId).length > 0 ? 'others_hold' : undefined
}

const stillRight = (act: Act, at: Answering, roleId: string | undefined): SqlStatement[] => [
  insertConfirmation(act, at.school.id, roleId, at.capacity),
  logged(act, {
    act: 'roles.confirmed',
    subject: ['school', at.school.id],
    schoolId: at.school.id,
    after: { ...(roleId && { roleId }), capacity: at.capacity },
  }),
]

/** That roles are still right; said of all at once where it is said of each. */
const stillRightOf = (act: Act, at: Answering, all: readonly Answered[]): SqlStatement[] => {
  const right = all.filter(({ holder, answer }) => !holder && answer.answer === 'yes').map(({ role }) => role.id)
  const isAll = right.length > 0 && allStillRight(at).every(({ id }) => right.includes(id))
  return isAll ? stillRight(act, at, undefined) : right.flatMap((id) => stillRight(act, at, id))
}

const ofRole = (act: Act, at: Answering, { role, answer, meant }: Answered): SqlStatement[] => {
  if (answer.answer === 'other') return meant ? named(act, at, role, meant, answer) : []
  if (answer.answer !== 'nobody') return []
  const lastDay = addDays(answer.vacantFrom, -1)
  return [...role.holders.flatMap((one) => ended(act, at, one, lastDay)), ...unheld(act, at, role, 'vacant', answer.vacantFrom)]
}

const ofProposal = (act: Act, at: Answering, one: Answered, holder: Holder, all: readonly Answered[]): SqlStatement[] => {
  const { role, answer } = one
  // The same person, proposed for the role more than once.
  const rows = role.proposals.filter(({ personId, toDate }) => personId === holder.personId && toDate === null)
  const isNamed = all.some((other) => other.role.id === role.id && other.meant?.id === holder.personId)
  const gone = isNamed ? [] : rows.flatMap((row) => declined(act, at, row, answer.answer === 'other' ? 'somebody_else' : 'said_no'))
  if (answer.answer !== 'yes') return [...gone, ...ofRole(act, at, one)]
  return [
    ...rows.filter(({ id }) => id !== holder.id).map(({ id }) => supersedeRole(act, id)),
    ...confirmed(act, at, { role, holder }, answer),
  ]
}

/** Kept whole or not at all. @param ask.seen what stood when the page with `form` was made */
export const saveAnswers = async (
  act: Act,
  at: Answering,
  ask: { form: string; seen: string; answers: readonly RoleAnswer[] },
): Promise<AnswersSaved> => {
  const stale = async (): Promise<AnswersSaved> =>
    (await isAnswered(act.db, ask.form, at.school.id)) ? { ok: true } : { ok: false, reason: 'changed' }
  if ((await seenOf(at)) !== ask.seen) return stale()
  const meant = await meantBy(act, at, ask.answers)
  const known = answerable(at)
  const all = ask.answers.flatMap((answer): Answered[] => {
    const of = known.get(answer.id)
    return of ? [{ ...of, answer, meant: meant.get(answer.id) }] : []
  })
  if (all.length < ask.answers.length) return stale()
  const asked = [...new Set(meant.values())].flatMap((one) => one.asked ?? [])
  if (asked.length > 0) return { ok: false, reason: 'who_is_meant', asked }
  for (const one of all) {
    const reason = whyNot(at, one, all)
    if (reason) return { ok: false, reason, id: one.answer.id }
  }
  const result = await atomically(
    act.db,
    [
      stillStands(act.db, at),
      guard(act.db, notAnswered, ask.form, at.school.id),
      ...[...new Set(meant.values())].flatMap(({ keep }) => keep),
      ...stillRightOf(act, at, all),
      ...all.flatMap((one) => (one.holder ? ofProposal(act, at, one, one.holder, all) : ofRole(act, at, one))),
      endRoleChases(act, at.school.id),
      logged(act, {
        act: 'roles.answers_saved',
        subject: ['roles_form', ask.form],
        schoolId: at.school.id,
        after: { answers: all.map(({ answer }) => ({ of: answer.id, answer: answer.answer })), capacity: at.capacity },
      }),
    ],
    refusals,
  )
  return result.ok || result.reason !== 'changed' ? result : stale()
}
