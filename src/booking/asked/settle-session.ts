import { type Act, accountOf, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type AskedSession, canAnswer, offerOf } from './asked-session.ts'
import { sessionBooked } from './book-session.ts'
import { selectByToken, settleAsked, stillActs } from './store.ts'

export type SettleRefusal = 'changed' | 'over'
export type SessionAnswer = 'accepted' | 'declined'

const write = async (
  act: Act,
  session: AskedSession,
  to: SessionAnswer | 'withdrawn',
  poNumber?: string,
): Promise<Result<undefined, 'changed'>> => {
  const offer = to === 'accepted' ? offerOf(session) : undefined
  const booked = offer ? await sessionBooked(act, session, offer, poNumber) : undefined
  const written = await atomically(
    act.db,
    [
      stillActs(act, session.school.id),
      ...(booked?.statements ?? []),
      ...settleAsked(act, session, to, accountOf(act), booked?.eventId ?? null),
      logged(act, {
        act: `session.${to}`,
        subject: ['asked session', session.id],
        schoolId: session.school.id,
        after: { pence: session.pence, termsId: session.termsId },
      }),
    ],
    { [guardBroken]: 'changed', session_is_answered: 'changed', 'Booking.formId': 'changed' } as const,
  )
  return written.ok ? ok(undefined) : written
}

/** The school accepts, which makes the event, or declines. A repeated answer changes nothing. */
export const settleSession = async (
  act: Act,
  session: AskedSession,
  to: SessionAnswer,
  poNumber?: string,
): Promise<Result<undefined, SettleRefusal>> => {
  if (session.state === to) return ok(undefined)
  if (session.state !== 'offered') return refuse('changed')
  return canAnswer(session, instant(act.now)) ? write(act, session, to, poNumber) : refuse('over')
}

/** The school withdraws what nobody has answered. */
export const withdrawSession = async (act: Act, session: AskedSession): Promise<Result<undefined, 'changed'>> => {
  if (session.state === 'withdrawn') return ok(undefined)
  return session.state === 'asked' ? write(act, session, 'withdrawn') : refuse('changed')
}

/** The session of a mail's link, while whoever got it may act for the school. */
export const sessionOfLink = async ({ db }: Pick<Act, 'db'>, token: string): Promise<AskedSession | undefined> => {
  const session = await readNow(db, selectByToken(db, await sha256(token)))
  return session?.mayAct ? session : undefined
}

/** The holder of a link answers as whoever got it, whoever is signed in on this browser. */
export const settleByLink = (
  act: Act,
  session: AskedSession,
  to: SessionAnswer,
  poNumber?: string,
): Promise<Result<undefined, SettleRefusal>> =>
  settleSession({ ...act, actor: { ...nobody, accountId: session.askedById } }, session, to, poNumber)
