import { Hono } from 'hono'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { mapped } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { linesField } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Warning } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { staleFormWords } from '#events/editing/views/refusals.tsx'
import { switchFacts } from '#messages/outbox/switch.ts'
import { reminderTimes, settingOf } from './automatic.ts'
import { messageForm, readSwitch, valuesOf } from './forms.ts'
import { previewOf } from './preview.ts'
import { saveMessage } from './save-message.ts'
import { selectMessages } from './store.ts'
import { MessagePage } from './views/message.tsx'
import { MessagesPage } from './views/messages.tsx'

const readMessages = ({ db, part, now }: Asked) => selectMessages(db, part('code'), now)

const readOne = (asked: Asked) => {
  const automatic = readSwitch(asked.part('message'))
  return mapped(readMessages(asked), (found) =>
    found && automatic ? { found, one: automatic, was: settingOf(found.settings, automatic) } : undefined,
  )
}

const all = page({
  at: '/:code/messages',
  read: readMessages,
  title: ({ event }) => `Messages: ${event.title}`,
  heading: 'Messages',
  wide: true,
  show: (found, _, { now }) => <MessagesPage {...found} now={now} />,
})

const save = press({
  at: '/:code/messages/:message',
  read: readOne,
  form: (_, { found, one, was }) => messageForm(one, was, reminderTimes(found.settings)),
  filled: ({ one, was }) => valuesOf(one, was),
  hidden: ({ found }) => ({ version: `${found.event.version}` }),
  shape: ({ isOn, ...others }, { one }) => {
    const { warning } = switchFacts[one]
    return (
      <>
        {isOn}
        {warning ? <Warning>When it is off, {lowerFirst(warning)}</Warning> : null}
        {Object.values(others)}
      </>
    )
  },
  button: 'Save',
  act: (act, setting, { subject: { found, ...of }, field }) =>
    saveMessage(act, { ...of, event: found.event, version: Number(field('version')), setting }),
  refused: {
    stale: { field: 'isOn', says: staleFormWords },
    cancelled: 'The event is cancelled: nothing of it goes by itself any more',
  },
  done: ({ subject, values }) => `Saved. “${switchFacts[subject.one].label}” is ${values.isOn ? 'on' : 'off'} for this event`,
  to: ({ part }) => `/organiser/events/${part('code')}/messages`,
})

const messagePage = page({
  at: '/:code/messages/:message',
  read: readOne,
  also: async (act, { found, one: of, was }, { c }) => {
    const note = c.req.method === 'POST' ? linesField.parse((await c.req.parseBody())['note']) : was.note
    return { preview: previewOf(act, await senderOf(act), found, of, { ...was, note }) }
  },
  title: ({ one: of }) => switchFacts[of].label,
  back: ({ found }) => ({ href: `/organiser/events/${found.event.code}/messages`, text: 'Automatic messages' }),
  presses: { save },
  show: ({ found, ...of }, forms) => <MessagePage {...of} form={found.event.state === 'cancelled' ? null : forms.save({ found, ...of })} />,
})

/** An event's automatic messages. Mounted at /organiser/events. */
export const organiserAutomaticPages = withPages(new Hono<AppEnv>(), all, messagePage)
