import { Choices, DayField, Select } from '#base/web/field.tsx'
import { Bullets, Details, Link, P } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { onTheList } from '#events/venues/venue.ts'
import { pathOfStep } from '../edit-step.ts'
import { isAlone } from '../programme-rows.ts'
import { DaysOff, Times } from './programme-fields.tsx'
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
      <When code={code} values={values} daysOff={daysOff} problems={problems} />
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
            value={values.venueId}
            problems={problems}
            options={[{ value: '', text: 'Another venue, or none (online)' }, ...venues.map(({ id, name }) => ({ value: id, text: name }))]}
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

const When = ({ code, values, daysOff, problems }: Pick<FieldsProps, 'code' | 'values' | 'daysOff' | 'problems'>) => {
  const [only] = values.sessions
  if (only && isAlone(values))
    return (
      <>
        <div class="muster-when">
          <input type="hidden" name="session-1-id" value={only.id} />
          <Times of="session-1" row={only} problems={problems} hasDays />
        </div>
        <DaysOff daysOff={daysOff} />
      </>
    )
  const days = [...new Set([...values.sessions, ...values.breaks].map(({ date }) => date))].toSorted()
  return (
    <>
      <DayField name="day" label={days.length > 1 ? 'First day' : 'Date'} value={days[0]} problems={problems} />
      {code ? (
        <P>
          {atStart(values.sessions.length, 'session moves', 'sessions move')} with it:{' '}
          <Link href={pathOfStep(code, 'programme')}>change times and sessions</Link>, or{' '}
          <Link href={`/organiser/events/${code}/move`}>move deadlines too</Link>. <strong>{daysOff}</strong>
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
      {code ? null : <DaysOff daysOff={daysOff} />}
    </>
  )
}
