import type { Act } from '#base/act.ts'
import { actsFor } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { lacksAttendance } from '#booking/bookings/attendance.ts'
import { audienceAllowsKind, type DelegateAsked, isNoName, mostOf, repeatedAt, rolesFor } from '#booking/bookings/booking.ts'
import { type Ground, readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import type { Paying } from '#booking/bookings/pricing.ts'
import { calendarTitleOf, contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { requestKept } from '#emails/booking/request-kept.tsx'
import { bookingState } from '#events/events/event.ts'
import { judgeAnswers, type TypedAnswers } from '#events/questions/forms.ts'
import { queued } from '#messages/outbox/store.ts'
import { waitingRows } from '#people/claims/waiting-claim.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { RequestRefusal } from './request.ts'
import { insertRequest, ownRequest, requestOfForm, settleRequest } from './request-store.ts'

export type RequestAsk = {
  code: string
  schoolId: string
  formId: string
  delegates: DelegateAsked[]
  unnamed: number
  unnamedOnline?: number | undefined
  acceptsFewer: boolean
  termsId: string | undefined
  paying?: Paying | undefined
  answers: TypedAnswers
}

/** From public facts only: whoever asks must not learn the school's places and people. */
export const requestRefusal = (act: Act, ask: RequestAsk, ground: Ground): RequestRefusal | undefined => {
  const { event } = ground
  const state = bookingState(event, event.taken, act.now)
  if (state === 'cancelled') return 'event_cancelled'
  if (state === 'over') return 'event_over'
  if (state === 'not_open_yet') return 'booking_not_open'
  if (state === 'closed') return 'booking_closed'
  const school = ground.schools[0]
  if (school && !audienceAllowsKind(event, school)) return 'kind_not_invited'
  if (ask.delegates.length + ask.unnamed > mostOf(event, school?.trustName ?? null)) return 'more_than_can_be'
  if (ask.delegates.some((delegate) => isNoName(delegate.name))) return 'not_a_name'
  if (repeatedAt(ask.delegates) >= 0) return 'same_person_twice'
  const day = vocabularyDay(event, act.now)
  const known = rolesFor({ audience: { roles: [], kinds: [] } }, ground.roles, day).map((role) => role.id)
  const meant = rolesFor(event, ground.roles, day).map((role) => role.id)
  if (ask.delegates.some((delegate) => !known.includes(delegate.roleId))) return 'unknown_role'
  if (ask.delegates.some((delegate) => !meant.includes(delegate.roleId))) return 'role_not_invited'
  if (lacksAttendance(event, ask)) return 'attendance_missing'
  if (!judgeAnswers(ground.questions, ask.answers, { insist: true }).ok) return 'answers_incomplete'
  if (event.termsId !== null && ask.termsId !== event.termsId) return 'terms_not_accepted'
  return event.priceId !== null && ask.paying?.priceId !== event.priceId ? 'price_not_accepted' : undefined
}

/** What the database refuses of a request that is made. */
export const madeRefusals = {
  too_many_requests: 'too_many_requests',
  'BookingRequest.formId': 'form_already_used',
  'BookingRequest.accountId': 'already_asked',
  [guardBroken]: 'event_changed',
} as const

/** Refusals that no correction of the form helps. */
export const hopeless: ReadonlySet<RequestRefusal> = new Set<RequestRefusal>([
  'event_cancelled',
  'event_over',
  'booking_not_open',
  'booking_closed',
  'kind_not_invited',
])

/** They see nothing of the school; somebody just confirmed may finish their form. */
export const mayRequest = (act: Act, schoolId: string): boolean =>
  act.actor.askedSchoolIds.includes(schoolId) || actsFor(act.actor, schoolId)

/**
 * Stores what somebody not confirmed yet asks to book; it takes no place. The same form is the same
 * request.
 * @returns the request's id; 'no_such_event' also for a school they have not asked to act for
 */
export const requestBooking = async (act: Act, ask: RequestAsk): Promise<Result<string, RequestRefusal>> => {
  const { accountId, email, name, personId } = act.actor
  if (accountId === undefined || email === undefined || !mayRequest(act, ask.schoolId)) return refuse('no_such_event')
  const [ground, { made, asked }] = await Promise.all([
    readGround(act, ask.code, [ask.schoolId]),
    requestOfForm(act, ask.formId, ask.schoolId),
  ])
  const school = ground?.schools[0]
  if (!ground || !school) return refuse('no_such_event')
  if (made) return ok(made)
  const refusal = requestRefusal(act, ask, ground)
  if (refusal) return refuse(refusal)
  const { event } = ground
  const id = newId(act.now)
  const places = ask.delegates.length + ask.unnamed
  const { unnamed, acceptsFewer, answers } = ask
  // Should the event become mixed before they are confirmed, they come as they meant to.
  const online = event.attendanceMode === 'online'
  const typed = {
    delegates: online ? ask.delegates.map((delegate) => ({ ...delegate, attendance: 'online' as const })) : ask.delegates,
    unnamed,
    unnamedOnline: online ? unnamed : ask.unnamedOnline,
    acceptsFewer,
    answers,
    termsId: ask.termsId ?? null,
    paying: ask.paying ?? null,
    personId: personId ?? null,
  }
  const result = await atomically(
    act.db,
    [
      ...insertRequest(
        act,
        { id, eventId: event.id, schoolId: school.id, accountId, formId: ask.formId, places, typed, asksSchool: 0 },
        event.version,
      ),
      logged(act, {
        act: 'request.made',
        subject: ['bookingRequest', id],
        eventId: event.id,
        schoolId: school.id,
        after: { places, named: ask.delegates.length },
      }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'request_settled',
        recipient: accountId,
        to: { name, email },
        replyTo: event.contactEmail || undefined,
        eventId: event.id,
        schoolId: school.id,
        ...requestKept({
          sender: await senderOf(act),
          event: event.title,
          subjectTitle: calendarTitleOf(event),
          school: schoolLabel(school),
          places,
          requestedAt: act.now.toISOString(),
          contact: contactOf(event),
          waiting: asked ? waitingRows(asked, await readCouncil(act.db, councilFrom('')), ground.cancelling.calendar, act.now) : [],
          page: `${act.baseUrl}/requests/${id}`,
        }),
      }),
    ],
    {
      no_claim_of_asker: 'no_such_event',
      ...madeRefusals,
    } as const,
  )
  if (result.ok) return ok(id)
  // The same form was sent twice at once, and the other has just been stored.
  const other =
    result.reason === 'form_already_used' || result.reason === 'already_asked'
      ? (await requestOfForm(act, ask.formId, ask.schoolId)).made
      : undefined
  return other ? ok(other) : noted(act, result)
}

/** Deletes what was typed. 'settled': it was settled first. */
export const withdrawRequest = async (act: Act, id: string): Promise<Result<undefined, 'no_such_request' | 'settled'>> => {
  const request = await ownRequest(act, id)
  if (!request) return refuse('no_such_request')
  const result = await atomically(
    act.db,
    [
      settleRequest(act, id, 'withdrawn', undefined),
      logged(act, {
        act: 'request.withdrawn',
        subject: ['bookingRequest', id],
        schoolId: request.schoolId,
        before: { state: request.state },
      }),
    ],
    { request_is_settled: 'settled' } as const,
  )
  return result.ok ? ok(undefined) : result
}
