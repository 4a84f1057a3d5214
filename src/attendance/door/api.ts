import { type Context, Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { readNow, together } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { clearSignInCookie } from '#people/sign-in/session.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { addDevice } from './add-device.ts'
import type { Heard } from './device.ts'
import { comingTo, isOver, sessionsFor, takesDoor } from './door.ts'
import { noteSeen, selectDoor, selectSignedOut } from './door-store.ts'
import { deviceBody, entriesBody } from './forms.ts'
import { selectDoorPeople, selectHandMarks, selectSaid, withTickets } from './people-store.ts'
import { openEntries, shareDevice } from './share-device.ts'
import { type OpenDoor, openDoor, readEntries, type SentEntry, takeEntries } from './take-entries.ts'

type C = Context<AppEnv, '/:code/*'>

const gone = (c: C) => c.json({ gone: true }, 410)

const doorByToken = async (c: C, sent?: readonly SentEntry[]) => {
  const token = c.req.header('x-muster-door') ?? ''
  return /^[\w-]{43}$/.test(token) ? openDoor(c.var.act, c.req.param('code'), await sha256(token), sent) : undefined
}

/** Names only for whoever is signed in. `forget`: their sign-in ended, so their names go too. */
const changesSince = async (c: C, { event: { id: eventId }, sessions }: OpenDoor): Promise<Heard & { forget: boolean }> => {
  const { act, shownSignIn, signInId } = c.var
  const mayRead = takesDoor(act.actor, eventId)
  const read = { said: selectSaid(c.env.DB, eventId, sinceOf(c, 'since')), marked: selectHandMarks(c.env.DB, eventId, sinceOf(c, 'marks')) }
  // A shared tablet that is locked can only name its sign-in.
  const ended = shownSignIn ?? c.req.header('x-muster-sign-in-id') ?? ''
  const signedOut = selectSignedOut(c.env.DB, signInId === undefined ? ended : '')
  const { said, marked, forget } = await readNow(c.env.DB, together({ ...read, forget: signedOut }))
  const keys = mayRead ? [...new Set(said.map(({ key }) => key))] : []
  return {
    said,
    ...marked,
    forget,
    people:
      keys.length > 0
        ? await withTickets(
            act,
            comingTo(sessionsFor(act.actor, sessions), await readNow(c.env.DB, selectDoorPeople(c.env.DB, eventId, keys))),
          )
        : [],
  }
}

const sinceOf = (c: C, name: 'since' | 'marks'): number => Number(/^\d{1,15}$/.exec(c.req.query(name) ?? '')?.[0] ?? 0)

/**
 * What the door page asks for and sends. A device answers for itself by its token, so that entries
 * are taken after the sign-in has ended; names are given out to whoever is signed in. At /door.
 */
export const doorApi = new Hono<AppEnv>()
  .post('/:code/devices', async (c) => {
    const { event, sessions } = await readNow(c.env.DB, selectDoor(c.env.DB, c.req.param('code')))
    if (!event || !takesDoor(c.var.act.actor, event.id)) return c.json({ error: 'not_yours' }, 404)
    const body = deviceBody.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return c.json({ error: 'unreadable' }, 400)
    const added = await addDevice(c.var.act, event, sessionsFor(c.var.act.actor, sessions), body.data)
    return added.ok ? c.json({ ...added.value, account: c.var.act.actor.accountId }) : c.json({ error: added.reason }, 409)
  })
  .get('/:code/snapshot', async (c) => {
    const { event, sessions: all } = await readNow(c.env.DB, selectDoor(c.env.DB, c.req.param('code')))
    if (!event || !takesDoor(c.var.act.actor, event.id)) return c.json({ error: 'not_yours' }, 404)
    const sessions = sessionsFor(c.var.act.actor, all)
    const read = {
      people: selectDoorPeople(c.env.DB, event.id),
      said: selectSaid(c.env.DB, event.id),
      marked: selectHandMarks(c.env.DB, event.id),
    }
    const [{ people, said, marked }, roles] = await Promise.all([
      readNow(c.env.DB, together(read)),
      rolesOn(c.env.DB, londonDay(c.var.act.now)),
    ])
    const ticketed = await withTickets(c.var.act, comingTo(sessions, people))
    return c.json({
      event,
      sessions,
      people: ticketed,
      said,
      ...marked,
      roles: roles.map(({ id, label }) => ({ id, label })),
      now: instant(c.var.act.now),
      account: c.var.act.actor.accountId,
      mayClose: mayAsk(c.var.act.actor, 'GET /door/:code/close'),
    })
  })
  .post('/:code/shared', async (c) => {
    const door = await doorByToken(c)
    if (!door || door.device.accountId !== c.var.act.actor.accountId) return c.json({ error: 'not_yours' }, 404)
    const moved = await shareDevice(c.var.act, door.device, c.var.signInId ?? '')
    if (!moved) return c.json({ error: 'no_key' }, 409)
    clearSignInCookie(c)
    return c.json(moved)
  })
  .get('/:code/changes', async (c) => {
    const door = await doorByToken(c)
    if (!door || door.device.revokedAt !== null || isOver(door.device, c.var.act.now)) return gone(c)
    await noteSeen(door.act, door.device.id)
    return c.json({ ...(await changesSince(c, door)), sessions: door.sessions, state: door.event.state })
  })
  .post('/:code/entries', async (c) => {
    const body = entriesBody.safeParse(await c.req.json().catch(() => undefined))
    const sent = body.success ? readEntries(body.data.entries) : []
    const door = await doorByToken(c, sent)
    if (!door || door.device.revokedAt !== null) return gone(c)
    if (!body.success) return c.json({ error: 'unreadable' }, 400)
    const isSealed = body.data.entries.some((one) => typeof one === 'object' && one !== null && 'sealed' in one)
    return c.json({
      answers: await takeEntries(door, isSealed ? readEntries(await openEntries(c.var.act, door.device, body.data.entries)) : sent),
    })
  })
