import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { sessionAnsweredMail } from '#emails/booking/session-answered.tsx'
import type { Clash } from '#events/events/engagement.ts'
import { queued } from '#messages/outbox/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type AskedSession, type OtherSchools, offerFacts, type SessionOffer } from './asked-session.ts'
import { answerAsked, changeOthers, selectClashes } from './store.ts'

const refusals = { [guardBroken]: 'changed', session_is_answered: 'changed' } as const

const tell = async (act: Act, session: AskedSession, answer: { facts: [string, string][]; link: string } | { reason: string }) =>
  queued(act, {
    id: newId(act.now),
    kind: 'session_answered',
    recipient: session.askedById,
    to: { email: session.askerEmail },
    schoolId: session.school.id,
    personId: session.askerPersonId ?? undefined,
    ...sessionAnsweredMail({
      sender: await senderOf(act),
      school: schoolLabel(session.school),
      about: session.about,
      ...answer,
      page: `${act.baseUrl}/school/${session.school.id}/sessions/${session.id}`,
    }),
  })

/** Offers a school the session that it asked for, by mail, and says what clashes. Organisers. */
export const offerSession = async (act: Act, session: AskedSession, offer: SessionOffer): Promise<Result<Clash[], 'changed'>> => {
  const clashes = await readNow(act.db, selectClashes(act.db, session.id, offer))
  const token = newToken()
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['organiser', 'administrator']),
      ...answerAsked(act, session.id, 'asked', { ...offer, state: 'offered', tokenHash: await sha256(token) }),
      ...(await tell(act, session, { facts: offerFacts(offer), link: `${act.baseUrl}/session-offer/${token}` })),
      logged(act, {
        act: 'session.offered',
        subject: ['asked session', session.id],
        schoolId: session.school.id,
        after: { startsAt: offer.startsAt, pence: offer.pence, vatCodeId: offer.vatCodeId, termsId: offer.termsId },
      }),
    ],
    refusals,
  )
  return written.ok ? ok(clashes) : written
}

/** Refuses it, or withdraws its offer, with a reason, by mail. Organisers. */
export const refuseSession = async (act: Act, session: AskedSession, reason: string): Promise<Result<undefined, 'changed'>> => {
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['organiser', 'administrator']),
      ...answerAsked(act, session.id, session.state === 'offered' ? 'offered' : 'asked', { state: 'refused', reason }),
      ...(await tell(act, session, { reason })),
      logged(act, { act: 'session.refused', subject: ['asked session', session.id], schoolId: session.school.id }),
    ],
    refusals,
  )
  return written.ok ? ok(undefined) : written
}

/** Changes for which other schools it is. Organisers. */
export const changeSchools = async (act: Act, session: AskedSession, others: OtherSchools): Promise<Result<undefined, 'changed'>> => {
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['organiser', 'administrator']),
      ...changeOthers(act, session, others),
      logged(act, {
        act: 'session.schools_changed',
        subject: ['asked session', session.id],
        schoolId: session.school.id,
        before: { schoolIds: session.others.map(({ id }) => id) },
        after: { schoolIds: others.schoolIds },
      }),
    ],
    refusals,
  )
  return written.ok ? ok(undefined) : written
}
