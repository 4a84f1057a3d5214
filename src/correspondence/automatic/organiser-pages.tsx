import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { staleFormWords } from '#events/events/views/refusals.tsx'
import { switchFacts } from '#messages/outbox/switch.ts'
import { reminderTimes, settingOf } from './automatic.ts'
import { type MessageValues, messageValues, readMessage, readSwitch, readVersion, valuesOf } from './forms.ts'
import { previewOf } from './preview.ts'
import { saveMessage } from './save-message.ts'
import { readMessages } from './store.ts'
import { MessagePage } from './views/message.tsx'
import { MessagesPage } from './views/messages.tsx'

type C = Context<AppEnv>

const read = async (c: C) => {
  const found = await readMessages(c.var.act, c.req.param('code') ?? '')
  if (!found) throw notFound('event')
  return found
}

const readOne = async (c: C) => {
  const one = readSwitch(c.req.param('message'))
  if (!one) throw notFound('message')
  const found = await read(c)
  return { found, one, was: settingOf(found.settings, one) }
}

const showOne = async (
  c: C,
  { found, one, was }: Awaited<ReturnType<typeof readOne>>,
  values: MessageValues,
  version: number,
  problems?: Problems,
) => {
  const preview = previewOf(c.var.act, await senderOf(c.var.act), found, one, { ...was, note: values.note })
  return c.render(
    <MessagePage event={found.event} one={one} was={was} values={values} version={version} preview={preview} problems={problems} />,
    {
      title: switchFacts[one].label,
      hasProblems: problems !== undefined,
      back: { href: `/organiser/events/${found.event.code}/messages`, text: 'Automatic messages' },
    },
  )
}

/** An event's automatic messages. Mounted at /organiser/events. */
export const organiserAutomaticPages = new Hono<AppEnv>()
  .get('/:code/messages', async (c) => {
    const found = await read(c)
    return c.render(<MessagesPage {...found} now={c.var.act.now} />, {
      title: `Messages: ${found.event.title}`,
      back: { href: '/organiser/events', text: 'Events' },
    })
  })
  .get('/:code/messages/:message', async (c) => {
    const ground = await readOne(c)
    return showOne(c, ground, valuesOf(ground.one, ground.was), ground.found.event.version)
  })
  .post('/:code/messages/:message', async (c) => {
    const body = await c.req.parseBody()
    const ground = await readOne(c)
    const { found, one, was } = ground
    const values = messageValues(body)
    const version = readVersion(body)
    const typed = readMessage(one, values, was, reminderTimes(found.settings))
    if (typed.problems) {
      c.status(422)
      return showOne(c, ground, values, version, typed.problems)
    }
    const saved = await saveMessage(c.var.act, { event: found.event, version, one, was, setting: typed.setting })
    if (!saved.ok) {
      c.status(409)
      const now = await readOne(c)
      return showOne(c, now, values, now.found.event.version, {
        isOn: saved.reason === 'stale' ? staleFormWords : 'The event is cancelled: nothing of it goes by itself any more',
      })
    }
    flash(c, `Saved. “${switchFacts[one].label}” is ${typed.setting.isOn ? 'on' : 'off'} for this event`)
    return c.redirect(`/organiser/events/${found.event.code}/messages`, 303)
  })
