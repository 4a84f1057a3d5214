import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import type { Job } from '#base/job.ts'
import { logged } from '#base/log/store.ts'
import { allowanceOf } from '#booking/bookings/booking.ts'
import type { PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import { type Ground, readGround } from '#booking/bookings/context-store.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { requestRefused } from '#emails/booking/request-refused.tsx'
import { queued } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type RequestEnd, sayEnd, sayLimit } from './request.ts'
import { type DueRequest, requestsToSettle, settleRequest } from './request-store.ts'

const mostAtOnce = 25

/**
 * Job: settles requests: books or lists them once their maker is confirmed, with the request's
 * turn; refuses them and deletes what was typed if nobody confirmed them or the event began. The
 * booking's batch settles the request, so a withdrawn one books nothing.
 */
export const settleRequests: Job = async (act) =>
  eachApart(
    act,
    'settleRequests',
    await requestsToSettle(act, mostAtOnce),
    ({ id }) => id,
    (request) => settle(act, request),
  )

/** Refusals that may pass within a minute, so nothing is decided on them. */
const passing: ReadonlySet<string> = new Set([
  'event_changed',
  'no_such_event',
  'form_already_used',
  'event_full',
  'others_are_waiting',
  'held_back',
])

const settle = async (act: Act, request: DueRequest): Promise<boolean> => {
  if (request.eventState === 'cancelled') return refuseRequest(act, request, 'event_cancelled')
  if (request.asksSchool) return refuseRequest(act, request, 'nobody_answered')
  if ((request.startsAt ?? '') <= instant(act.now)) return refuseRequest(act, request, 'event_began')
  if (!request.vouched) return refuseRequest(act, request, 'not_confirmed')
  const { typed } = request
  // A request stored in an older format cannot be booked, and must not hold up others.
  if (typed.delegates.length + typed.unnamed === 0) return refuseRequest(act, request, 'answers_incomplete')
  const ask: PlaceBookingAsk = {
    code: request.code,
    schoolId: request.schoolId,
    formId: request.formId,
    delegates: typed.delegates,
    unnamed: typed.unnamed,
    unnamedOnline: typed.unnamedOnline,
    ifFull: 'wait',
    acceptsFewer: typed.acceptsFewer,
    termsId: typed.termsId ?? undefined,
    paying: typed.paying ?? undefined,
    answers: typed.answers,
  }
  const placed = await placeBooking(act, ask, {
    requested: {
      accountId: request.accountId,
      personId: request.personId ?? undefined,
      name: request.name ?? undefined,
      email: request.email,
      requestedAt: request.requestedAt,
    },
  })
  if (placed.ok) return !placed.value.again
  if (passing.has(placed.reason)) return false
  return refuseRequest(act, request, placed.reason, { ground: await readGround(act, request.code, [request.schoolId]) })
}

const limits: ReadonlySet<string> = new Set(['school_limit_reached', 'trust_limit_reached'])

/**
 * Tells the asker once, in the same batch. False: it was settled first.
 * @param more.ground of somebody confirmed, who may see what the school has; more.byLink: of a mail
 */
export const refuseRequest = async (
  act: Act,
  request: DueRequest,
  reason: RequestEnd,
  { ground, byLink = false }: { ground?: Ground | undefined; byLink?: boolean } = {},
): Promise<boolean> => {
  const { delegates, unnamed } = request.typed
  const places = delegates.length + unnamed
  const school = ground?.schools[0]
  const left = ground && school ? allowanceOf(ground.event, school) : 0
  const result = await atomically(
    act.db,
    [
      settleRequest(act, request.id, 'refused', reason),
      logged(act, {
        act: 'request.refused',
        subject: ['bookingRequest', request.id],
        eventId: request.eventId,
        schoolId: request.schoolId,
        after: { reason, accountId: request.accountId, ...(byLink ? { byLink } : {}) },
      }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'request_settled',
        recipient: request.accountId,
        to: { name: request.name ?? undefined, email: request.email },
        replyTo: request.contactEmail || undefined,
        eventId: request.eventId,
        schoolId: request.schoolId,
        ...requestRefused({
          sender: await senderOf(act),
          event: request.eventTitle,
          subjectTitle: request.subjectTitle,
          school: schoolLabel(request.school),
          places,
          requestedAt: request.requestedAt,
          contact: request.contactEmail,
          because: ground && school && limits.has(reason) ? sayLimit(ground.event, school, places) : sayEnd(reason),
          eventPage: `${act.baseUrl}/events/${request.code}`,
          again:
            left > 0
              ? {
                  people: delegates.map(({ name, email, roleId }) =>
                    [name, email, ground?.roles.find((role) => role.id === roleId)?.label ?? ''].join(', '),
                  ),
                  form: `${act.baseUrl}/events/${request.code}/book?school=${request.schoolId}`,
                }
              : undefined,
        }),
      }),
    ],
    { request_is_settled: 'settled' } as const,
  )
  return result.ok
}
