import { sayDeadline } from '#base/dates.ts'
import { Choices, DayField, type Problems, TextField } from '#base/web/field.tsx'
import { Heading, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { When } from '#events/events/views/deadline.tsx'
import { sayPlaces } from '#events/events/views/places.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolRows } from '#schools/schools/views.tsx'
import { type HeldBack, heldBackState } from '../held-back.ts'
import { type HeldBackValues, mostSchoolsHeldFor } from '../held-back-forms.ts'

const forWhom = (one: HeldBack): string =>
  one.forWhom === 'no_record' ? 'Schools with no record of this topic' : one.schools.map(schoolLabel).join('; ')

const states = { standing: ['blue', 'Reserved'], released: ['grey', 'Released'], withdrawn: ['grey', 'Withdrawn'] } as const

const List = ({ event, heldBacks, now }: { event: EventDetails; heldBacks: readonly HeldBack[]; now: string }) => (
  <Table
    caption="Reserved"
    columns={[
      'For',
      { text: 'Places', numeric: true },
      { text: 'Taken', numeric: true },
      { text: 'Left', numeric: true },
      'Released',
      'State',
      'Do',
    ]}
    rows={heldBacks.map((one) => {
      const state = heldBackState(one, now)
      const [colour, text] = states[state]
      return [
        forWhom(one),
        String(one.places),
        String(one.used),
        state === 'standing' ? String(one.places - one.used) : '–',
        sayDeadline(one.releaseAt),
        <Tag colour={colour}>{text}</Tag>,
        state === 'standing' ? (
          <Link href={`/organiser/events/${event.code}/held-back/${one.id}/release`}>
            Release now<VisuallyHidden> what is reserved for {forWhom(one)}</VisuallyHidden>
          </Link>
        ) : (
          ''
        ),
      ]
    })}
  />
)

/** What is reserved of an event. */
export const AboutHeldBack = ({ event, heldBacks, now }: { event: EventDetails; heldBacks: readonly HeldBack[]; now: string }) => (
  <>
    <P>{sayPlaces(event)}.</P>
    <P>
      Reserved places can be booked only by the schools that they are for, within the limits of the event, until they are released. A school
      uses what is reserved for it before it takes other places.
    </P>
    {heldBacks.length === 0 ? <P>Nothing has been reserved.</P> : <List event={event} heldBacks={heldBacks} now={now} />}
  </>
)

type HeldBackFieldsProps = { schools: SchoolChoices; values: HeldBackValues; problems: Problems }

export const HeldBackFields = ({ schools, values, problems }: HeldBackFieldsProps) => (
  <>
    <Heading>Reserve places</Heading>
    <TextField
      name="places"
      label="How many places?"
      value={values.places}
      problems={problems}
      width={4}
      inputmode="numeric"
      labelClass="govuk-label--s"
    />
    <Choices
      type="radios"
      name="forWhom"
      label="For which schools?"
      values={[values.forWhom]}
      options={[
        { value: 'no_record', text: 'Schools of which nobody has been recorded at this topic' },
        { value: 'schools', text: 'Schools that I choose', hint: 'Choose them below. They share these places' },
      ]}
      problems={problems}
    />
    <SchoolRows schools={schools} values={values.schools} most={mostSchoolsHeldFor} problems={problems} enter="Reserve" />
    <When
      name="release"
      label="Released to everyone"
      hint="At this moment, by itself, they are anyone’s, and offered to the waiting list first"
    >
      <DayField name="releaseDate" label="Date" value={values.releaseDate} problems={problems} />
      <TextField name="releaseTime" label="Time" type="time" value={values.releaseTime} problems={problems} width={5} />
    </When>
  </>
)

/** Before what is reserved is released early. */
export const AboutReleasing = ({ heldBack }: { heldBack: HeldBack }) => (
  <P>
    They are reserved until {sayDeadline(heldBack.releaseAt)} for: {forWhom(heldBack)}. Released, they are offered to the waiting list, and
    what is left anyone can book while booking is open.{' '}
    {heldBack.used > 0 ? `The ${counted(heldBack.used, 'place')} taken already stay as they are.` : ''}
  </P>
)
