import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { complaintAnsweredMail } from '#emails/correspondence/complaint-answered.tsx'
import { queued } from '#messages/outbox/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { type Complaint, hasAddress, type Outcome } from './complaint.ts'
import { noteAcknowledged, noteAnswer } from './store.ts'

const refusals = { [guardBroken]: 'changed', complaint_is_answered: 'changed' } as const

/** Notes that a complaint was acknowledged by post or telephone. Administrators. */
export const acknowledgeComplaint = async (act: Act, id: string): Promise<Result<undefined, 'changed'>> => {
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      ...noteAcknowledged(act, id),
      logged(act, { act: 'complaint.acknowledged', subject: ['data complaint', id] }),
    ],
    refusals,
  )
  return written.ok ? ok(undefined) : written
}

/** Ends a complaint and emails the answer, where there is an address. Administrators. */
export const answerComplaint = async (
  act: Act,
  complaint: Complaint,
  { outcome, answer }: { outcome: Outcome; answer: string },
  council: Council,
): Promise<Result<{ mailed: boolean }, 'changed'>> => {
  const { id, email, receivedAt } = complaint
  const mailed = hasAddress(complaint)
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      ...noteAnswer(act, id, outcome, answer),
      ...(mailed
        ? queued(act, {
            id: newId(act.now),
            kind: 'complaint_answered',
            recipient: id,
            to: { email },
            replyTo: council.dataProtectionEmail || council.contactEmail || undefined,
            ...complaintAnsweredMail({ council, baseUrl: act.baseUrl, receivedAt, outcome, answer }),
          })
        : []),
      logged(act, { act: 'complaint.answered', subject: ['data complaint', id], after: { outcome } }),
    ],
    refusals,
  )
  return written.ok ? ok({ mailed }) : written
}
