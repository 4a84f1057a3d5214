import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Heading, Link, P, Table, Tag } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { kindsOf, type Reminder } from '#messages/outbox/kind.ts'
import { type Switch, switches, switchFacts } from '#messages/outbox/switch.ts'
import { bookerReminders, type EventSetting, goesAfter, nextReminder, reminders, type Setting, settingOf } from '../automatic.ts'
import { pathOf, sayTiming } from './words.tsx'

export type MessagesPageProps = {
  event: EventDetails
  settings: readonly EventSetting[]
  counted: readonly { kind: string; written: number; sent: number; failed: number; last: string }[]
  audience: { named: number; bookings: number }
  now: Date
}

const sayNext = ({ event, settings, audience, now }: MessagesPageProps, one: Switch): string => {
  if (event.state !== 'published' || !settingOf(settings, one).isOn) return ''
  const next = (step: Reminder) => nextReminder({ id: event.id, sessions: event.sessions, settings }, step, now)
  const reminds = reminders.find((reminder) => reminder.one === one && reminder.to === 'delegates')
  if (reminds) {
    const due = next(reminds.kind)
    return due ? `${sayInstant(due.at)}, to ${counted(audience.named, 'person', 'people')}` : ''
  }
  const lists = bookerReminders.filter(({ kind }) => kindsOf[one].includes(kind))
  if (lists.length > 0) {
    const due = reminders
      .filter((reminder) => lists.some(({ at }) => at === reminder.kind) && settingOf(settings, reminder.one).isOn)
      .flatMap(({ kind }) => next(kind) ?? [])
      .sort((a, b) => (a.at < b.at ? -1 : 1))[0]
    return due ? `${sayInstant(due.at)}, about ${counted(audience.bookings, 'booking')}` : ''
  }
  return goesAfter(one) ? 'After the event' : ''
}

const sayWent = (props: MessagesPageProps, one: Switch): string => {
  const rows = props.counted.filter(({ kind }) => kindsOf[one].some((known) => known === kind))
  const sum = (of: 'written' | 'sent' | 'failed'): number => rows.reduce((all, row) => all + row[of], 0)
  if (sum('written') === 0) return 'None yet'
  const last =
    rows
      .map((row) => row.last)
      .sort()
      .at(-1) ?? ''
  const waiting = sum('written') - sum('sent') - sum('failed')
  return [
    `${sum('sent')} sent`,
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(sum('failed') > 0 ? [`${sum('failed')} failed`] : []),
    `last on ${sayInstant(last)}`,
  ].join(', ')
}

const Status = ({ setting }: { setting: Setting }) => (setting.isOn ? <Tag colour="green">On</Tag> : <Tag colour="red">Off</Tag>)

export const MessagesPage = (props: MessagesPageProps) => {
  const { event, settings } = props
  const at = `/organiser/events/${event.code}`
  return (
    <>
      {event.state === 'draft' ? null : (
        <div class="muster-actions">
          <a
            class="govuk-button"
            href={`/organiser/mailings/new?of=event&event=${event.code}`}
            draggable={false}
            data-module="govuk-button"
          >
            Write to people of this event
          </a>
          <Link href={`/organiser/messages?event=${event.code}`}>Messages about this event</Link>
          <Link href={`/organiser/sendings?event=${event.code}`}>Messages that went to a group</Link>
        </div>
      )}
      <Heading>What is sent automatically</Heading>
      <P>
        Each is sent once. A reminder goes before each day of the event, to those who had their place before its time; people who get a
        place later have just been sent an invitation.
      </P>
      {event.state === 'draft' ? <p class="govuk-inset-text">Nothing is sent while the event is a draft.</p> : null}
      {event.state === 'cancelled' ? (
        <p class="govuk-inset-text">The event is cancelled: no reminder, thanks or note of an absence is sent any more.</p>
      ) : null}
      <Table
        caption="Messages of this event"
        captionClass="govuk-visually-hidden"
        columns={['Message', 'To', 'On or off', 'When', 'Next', 'So far']}
        dense
        rows={switches.map((one) => {
          const setting = settingOf(settings, one)
          return [
            <Link href={`${at}/messages/${pathOf(one)}`}>{switchFacts[one].label}</Link>,
            switchFacts[one].to,
            <Status setting={setting} />,
            one === 'names' ? (
              <>
                {sayTiming(one, setting)}.{' '}
                <Link href={`${at}/rules#namesDueDate`}>
                  {event.rules.namesDueAt ? `Names by ${sayDeadline(event.rules.namesDueAt)}` : 'Names are not asked for by a date'}
                </Link>
              </>
            ) : (
              sayTiming(one, setting)
            ),
            sayNext(props, one),
            sayWent(props, one),
          ]
        })}
      />
    </>
  )
}
