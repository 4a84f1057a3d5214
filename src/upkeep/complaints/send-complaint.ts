import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { type Day, londonDay, londonInstant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
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
import { stillHolds } from '#people/accounts/role-store.ts'
import { type Came, clockOf, hasAddress } from './complaint.ts'
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

type Kept = { id: string; email: string } & ReturnType<typeof clockOf>

const acknowledged = (act: Act, { id, email, receivedAt, answerBy }: Kept, council: Council): SqlStatement[] =>
  queued(act, {
    id,
    kind: 'complaint_received',
    recipient: id,
    to: { email },
    replyTo: council.dataProtectionEmail || council.contactEmail || undefined,
    ...complaintReceivedMail({ council, baseUrl: act.baseUrl, receivedAt, answerBy: answerBy < londonDay(act.now) ? undefined : answerBy }),
  })

const logReceived = (act: Act, { id, acknowledgeBy, answerBy }: Kept, came?: Came): SqlStatement =>
  logged(act, {
    act: 'complaint.received',
    subject: ['data complaint', id],
    after: { acknowledgeBy, answerBy, ...(came ? { came } : {}) },
  })

/** Sent twice, it is the same. */
const isKept = async (act: Act, { id, email, about }: { id: string; email: string; about: string }): Promise<boolean> => {
  const kept = await readNow(act.db, selectComplaint(act.db, id))
  return kept?.about === about && kept.email === email
}

type Recorded = { id: string; name: string; email: string; about: string; came: Came; receivedOn: Day }

/** Keeps one that came another way; its clock runs from the day it came. Administrators. */
export const recordComplaint = async (
  act: Act,
  { receivedOn, ...ask }: Recorded,
  council: Council,
): Promise<Result<{ mailed: boolean }, 'made_already' | 'changed'>> => {
  const complaint = {
    ...ask,
    ...clockOf(receivedOn < londonDay(act.now) ? (londonInstant(receivedOn, '12:00') ?? act.now) : act.now),
    recordedById: act.actor.accountId ?? '',
  }
  const mailed = hasAddress(complaint)
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      insertComplaint(act.db, complaint),
      ...(mailed ? acknowledged(act, complaint, council) : []),
      logReceived(act, complaint, ask.came),
    ],
    { 'DataComplaint.id': 'made_already', [guardBroken]: 'changed' } as const,
  )
  return written.ok || (written.reason === 'made_already' && (await isKept(act, complaint))) ? ok({ mailed }) : written
}

/** Keeps a complaint and acknowledges it by email. `ask.id`: of the form, which keeps one. */
export const sendComplaint = async (
  act: Act,
  ask: { id: string; name: string; email: string; about: string },
  council: Council,
): Promise<Result<undefined, ComplaintReason>> => {
  const complaint = { ...ask, email: ask.email.toLowerCase(), ...clockOf(act.now) }
  const { email } = complaint
  const written = await atomically(
    act.db,
    [
      insertComplaint(act.db, complaint),
      ...spending(act, limits(act, email)),
      ...acknowledged(act, complaint, council),
      logReceived(act, complaint),
    ],
    { 'DataComplaint.id': 'made_already', [limitReached]: 'too_many' } as const,
  )
  if (written.ok) return ok(undefined)
  if (written.reason === 'too_many') return written
  return (await isKept(act, complaint)) ? ok(undefined) : refuse('made_already')
}
