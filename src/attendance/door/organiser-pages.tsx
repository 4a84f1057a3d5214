import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { type Read, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { isOpen } from './door.ts'
import { usualHelpers } from './door-link.ts'
import { selectDevices, selectDoor } from './door-store.ts'
import { endDoorLink } from './end-door-link.ts'
import { linkForm } from './forms.ts'
import { selectDoorLinks, selectHelpers } from './link-store.ts'
import { makeDoorLink } from './make-door-link.ts'
import { revokeDevice } from './revoke-device.ts'
import { DevicesPage } from './views/devices.tsx'
import { DoorLinksPage, MadeLinkPage } from './views/links.tsx'
import { makeLinkRefusals } from './views/refusals.tsx'

type C = Context<AppEnv, '/events/:code/*'>

/** The door of the address, and what else is read of it. */
const read = async <R,>(c: C, select: (db: D1Database, code: string) => Read<R>) => {
  const code = c.req.param('code')
  const { door, more } = await readNow(c.env.DB, together({ door: selectDoor(c.env.DB, code), more: select(c.env.DB, code) }))
  if (!door.event) throw notFound('event')
  return { event: door.event, sessions: door.sessions, more }
}

const takers = (code: string) => ({ href: `/organiser/events/${code}/door`, text: 'Who may take the register' })

const selectLinks = (db: D1Database, code: string) => together({ links: selectDoorLinks(db, code), helpers: selectHelpers(db, code) })

const showLinks = async (c: C, typed?: { day: string; most: string }, problems?: Problems) => {
  const { event, sessions, more } = await read(c, selectLinks)
  const { now } = c.var.act
  const days = [...new Set(sessions.map(({ startsAt }) => londonDay(startsAt)))].filter((day) => isOpen(event) && day >= londonDay(now))
  const values = typed ?? { day: days[0] ?? '', most: String(usualHelpers) }
  return c.render(<DoorLinksPage {...{ event, ...more, days, now: instant(now), newId: () => newId(now), values, problems }} />, {
    title: `Door links of ${event.title}`,
    back: takers(event.code),
    hasProblems: Boolean(problems),
  })
}

/** The links and devices of an event's door. Mounted at /organiser. */
export const organiserDoorPages = new Hono<AppEnv>()
  .get('/events/:code/door/links', (c) => showLinks(c))
  .post('/events/:code/door/links', async (c) => {
    const body = await c.req.parseBody()
    const typed = typedOf(body, ['day', 'most'])
    const form = linkForm.safeParse(body)
    if (!form.success) {
      c.status(422)
      return showLinks(c, typed, problemsOf(form.error))
    }
    const { event, sessions } = await read(c, selectDoorLinks)
    const made = await makeDoorLink(c.var.act, event, sessions, form.data)
    if (!made.ok) {
      if (made.reason === 'not_allowed') throw notFound('page')
      c.status(409)
      return showLinks(c, typed, { day: makeLinkRefusals[made.reason] })
    }
    const { actor, baseUrl } = c.var.act
    // As with a calendar's address, only this answer shows the secret.
    c.header('cache-control', 'private, no-store')
    const address = `${baseUrl}/door-link/${made.value.token}`
    return c.render(<MadeLinkPage {...{ event, ...form.data, madeBy: actor.name ?? actor.email ?? '', address }} />, {
      title: `Help at the door of ${event.title}`,
      back: { href: `/organiser/events/${event.code}/door/links`, text: 'Door links' },
    })
  })
  .post('/events/:code/door/links/:id/end', async (c) => {
    const { event, more } = await read(c, selectDoorLinks)
    if (!more.some(({ id }) => id === c.req.param('id'))) throw notFound('link')
    const ended = await endDoorLink(c.var.act, event.id, c.req.param('id'))
    if (!ended.ok) throw notFound('page')
    flash(c, 'The link lets nobody else in')
    return c.redirect(`/organiser/events/${event.code}/door/links`, 303)
  })
  .get('/events/:code/door/devices', async (c) => {
    const { event, more: devices } = await read(c, selectDevices)
    return c.render(<DevicesPage {...{ event, devices }} />, { title: `Devices at the door of ${event.title}`, back: takers(event.code) })
  })
  .post('/events/:code/door/devices/:id/revoke', async (c) => {
    const { event, more: devices } = await read(c, selectDevices)
    if (!devices.some(({ id }) => id === c.req.param('id'))) throw notFound('device')
    await revokeDevice(c.var.act, event.id, c.req.param('id'))
    flash(c, 'The device is off the door: it forgets the names when it next reaches us')
    return c.redirect(`/organiser/events/${event.code}/door/devices`, 303)
  })
