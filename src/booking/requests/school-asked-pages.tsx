import { Hono } from 'hono'
import { mayBookFor } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { emptyBooking, emptyRow } from '#booking/placing/forms.ts'
import { showForm } from '#booking/placing/school-book-pages.tsx'
import { findAsked } from './answer-asked.ts'
import { askPages } from './school-ask-pages.tsx'

/** Asking one's school, and the form that books what is asked. At the root. */
export const schoolAskPages = new Hono<AppEnv>().route('/', askPages).get('/events/:code/book', async (c, next) => {
  const { act, typedBefore } = c.var
  const [id, schoolId] = [c.req.query('asked'), c.req.query('school') ?? '']
  if (id === undefined || typedBefore || act.actor.accountId === undefined) return next()
  if (!mayBookFor(act.actor, schoolId)) throw notFound('school')
  const request = (await findAsked(act, { schoolId }))?.requests.find(
    (one) => one.id === id && one.code === c.req.param('code').toUpperCase(),
  )
  if (!request) return c.redirect(`/school/${schoolId}/asked`, 303)
  const { delegates } = request.typed
  // The form of the request: two answers at once make one booking.
  const rows = delegates.map((person) => ({ ...emptyRow(), ...person, represents: [] }))
  return showForm(c, { ...emptyBooking(schoolId, request.formId, rows.length), rows })
})
