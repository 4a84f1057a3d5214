import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { supersedeRole } from '#people/people/role-store.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { seenOf } from './answer-role.ts'
import { type Answering, type ConfirmReason, confirmed, named, refusals, whyNotNamed } from './confirm-role.ts'
import { declined } from './end-role.ts'
import { type Meant, readMeant } from './holder-store.ts'
import type { ProposalAnswer } from './proposal.ts'
import { isAnswered } from './proposal-store.ts'
import { stillStands } from './school-role-store.ts'
import { type AskedRole, asksProof, type Holder, mayConfirm, othersIn, proposalsOf } from './school-roles.ts'

/** `id`: whose answer is refused; undefined: all. `asked`: where it is not clear who is meant. */
export type ProposalsDone = { ok: true } | { ok: false; reason: ConfirmReason; id?: string; asked?: AskedPerson[] }

type Answered = { role: AskedRole; holder: Holder; answer: ProposalAnswer; meant: Meant | undefined }

/** Whether somebody new is named for a role that asks for proof of who names them. */
export const answersAskProof = (at: Answering, answers: readonly ProposalAnswer[]): boolean => {
  const waiting = new Map(proposalsOf(at).map(({ role, holder }) => [holder.id, role.id]))
  return answers.some(({ id, answer }) => answer !== 'no' && asksProof(waiting.get(id) ?? ''))
}

/** Two answers that name the same person mean one record, which is asked about once. */
const meantBy = async (act: Act, at: Answering, answers: readonly ProposalAnswer[]): Promise<ReadonlyMap<string, Meant>> => {
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

const personOf = ({ holder, answer, meant }: Answered): string | undefined =>
  answer.answer === 'yes' ? holder.personId : answer.answer === 'other' ? meant?.id : undefined

/** Why an answer cannot be kept beside what stands and the other answers of the form. */
const whyNot = (at: Answering, one: Answered, all: readonly Answered[]): ConfirmReason | undefined => {
  const { role, answer, meant } = one
  if (answer.answer === 'no') return undefined
  const personId = personOf(one)
  const same = all.filter((other) => other !== one && other.role.id === role.id && other.answer.answer !== 'no')
  if (same.some((other) => personOf(other) === personId)) return 'already_held'
  if (!role.several && same.length > 0 && answer.others !== 'both') return 'others_hold'
  if (answer.answer === 'other') return whyNotNamed(at, role, meant?.isNew ? undefined : meant, answer)
  if (!mayConfirm(at, one.holder)) return 'own_word'
  return answer.others === undefined && othersIn(role, personId).length > 0 ? 'others_hold' : undefined
}

const statementsOf = (act: Act, at: Answering, one: Answered, all: readonly Answered[]): SqlStatement[] => {
  const { role, holder, answer, meant } = one
  // The same person, proposed for the role more than once.
  const rows = role.proposals.filter(({ personId, toDate }) => personId === holder.personId && toDate === null)
  const isNamed = all.some((other) => other.role.id === role.id && other.meant?.id === holder.personId)
  const gone = isNamed ? [] : rows.flatMap((row) => declined(act, at, row, answer.answer === 'other' ? 'somebody_else' : 'said_no'))
  if (answer.answer === 'no') return gone
  if (answer.answer === 'other') return meant ? [...gone, ...named(act, at, role, meant, answer)] : gone
  return [
    ...rows.filter(({ id }) => id !== holder.id).map(({ id }) => supersedeRole(act, id)),
    ...confirmed(act, at, { role, holder }, answer),
  ]
}

/** Kept whole or not at all. @param ask.seen what stood when the page with `form` was made */
export const confirmProposals = async (
  act: Act,
  at: Answering,
  ask: { form: string; seen: string; answers: readonly ProposalAnswer[] },
): Promise<ProposalsDone> => {
  const stale = async (): Promise<ProposalsDone> =>
    (await isAnswered(act.db, ask.form, at.school.id)) ? { ok: true } : { ok: false, reason: 'changed' }
  if ((await seenOf(at)) !== ask.seen) return stale()
  const meant = await meantBy(act, at, ask.answers)
  const waiting = new Map(proposalsOf(at).map((one) => [one.holder.id, one]))
  const all = ask.answers.flatMap((answer): Answered[] => {
    const proposal = waiting.get(answer.id)
    return proposal ? [{ ...proposal, answer, meant: meant.get(answer.id) }] : []
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
      ...[...new Set(meant.values())].flatMap(({ keep }) => keep),
      ...all.flatMap((one) => statementsOf(act, at, one, all)),
      logged(act, {
        act: 'roles.proposals_answered',
        subject: ['roles_form', ask.form],
        schoolId: at.school.id,
        after: { answers: all.map(({ holder, answer }) => ({ roleAtSchoolId: holder.id, answer: answer.answer })), capacity: at.capacity },
      }),
    ],
    refusals,
  )
  return result.ok || result.reason !== 'changed' ? result : stale()
}
