import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { openPlace } from './open-place.ts'

/** From one's own account to the page of one's own place. Mounted at /account/places. */
export const schoolPlacePages = new Hono<AppEnv>().post('/:placeId{[0-9a-f]{8}-[0-9a-f-]{27}}', async (c) => {
  const opened = await openPlace(c.var.act, c.req.param('placeId'))
  const { to } = await c.req.parseBody()
  if (opened.ok) return c.redirect(`/place/${opened.value}${to === 'needs' ? '/needs' : ''}`, 303)
  if (opened.reason === 'no_such_place') throw notFound('place')
  flash(c, 'You have opened your places very often within the hour. Try again later, or use the link in the newest email about your place.')
  return c.redirect('/account/record', 303)
})
