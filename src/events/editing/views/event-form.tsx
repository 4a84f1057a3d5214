import { Button, Choices, DayField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, Title } from '#base/web/page-parts.tsx'
import { showSettings } from '#base/web/setting-fields.tsx'
import { counted } from '#base/words.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import { schoolKinds } from '#events/events/event.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { When } from '#events/events/views/deadline.tsx'
import { kindWords } from '#events/events/views/words.tsx'
import { onTheList } from '#events/venues/venue.ts'
import type { EventValues } from '../forms.ts'
import { CalendarFields } from './calendar-fields.tsx'
import { AddRows, BreakFields, SessionFields } from './session-fields.tsx'

type MomentProps = {
  name: 'Opens' | 'Closes'
  label: string
  hint: string
  values: EventValues
  problems: Problems
}

const Moment = ({ name, label, hint, values, problems }: MomentProps) => (
  <When name={`booking${name}`} label={label} hint={hint}>
    <DayField name={`booking${name}Date`} label="Date" value={values[`booking${name}Date`]} problems={problems} />
    <TextField name={`booking${name}Time`} label="Time" type="time" value={values[`booking${name}Time`]} problems={problems} width={5} />
  </When>
)

export type EventFormProps = {
  heading: string
  action: string
  values: EventValues
  vocabulary: Vocabulary
  problems?: Problems | undefined
  version?: number | undefined
  id?: string | undefined
  save: string
  /** Places on the waiting list, which get what is added. */
  waitedFor?: number
}

/** Every button sends the whole form, so adding a session loses nothing. London times. */
export const EventForm = ({ heading, action, values, vocabulary, problems = {}, version, id, save, waitedFor = 0 }: EventFormProps) => {
  const alone = values.sessions.length === 1 && values.sessions[0]?.block === ''
  const { capacity } = eventFacts
  const hint = `Schools wait for ${counted(waitedFor, 'place')}. As soon as you save more places, they are offered to those schools by email, in their turn.`
  const fields = showSettings({ ...eventFacts, capacity: waitedFor > 0 ? { ...capacity, hint } : capacity }, values, problems)
  const blocks = [...new Set(values.sessions.map((row) => row.block).filter(Boolean))]
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>{heading}</Title>
      <form method="post" action={action} novalidate id="event-form">
        {/* Enter presses the first button, which would otherwise be "Remove session 1". */}
        <button type="submit" name="do" value="save" class="govuk-visually-hidden" tabindex={-1}>
          {save}
        </button>
        {version === undefined ? null : <input type="hidden" name="version" value={String(version)} />}
        {id === undefined ? null : <input type="hidden" name="id" value={id} />}

        {fields.title}
        <Select
          name="topicId"
          label="Topic"
          hint="Coverage reports count events by topic, under whatever name the topic had on the day."
          value={values.topicId}
          problems={problems}
          options={[
            { value: '', text: 'Choose a topic' },
            ...vocabulary.topics.map((topic) => ({
              value: topic.id,
              text: topic.also.length > 0 ? `${topic.label} (also ${topic.also.join(', ')})` : topic.label,
            })),
          ]}
        />
        {fields.description}
        {fields.purpose}
        <TextField
          name="hours"
          label="Length in hours"
          hint="Without breaks, such as 6, 1.5 or 0:20."
          value={values.hours}
          problems={problems}
          width={5}
        />
        {fields.level}
        {fields.provider}

        <Heading>When</Heading>
        {values.sessions.map((row, index) => (
          <SessionFields row={row} index={index} alone={alone} blocks={blocks} problems={problems} venues={vocabulary.venues} />
        ))}
        {values.breaks.map((row, index) => (
          <BreakFields row={row} index={index} problems={problems} />
        ))}
        <AddRows />

        <Heading>Where</Heading>
        {fields.attendanceMode}
        {onTheList(vocabulary.venues).length > 0 ? (
          <Select
            name="venueId"
            label="Venue from the list"
            hint="Its name and address are used instead of what is typed below."
            value={values.venueId}
            problems={problems}
            options={[
              { value: '', text: 'Another venue, typed below' },
              ...onTheList(vocabulary.venues).map(({ id, name }) => ({ value: id, text: name })),
            ]}
          />
        ) : null}
        {fields.venueName}
        {fields.venueAddress}
        {fields.venuePostcode}
        {fields.joiningLink}

        <Heading>Places</Heading>
        {fields.capacity}
        {fields.onlineCapacity}
        {fields.placesPerSchool}
        <Choices
          name="kinds"
          label="Which kinds of school is it for?"
          hint="Choose none when it is for every kind."
          type="checkboxes"
          small
          values={values.kinds}
          problems={problems}
          options={schoolKinds.map((kind) => ({ value: kind, text: kindWords[kind] }))}
        />
        <Choices
          name="roles"
          label="Which roles is it for?"
          hint="Choose none when it is for everyone."
          type="checkboxes"
          small
          values={values.roles}
          problems={problems}
          options={vocabulary.roles.map((role) => ({ value: role.id, text: role.label }))}
        />

        <Heading>Booking</Heading>
        <Moment
          name="Opens"
          label="When booking opens"
          hint="Leave blank to open as soon as the event is published."
          values={values}
          problems={problems}
        />
        <Moment
          name="Closes"
          label="When booking closes"
          hint="Leave blank to close when the first session starts."
          values={values}
          problems={problems}
        />

        <CalendarFields values={values} vocabulary={vocabulary} problems={problems} />

        <Heading>Contact</Heading>
        <P>Shown to everyone on the event’s page; replies to messages about the event go to this email address.</P>
        {fields.contactName}
        {fields.contactEmail}
        {fields.contactTelephone}

        <Button name="do" value="save">
          {save}
        </Button>
      </form>
    </Page>
  )
}

/** Hidden fields with everything typed, for a confirm page. */
export const HiddenValues = ({ values, version }: { values: EventValues; version: number }) => {
  const { roles, kinds, sessions, breaks, ...texts } = values
  const rows = (kind: string, all: readonly Record<string, string>[]) =>
    all.flatMap((row, index) => Object.entries(row).map(([part, value]): [string, string] => [`${kind}-${index + 1}-${part}`, value]))
  const fields: [string, string][] = [
    ...Object.entries(texts),

    ['version', String(version)],
    ...roles.map((role): [string, string] => ['roles', role]),
    ...kinds.map((kind): [string, string] => ['kinds', kind]),
    ...rows('session', sessions),
    ...rows('break', breaks),
  ]
  return (
    <>
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
