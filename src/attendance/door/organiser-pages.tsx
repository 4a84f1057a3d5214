import { type Context, Hono } from 'hono'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { mapped, type Read, together } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import type { DoorEvent } from './day.ts'
import { type DeviceRow, isOpen } from './door.ts'
import { type DoorLinkRow, usualHelpers } from './door-link.ts'
import { selectDevices, selectDoor } from './door-store.ts'
import { endDoorLink } from './end-door-link.ts'
import { linkForm } from './forms.ts'
import { selectDoorLinks, selectHelpers } from './link-store.ts'
import { makeDoorLink } from './make-door-link.ts'
import { revokeDevice } from './revoke-device.ts'
import { Devices } from './views/devices.tsx'
import { aboutLink, DoorLinks, MadeLinkPage } from './views/links.tsx'
import { makeLinkRefusals, noSuchDay } from './views/refusals.tsx'

/** The door of the address, and the days for which it can have links. */
const readDoor = ({ db, now, part }: Asked) =>
  mapped(selectDoor(db, part('code')), ({ event, sessions }) => {
    if (!event) return undefined
    const days = [...new Set(sessions.map(({ startsAt }) => londonDay(startsAt)))]
    return { event, sessions, days: isOpen(event) ? days.filter((day) => day >= londonDay(now)) : [] }
  })

const readDoorWith = <R,>(asked: Asked, more: Read<R>) =>
  mapped(together({ door: readDoor(asked), more }), ({ door, more }) => door && { ...more, ...door })

const readLinks = (asked: Asked) => {
  const [db, code] = [asked.db, asked.part('code')]
  return readDoorWith(asked, together({ links: selectDoorLinks(db, code), helpers: selectHelpers(db, code) }))
}

const readLink = (asked: Asked) =>
  mapped(readDoorWith(asked, together({ links: selectDoorLinks(asked.db, asked.part('code')) })), (found) => {
    const link = found?.links.find(({ id }) => id === asked.part('id'))
    return found && link && { ...found, link }
  })

const back = ({ event }: { event: DoorEvent }) => ({ href: `/organiser/events/${event.code}/door`, text: 'Who may check people in' })
const toLinks = ({ part }: Asked): string => `/organiser/events/${part('code')}/door/links`

/** As with a calendar's address, only this answer shows the secret. */
const showMade = (c: Context<AppEnv>, event: DoorEvent, link: { day: Day; most: number }, token: string) => {
  const { actor, baseUrl } = c.var.act
  c.header('cache-control', 'private, no-store')
  const address = `${baseUrl}/door-link/${token}`
  return c.render(
    <MadeLinkPage event={event} address={address} day={link.day} most={link.most} madeBy={actor.name ?? actor.email ?? ''} />,
    {
      title: `Help with check-in: ${event.title}`,
      back: { href: `/organiser/events/${event.code}/door/links`, text: 'Check-in links' },
    },
  )
}

const make = press({
  at: '/events/:code/door/links',
  read: readDoor,
  form: (_, { days }) => linkForm(days),
  filled: ({ days }) => ({ day: days[0], most: String(usualHelpers) }),
  button: 'Make a check-in link',
  act: async (act, link, { subject: { event, sessions }, id, c }) => {
    const result = await makeDoorLink(act, event, sessions, { ...link, id })
    return result.ok ? showMade(c, event, link, result.value.token) : result
  },
  refused: { ...makeLinkRefusals, no_such_day: { field: 'day', says: noSuchDay } },
  to: toLinks,
})

const makeAnother = press({
  at: '/events/:code/door/links/:id/another',
  read: readLink,
  button: (link: DoorLinkRow) => [{ text: 'End it and make another', of: `of ${aboutLink(link)}`, kind: 'secondary' }],
  act: async (act, _, { subject: { event, sessions, link }, id, c }) => {
    const result = await makeDoorLink(act, event, sessions, { id, day: link.day, most: link.most, replaces: link.id })
    return result.ok ? showMade(c, event, link, result.value.token) : result
  },
  refused: makeLinkRefusals,
  to: toLinks,
})

const end = press({
  at: '/events/:code/door/links/:id/end',
  read: readLink,
  button: (link: DoorLinkRow) => [{ text: 'End now', of: aboutLink(link), kind: 'secondary' }],
  act: (act, _, { subject }) => endDoorLink(act, subject.event.id, subject.link.id),
  refused: { not_allowed: gone },
  done: 'The link lets nobody else in',
  to: toLinks,
})

const links = page({
  at: '/events/:code/door/links',
  read: readLinks,
  title: ({ event }) => `Check-in links of ${event.title}`,
  heading: 'Check-in links',
  back,
  wide: true,
  presses: { make, makeAnother, end },
  show: (found, forms, { now }) => (
    <DoorLinks
      {...found}
      now={instant(now)}
      form={found.days.length > 0 ? forms.make(found) : null}
      formsOf={(link) => (
        <>
          {forms.end(link, { id: link.id })}
          {found.days.includes(link.day) ? forms.makeAnother(link, { id: link.id }) : null}
        </>
      )}
    />
  ),
})

const readDevices = (asked: Asked) => readDoorWith(asked, together({ devices: selectDevices(asked.db, asked.part('code')) }))

const revoke = press({
  at: '/events/:code/door/devices/:id/revoke',
  read: (asked) =>
    mapped(readDevices(asked), (found) => (found?.devices.some(({ id }) => id === asked.part('id')) ? found.event : undefined)),
  button: (number: number) => [{ text: 'Remove', of: `device ${number}`, kind: 'secondary' }],
  act: async (act, _, { subject, part }) => ok(await revokeDevice(act, subject.id, part('id'))),
  refused: {},
  done: 'The device is removed: it forgets the names when it next reaches us',
  to: ({ part }) => `/organiser/events/${part('code')}/door/devices`,
})

const devices = page({
  at: '/events/:code/door/devices',
  read: readDevices,
  title: ({ event }) => `Check-in devices of ${event.title}`,
  heading: 'Check-in devices',
  back,
  wide: true,
  presses: { revoke },
  show: ({ devices }, forms) => <Devices devices={devices} form={({ id }: DeviceRow, number) => forms.revoke(number, { id })} />,
})

/** The links and devices of an event's door. Mounted at /organiser. */
export const organiserDoorPages = withPages(new Hono<AppEnv>(), links, devices)
