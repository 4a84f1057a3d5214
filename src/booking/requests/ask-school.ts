import { type Act, mayBookFor } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readGround } from '#booking/bookings/context-store.ts'
import type { RequestRefusal } from './request.ts'
import { madeRefusals, requestRefusal } from './request-booking.ts'
import { insertRequest, requestOfForm, waitingRequest } from './request-store.ts'

export type SchoolAsk = {
  code: string
  schoolId: string
  formId: string
  /** What the asker calls themselves. */
  asker: string
  /** Who wants to go; the asker has their own address. */
  people: readonly { name: string; email: string; roleId: string }[]
}

export type AskRefusal = RequestRefusal | 'no_contact_at_school' | 'may_book' | 'may_not_ask'

/** The school's contact answers these when they book. */
const left: ReadonlySet<RequestRefusal> = new Set<RequestRefusal>([
  'attendance_missing',
  'answers_incomplete',
  'terms_not_accepted',
  'price_not_accepted',
])

/**
 * Asks a school's contacts for places. It takes no place and tells the asker nothing of the
 * school. The same form is the same request.
 * @returns the request's id
 */
export const askSchool = async (act: Act, ask: SchoolAsk): Promise<Result<string, AskRefusal>> => {
  const { accountId, personId } = act.actor
  if (accountId === undefined) return refuse('no_such_event')
  if (mayBookFor(act.actor, ask.schoolId)) return refuse('may_book')
  const [ground, { made }] = await Promise.all([readGround(act, ask.code, [ask.schoolId]), requestOfForm(act, ask.formId, ask.schoolId)])
  const school = ground?.schools[0]
  if (!ground || !school) return refuse('no_such_event')
  if (made) return ok(made)
  const { event } = ground
  const delegates = ask.people.map((person) => ({ ...person, represents: [] }))
  const answers = { booking: {}, rows: [] }
  const { termsId } = event
  const typed = { delegates, unnamed: 0, acceptsFewer: false, answers, termsId: null, personId: personId ?? null, asker: ask.asker }
  const refusal = requestRefusal(act, { ...ask, ...typed, termsId: termsId ?? undefined }, ground)
  if (refusal && !left.has(refusal)) return refuse(refusal)
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      ...insertRequest(
        act,
        { id, eventId: event.id, schoolId: school.id, accountId, formId: ask.formId, places: delegates.length, typed, asksSchool: 1 },
        event.version,
      ),
      logged(act, {
        act: 'request.made',
        subject: ['bookingRequest', id],
        eventId: event.id,
        schoolId: school.id,
        after: { places: delegates.length },
      }),
    ],
    {
      no_contact_at_school: 'no_contact_at_school',
      may_not_ask: 'may_not_ask',
      ...madeRefusals,
    } as const,
  )
  if (result.ok) return ok(id)
  // Sent twice at once, or asked before: the request that waits is theirs.
  const other =
    result.reason === 'already_asked' || result.reason === 'form_already_used' ? await waitingRequest(act, ask.code, school.id) : undefined
  return other ? ok(other.id) : noted(act, result)
}
