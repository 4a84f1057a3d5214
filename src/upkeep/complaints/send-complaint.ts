import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { hashedId } from '#base/id.ts'
import { complaintsMost } from '#base/limits/budget.ts'
import { type Limit, limitsOf } from '#base/limits/limit.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { complaintReceivedMail } from '#emails/correspondence/complaint-received.tsx'
import { queued } from '#messages/outbox/store.ts'
import { clockOf } from './complaint.ts'
import { insertComplaint, selectComplaint } from './store.ts'

export type ComplaintReason = 'too_many' | 'made_already'

const limits = (act: Act, email: string): Limit[] => {
  const of = (key: string, most: number) => limitsOf(`complaint:${key}`, [{ most, minutes: 24 * 60 }])
  const network = act.plan?.network?.own
  return [
    ...of(`address:${hashedId(email)}`, complaintsMost.address),
    ...(network === undefined ? [] : of(`network:${network}`, complaintsMost.network)),
    ...of('all', complaintsMost.all),
  ]
}

/** Keeps a complaint and acknowledges it by email. `ask.id`: of the form, which keeps one. */
export const sendComplaint = async (
  act: Act,
  ask: { id: string; name: string; email: string; about: string },
  council: Council,
): Promise<Result<undefined, ComplaintReason>> => {
  const complaint = { ...ask, email: ask.email.toLowerCase(), ...clockOf(act.now) }
  const { id, email, receivedAt, acknowledgeBy, answerBy } = complaint
  const written = await atomically(
    act.db,
    [
      insertComplaint(act.db, complaint),
      ...spending(act, limits(act, email)),
      ...queued(act, {
        id,
        kind: 'complaint_received',
        recipient: id,
        to: { email },
        replyTo: council.dataProtectionEmail || council.contactEmail || undefined,
        ...complaintReceivedMail({ council, baseUrl: act.baseUrl, receivedAt, answerBy }),
      }),
      logged(act, { act: 'complaint.received', subject: ['data complaint', id], after: { acknowledgeBy, answerBy } }),
    ],
    { 'DataComplaint.id': 'made_already', [limitReached]: 'too_many' } as const,
  )
  if (written.ok) return ok(undefined)
  if (written.reason === 'too_many') return written
  const kept = await readNow(act.db, selectComplaint(act.db, id))
  return kept?.about === ask.about && kept.email === email ? ok(undefined) : refuse('made_already')
}
