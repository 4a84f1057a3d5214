import { Choices, DayField, Select } from '#base/web/field.tsx'
import { Bullets, Details, Inset, Link, P } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { onTheList } from '#events/venues/venue.ts'
import { pathOfStep } from '../edit-step.ts'
import { isAlone } from '../programme-rows.ts'
import { Times } from './programme-fields.tsx'
import type { FieldsProps } from './step-fields.tsx'

/** What it is, where, and its day: with the times where there is one session. */
export const WhatFields = ({ code, values, vocabulary, daysOff, problems, fields }: FieldsProps) => {
  const venues = onTheList(vocabulary.venues)
  const { attendanceMode } = eventFacts
  const typed = (
    <div class="muster-fields">
      {fields.venueName}
      {fields.venuePostcode}
      {fields.venueAddress}
    </div>
  )
  const isTyped = values.venueId === '' && values.venueName !== ''
  return (
    <>
      {fields.title}
      <Select
        name="topicId"
        label="Topic"
        hint="Coverage reports count events by topic."
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
      <When code={code} values={values} problems={problems} />
      {daysOff ? <Inset>{daysOff}</Inset> : null}
      <Choices
        name="attendanceMode"
        label={attendanceMode.label}
        type="radios"
        inline
        small
        values={[values.attendanceMode]}
        problems={problems}
        options={(attendanceMode.options ?? []).map((option) => ({
          ...option,
          ...(option.value === 'mixed' ? { reveals: fields.onlineCapacity } : {}),
        }))}
      />
      {venues.length > 0 ? (
        <>
          <Select
            name="venueId"
            label="Venue"
            hint="Online events need none."
            value={values.venueId}
            problems={problems}
            options={[{ value: '', text: 'Another venue, typed below' }, ...venues.map(({ id, name }) => ({ value: id, text: name }))]}
          />
          <Details
            summary="Another venue"
            open={isTyped || ['venueName', 'venueAddress', 'venuePostcode'].some((name) => name in problems)}
          >
            {typed}
          </Details>
        </>
      ) : (
        typed
      )}
      {fields.joiningLink}
    </>
  )
}

const When = ({ code, values, problems }: Pick<FieldsProps, 'code' | 'values' | 'problems'>) => {
  const [only] = values.sessions
  if (only && isAlone(values))
    return (
      <div class="muster-when">
        <input type="hidden" name="session-1-id" value={only.id} />
        <Times of="session-1" row={only} problems={problems} hasDays />
      </div>
    )
  const days = [...new Set([...values.sessions, ...values.breaks].map(({ date }) => date))].toSorted()
  return (
    <>
      <DayField
        name="day"
        label={days.length > 1 ? 'First day' : 'Date'}
        hint="The whole programme moves with it."
        value={days[0]}
        problems={problems}
      />
      {code ? (
        <P>
          {days.length > 1 ? `${days.length} days` : 'One day'}, {values.sessions.length} {plural(values.sessions.length, 'session')}:{' '}
          <Link href={pathOfStep(code, 'programme')}>change times and sessions</Link>. Deadlines stay:{' '}
          <Link href={`/organiser/events/${code}/move`}>move them with the event</Link>
        </P>
      ) : (
        <Details summary={`Begins with ${counted(values.sessions.length, 'session')}`}>
          <Bullets>
            {values.sessions.map(({ title, start, end }) => (
              <li>
                {start} to {end}: {title}
              </li>
            ))}
          </Bullets>
        </Details>
      )}
    </>
  )
}
