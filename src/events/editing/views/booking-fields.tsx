import { Choices, DayField, TextField } from '#base/web/field.tsx'
import { form, line, select, showFields } from '#base/web/fields.tsx'
import { lineField } from '#base/web/form.ts'
import { Details, Link, P } from '#base/web/page-parts.tsx'
import type { Vocabulary } from '#events/events/draft.ts'
import { schoolKinds } from '#events/events/event.ts'
import { When } from '#events/events/views/deadline.tsx'
import { kindWords } from '#events/events/views/words.tsx'
import type { EventValues } from '../forms.ts'
import type { FieldsProps } from './step-fields.tsx'

type MomentProps = Pick<FieldsProps, 'values' | 'problems'> & { name: 'Opens' | 'Closes'; label: string; hint: string }

const Moment = ({ name, label, hint, values, problems }: MomentProps) => (
  <When name={`booking${name}`} label={label} hint={hint}>
    <DayField name={`booking${name}Date`} label="Date" value={values[`booking${name}Date`]} problems={problems} />
    <TextField name={`booking${name}Time`} label="Time" type="time" value={values[`booking${name}Time`]} problems={problems} width={5} />
  </When>
)

const sayAudience = ({ kinds, roles, courseTopic }: EventValues, vocabulary: Vocabulary): string => {
  const said = [
    ...schoolKinds.filter((kind) => kinds.includes(kind)).map((kind) => kindWords[kind]),
    ...vocabulary.roles.filter(({ id }) => roles.includes(id)).map(({ label }) => label),
    ...vocabulary.topics.filter(({ id }) => id === courseTopic).map(({ label }) => `after ${label}`),
  ]
  return said.length > 0 ? said.join(', ') : 'every kind of school and every role'
}

const earlierCourse = ({ topics }: Vocabulary) =>
  form({
    courseTopic: select(
      'Which earlier course do people need?',
      [{ value: '', text: 'None' }, ...topics.map(({ id, label }) => ({ value: id, text: label }))],
      lineField,
      { hint: 'Attended, stated, or booked for an earlier date.' },
    ),
    courseLevel: line('Level of the earlier course (optional)', lineField, {
      width: 10,
      hint: 'As its events have it, such as foundation',
    }),
  })

export const BookingFields = ({ code, values, vocabulary, problems, fields }: FieldsProps) => {
  const { courseTopic, courseLevel } = values
  const course = showFields(earlierCourse(vocabulary), { courseTopic, courseLevel }, problems)
  return (
    <>
      {/* Without it, none ticked would be none asked. */}
      <input type="hidden" name="audience" value="asked" />
      <div class="muster-fields">
        {fields.capacity}
        {fields.placesPerSchool}
      </div>
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
      <Details summary={`Who it is for: ${sayAudience(values, vocabulary)}`}>
        <div class="muster-fields">
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
          {course['courseTopic']}
          {course['courseLevel']}
        </div>
        <P>
          Whether others can book with a reason is under <Link href={`/organiser/events/${code}/rules`}>Rules of booking</Link>.
        </P>
      </Details>
      <P>
        Price, terms of cancelling, deadlines and approval are under <Link href={`/organiser/events/${code}/rules`}>Rules of booking</Link>.
      </P>
    </>
  )
}
