import { type Context, Hono } from 'hono'
import { readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { selectDevices, selectDoor } from './door-store.ts'
import { revokeDevice } from './revoke-device.ts'
import { DevicesPage } from './views/devices.tsx'

const read = async (c: Context<AppEnv, '/events/:code/*'>) => {
  const code = c.req.param('code')
  const { door, devices } = await readNow(c.env.DB, together({ door: selectDoor(c.env.DB, code), devices: selectDevices(c.env.DB, code) }))
  if (!door.event) throw notFound('event')
  return { event: door.event, devices }
}

/** The devices at an event's door. Mounted at /organiser. */
export const organiserDoorPages = new Hono<AppEnv>()
  .get('/events/:code/door/devices', async (c) => {
    const { event, devices } = await read(c)
    return c.render(<DevicesPage {...{ event, devices }} />, {
      title: `Devices at the door of ${event.title}`,
      back: { href: `/organiser/events/${event.code}/door`, text: 'Who may take the register' },
    })
  })
  .post('/events/:code/door/devices/:id/revoke', async (c) => {
    const { event, devices } = await read(c)
    if (!devices.some(({ id }) => id === c.req.param('id'))) throw notFound('device')
    await revokeDevice(c.var.act, event.id, c.req.param('id'))
    flash(c, 'The device is off the door: it forgets the names when it next reaches us')
    return c.redirect(`/organiser/events/${event.code}/door/devices`, 303)
  })
