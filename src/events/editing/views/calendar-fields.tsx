import { Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Heading, P } from '#base/web/page-parts.tsx'
import { calendarTitleOf } from '#calendars/invites/invite.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import type { EventDetails } from '#events/events/event.ts'
import { neutralTitle } from '#messages/outbox/message.ts'
import { alarms } from '../calendar-forms.ts'
import type { EventValues } from '../forms.ts'

const sayBefore = (minutes: number): string => {
  if (minutes % (7 * 24 * 60) === 0 && minutes > 0)
    return minutes === 7 * 24 * 60 ? '1 week before' : `${minutes / (7 * 24 * 60)} weeks before`
  if (minutes % (24 * 60) === 0 && minutes > 0) return minutes === 24 * 60 ? '1 day before' : `${minutes / (24 * 60)} days before`
  if (minutes % 60 === 0 && minutes > 0) return minutes === 60 ? '1 hour before' : `${minutes / 60} hours before`
  return `${minutes} minutes before`
}

export const CalendarFields = ({ values, vocabulary, problems }: { values: EventValues; vocabulary: Vocabulary; problems: Problems }) => {
  const sensitive = vocabulary.topics.filter((topic) => topic.sensitive).map((topic) => topic.label)
  const known: readonly string[] = ['none', ...alarms.map(String)]
  return (
    <>
      <Heading>In people’s calendars</Heading>
      <P>
        Everyone with a place gets an entry for their calendar, which colleagues and family may see on a shared screen. The message that
        brings it always says the real title.
      </P>
      <Choices
        name="calendar"
        label="What do calendars and the subjects of messages call it?"
        type="radios"
        small
        values={[values.calendar]}
        problems={problems}
        options={[
          {
            value: 'topic',
            text: `The title, or “${neutralTitle}” where the topic is sensitive`,
            hint: sensitive.length > 0 ? `Sensitive topics: ${sensitive.join(', ')}` : 'No topic is marked as sensitive.',
          },
          { value: 'title', text: 'The title' },
          { value: 'own', text: 'Other words', hint: 'The names of sessions and workshops are then left out too.' },
        ]}
      />
      <TextField
        name="calendarTitle"
        label="Other words for calendars"
        hint={`Only if you chose “Other words”, such as “${neutralTitle}”`}
        value={values.calendarTitle}
        problems={problems}
        maxlength={200}
      />
      <Choices
        name="calendarEntries"
        label="Entries in each person’s calendar"
        type="radios"
        small
        values={[values.calendarEntries]}
        problems={problems}
        options={[
          {
            value: 'day',
            text: 'One for each day',
            hint: 'From their first session to their last, with the sessions and workshops listed in it: one email for a day',
          },
          {
            value: 'each',
            text: 'One for each session',
            hint: 'Also one for each workshop that they choose, each with an email of its own',
          },
        ]}
      />
      <Choices
        name="alarm"
        label="Reminder from the calendar"
        hint="A change of this is not sent to those who have their entry."
        type="radios"
        small
        values={[values.alarm]}
        problems={problems}
        options={[
          { value: 'none', text: 'None' },
          ...alarms.map((minutes) => ({ value: String(minutes), text: sayBefore(minutes) })),
          ...(known.includes(values.alarm) || !/^\d+$/.test(values.alarm)
            ? []
            : [{ value: values.alarm, text: sayBefore(Number(values.alarm)) }]),
        ]}
      />
    </>
  )
}

/** `“Safeguarding training”, one entry for each day, reminder 1 hour before` */
export const sayCalendar = (event: EventDetails): string =>
  [
    `“${calendarTitleOf(event)}”`,
    event.calendarEntries === 'day' ? 'one entry for each day' : event.sessions.length > 1 ? 'one entry for each session' : 'one entry',
    event.alarmMinutes === null ? 'no reminder' : `reminder ${sayBefore(event.alarmMinutes)}`,
  ].join(', ')
