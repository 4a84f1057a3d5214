// Reads that depend only on a request's address and form, sent in the trip that finds out who asks.
// Each must be exactly a statement that the route asks for later, to the last value: the route is
// then answered from here (`base/web/measured-database.ts`) and judges as ever who may see it.
// A route that asks for anything else simply reads by itself.

import { createMiddleware } from 'hono/factory'
import { selectPersonToMark, selectRegister } from '#attendance/attendance/register-store.ts'
import { selectChoices } from '#attendance/coverage/choices-store.ts'
import { standingDay } from '#attendance/coverage/forms.ts'
import { selectDoor } from '#attendance/door/door-store.ts'
import { londonDay } from '#base/dates.ts'
import { each, type Read } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { type Body, text } from '#base/web/form.ts'
import { forgetAhead, readAlongside } from '#base/web/measured-database.ts'
import { readAheadOf } from '#base/web/page.tsx'
import { type Asked as AddressAsked, askedOf } from '#base/web/press.tsx'
import { routeOf } from '#base/web/route.ts'
import { selectBooking } from '#booking/bookings/booking-store.ts'
import { selectBookingContext } from '#booking/bookings/context-store.ts'
import { emailsIn, readTyped, representedIn } from '#booking/placing/forms.ts'
import { readListAsked } from '#events/editing/forms.ts'
import { searchTerms } from '#events/events/search.ts'
import { selectPublicEvent, selectPublicEvents } from '#events/finding/public-store.ts'
import { selectBookingAnswers } from '#events/questions/store.ts'
import { answerQuery } from '#front/answer/forms.ts'
import { selectSubjects } from '#front/answer/store.ts'
import { selectUptake } from '#guidance/uptake/store.ts'
import { eventFrameRead } from './event-frame.tsx'

type Asked = AddressAsked & {
  /** The browser's sign-in; whether it is valid is being read. */
  signInId: string
  /** The bounded, cleaned form, and a field of it. */
  form: Body
  field: (name: string) => string
}

const booking = ({ db, now, part }: Asked) => selectBooking(db, part('reference'), now)
const register = ({ db, part }: Asked) => selectRegister(db, part('sessionId'))
const door = ({ db, part }: Asked) => selectDoor(db, part('code'))

const subjects = ({ db, now, query }: Asked) => selectSubjects(db, standingDay(answerQuery.parse(query).on, londonDay(now)).day)
const answers = ({ db, part }: Asked) => selectBookingAnswers(db, part('reference'))

const choices = ({ db, now }: Asked) => selectChoices(db, londonDay(now))
const uptake = ({ db, now, council, part }: Asked) => selectUptake({ db, now, laCodes: council.laCodes }, part('id'))

/** By method and pattern, as mounted in `routes.ts`. */
export const ahead: Readonly<Record<string, (asked: Asked) => Read<unknown>>> = {
  'GET /answer': subjects,
  'GET /answer/schools.csv': subjects,
  'GET /answer/schools.xlsx': subjects,
  'GET /answer/schools.ods': subjects,
  'GET /coverage': choices,
  'GET /coverage/map': choices,
  'GET /coverage/trends': choices,
  'GET /guidance/:id/uptake/report.xlsx': uptake,
  'GET /guidance/:id/uptake/report.pdf': uptake,
  'GET /events': ({ db, now, query, signInId, council }) => {
    const { typed, shelf, narrowed, pageSize, offset } = readListAsked(query)
    return selectPublicEvents(db, shelf, { ...narrowed, terms: searchTerms(typed.q) }, now, {
      limit: pageSize,
      offset,
      signInId,
      laCodes: council.laCodes,
    })
  },
  'GET /events/:code': ({ db, now, signInId, council, part }) =>
    selectPublicEvent(db, part('code'), { signInId, laCodes: council.laCodes }, now),
  'POST /events/:code/bookings': ({ db, now, part, form }) => {
    const { schoolId, formId, rows } = readTyped(form)
    return selectBookingContext(db, now, { code: part('code'), schoolId, formId, emails: emailsIn(rows), represents: representedIn(rows) })
  },
  'GET /bookings/:reference/answers': (asked) => each<unknown>([booking(asked), answers(asked)]),
  'POST /bookings/:reference/cancel': booking,
  'GET /bookings/:reference/messages': booking,
  'GET /bookings/:reference/names': booking,
  'POST /bookings/:reference/names': booking,
  'GET /bookings/:reference/places/:placeId/name': booking,
  'POST /bookings/:reference/places/:placeId/name': booking,
  'GET /bookings/:reference/places/:placeId/correct': booking,
  'GET /bookings/:reference/calendar.ics': booking,
  'GET /register/:sessionId': register,
  'GET /register/:sessionId/sheet': register,
  'GET /register/:sessionId/people/:personId': register,
  'GET /register/:sessionId/mark-everyone': register,
  'GET /register/:sessionId/close': register,
  'GET /register/:sessionId/walk-ins/new': register,
  'GET /door/:code': door,
  'GET /door/:code/snapshot': door,
  'GET /door/:code/people/:person': door,
  'GET /door/:code/walk-ins/new': door,
  'GET /door/:code/evacuation': door,
  'GET /door/:code/close': door,
  'POST /register/:sessionId/marks': ({ db, part, field }) => selectPersonToMark(db, part('sessionId'), field('person'), field('mark')),
}

/** Nothing is read ahead without a sign-in, nor for a refused form. */
export const readAhead = createMiddleware<AppEnv>(async (c, next) => {
  const { asked, shownSignIn, wrong } = c.var
  if (shownSignIn === undefined || wrong) return next()
  const readOf = ahead[routeOf(c)]
  const form = readOf && c.req.method === 'POST' ? await c.req.parseBody({ all: true }) : {}
  const read = readOf?.({ ...askedOf(c), signInId: shownSignIn, form, field: (name) => text(form, name) }) ?? readAheadOf(c)
  const frame = eventFrameRead(c)
  if (!read && !frame) return next()
  readAlongside(asked, [...(frame?.statements ?? []), ...(read?.statements ?? [])])
  await next()
  forgetAhead(asked)
})
