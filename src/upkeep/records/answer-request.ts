import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { answerBy, type Copy, type IdentityHow, type Outcome, type RequestKind, redacted } from './subject.ts'
import { gather, insertRequest, noteAnswer, noteIdentity, noteMade, requestById } from './subject-store.ts'
import { readTexts } from './text-store.ts'

export type RequestReason = 'no_such_request' | 'answered' | 'identity_first' | 'copy_first' | 'changed' | 'made_already'

const refusals = {
  subject_request_is_answered: 'answered',
  identity_not_checked: 'identity_first',
  copy_not_made: 'copy_first',
  [guardBroken]: 'changed',
} as const

const may = (act: Act): SqlStatement => stillHolds(act, ['administrator', 'organiser'])

/** Records a subject request with its deadline (UK GDPR Article 12(3)). Organisers. */
export const recordRequest = async (
  act: Act,
  ask: { id: string; personId: string; kind: RequestKind; receivedOn: Day },
): Promise<Result<{ id: string; dueOn: Day }, RequestReason>> => {
  const request = { ...ask, dueOn: answerBy(ask.receivedOn) }
  const after = { requestId: request.id, kind: ask.kind, receivedOn: ask.receivedOn, dueOn: request.dueOn }
  const result = await atomically(
    act.db,
    [may(act), ...insertRequest(act, request), logged(act, { act: 'subject_request.received', subject: ['person', ask.personId], after })],
    { ...refusals, 'SubjectRequest.id': 'made_already' } as const,
  )
  return result.ok ? ok({ id: request.id, dueOn: request.dueOn }) : result
}

const take = async (
  act: Act,
  id: string,
  did: 'identityChecked' | 'copyMade' | 'answered',
  statement: SqlStatement,
  after: Record<string, unknown>,
): Promise<Result<{ personId: string }, RequestReason>> => {
  const request = await requestById(act.db, id)
  if (!request) return refuse('no_such_request')
  const result = await atomically(
    act.db,
    [
      may(act),
      statement,
      logged(act, { act: `subject_request.${did}`, subject: ['person', request.personId], after: { requestId: id, ...after } }),
    ],
    refusals,
  )
  return result.ok ? ok({ personId: request.personId }) : result
}

/** Records how the asker's identity was checked. Organisers. */
export const checkIdentity = (act: Act, id: string, how: IdentityHow) =>
  take(act, id, 'identityChecked', noteIdentity(act, id, how), { how })

/** Ends a request: a copy was given, something was done, or it was refused. Organisers. */
export const answerRequest = (act: Act, id: string, outcome: Outcome) =>
  take(act, id, 'answered', noteAnswer(act, id, outcome), { outcome })

/** Makes the copy without other people's data, once identity is checked. Organisers. */
export const makeCopy = async (act: Act, id: string): Promise<Result<Copy, RequestReason>> => {
  const request = await requestById(act.db, id)
  const gathered = request && (await gather(act.db, request.personId))
  if (!gathered) return refuse('no_such_request')
  const texts = (await readTexts(act.db, request.personId)).found.filter(({ sure, near }) => sure && near)
  const named = { title: 'What others wrote that names them', source: 'Texts', columns: ['where', 'text'] }
  const sections = [...gathered.sections, { ...named, rows: texts.map(({ words, text }) => [words, text]) }]
  const copy = redacted(gathered.name, sections, gathered.own, gathered.others)
  const result = await take(act, id, 'copyMade', noteMade(act, id), { redactions: copy.redactions })
  return result.ok ? ok(copy) : result
}
