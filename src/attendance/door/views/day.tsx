import type { Absence } from '#attendance/attendance/register.ts'
import { sayTime } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { atStart, inWords } from '#base/words.ts'
import type { RegisterToClose } from '../close-day.ts'
import type { DoorEvent, DoorSession } from '../day.ts'
import { nameOf, type PersonAtDoor } from '../people.ts'

const titleOf = (session: DoorSession): string => session.title || `${sayTime(session.startsAt)} to ${sayTime(session.endsAt)}`

export const CloseDayPage = ({
  event,
  registers,
  isOver,
  problems,
}: {
  event: DoorEvent
  registers: readonly (RegisterToClose & { absences: readonly Absence[] })[]
  isOver: boolean
  problems?: Problems | undefined
}) => {
  const notSeen = Math.max(0, ...registers.map((one) => one.notSeen))
  const joined = Math.max(0, ...registers.map((one) => one.joined))
  const unheard = Math.max(0, ...registers.map((one) => one.unheard))
  const charged = registers.flatMap(({ absences }) => absences.filter(({ due }) => due))
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{event.title}</span>
      <Title>Close the day</Title>
      {registers.length === 0 ? (
        <P id="figures">Every register of this day is closed.</P>
      ) : isOver ? (
        <form method="post" action={`/door/${event.code}/close`} id="figures">
          <Table
            caption="What you sign off"
            columns={['Register', ...markTypes.map((markType) => ({ text: markWords[markType], numeric: true as const }))]}
            rows={registers.map(({ session, figures }) => [titleOf(session), ...markTypes.map((markType) => String(figures[markType]))])}
          />
          {notSeen > 0 ? (
            <P>{atStart(notSeen, 'person was', 'people were')} not seen at the door at most, and so are marked as not attending.</P>
          ) : null}
          {joined > 0 ? (
            <P>{atStart(joined, 'person', 'people')} joined online, and for how long no report says: they are marked as there in part.</P>
          ) : null}
          {unheard > 0 ? (
            <P>
              {atStart(unheard, 'person has', 'people have')} a place online, and nothing shows that they joined: they are marked as not
              attending.
            </P>
          ) : null}
          {joined + unheard > 0 ? <P>If there is a report of the meeting, import it before you close the day.</P> : null}
          {charged.length > 0 ? (
            <P>
              By the terms that their schools accepted, closing proposes a charge for {inWords(charged.length, 'place')} that nobody came
              to, of {sayPence(charged.reduce((sum, { pence }) => sum + pence, 0))} in all. Each is looked at before it is owed.
            </P>
          ) : null}
          <P>Closing signs every register off in your name. Whatever is changed later needs a reason and is shown as a correction.</P>
          {registers.map(({ session, figures }) => (
            <input type="hidden" name="seen" value={[session.id, ...markTypes.map((markType) => figures[markType])].join(':')} />
          ))}
          <Button>Close and sign off the day</Button>
        </form>
      ) : (
        <P id="figures">The last session is not over. The day closes once it is.</P>
      )}
    </Page>
  )
}

/** Who came and has not left, by last name, to be read out. */
export const EvacuationPage = ({ event, people, at }: { event: DoorEvent; people: readonly PersonAtDoor[]; at: Date }) => (
  <Page>
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Evacuation list</Title>
    <P>
      {atStart(people.length, 'person has', 'people have')} arrived and not left, as known at {sayTime(at)}.
    </P>
    <ol class="govuk-list govuk-list--number">
      {people.map((person) => (
        <li>
          <strong>{nameOf(person)}</strong>, {person.school?.label ?? person.organisation}
        </li>
      ))}
    </ol>
  </Page>
)

export const WalkInPage = ({
  event,
  ids,
  schools,
  roles,
  values,
  problems,
}: {
  event: DoorEvent
  ids: { id: string; person: string }
  schools: readonly { id: string; label: string }[]
  roles: readonly { id: string; label: string }[]
  values: { name: string; roleId: string; schoolId: string; organisation: string }
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Add someone who is not on the list</Title>
    <P>They have arrived, and are on every register that is left of the day. Nothing is charged for it.</P>
    <form method="post" action={`/door/${event.code}/walk-ins`} novalidate>
      <input type="hidden" name="id" value={ids.id} />
      <input type="hidden" name="person" value={ids.person} />
      <TextField name="name" label="Full name" value={values.name} autocomplete="off" problems={problems} />
      <Select
        name="roleId"
        label="Role (optional)"
        value={values.roleId}
        options={[{ value: '', text: 'Not asked' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
        problems={problems}
      />
      <Select
        name="schoolId"
        label="School"
        hint="Those that come to this event"
        value={values.schoolId}
        options={[{ value: '', text: 'Another, or not sure' }, ...schools.map((school) => ({ value: school.id, text: school.label }))]}
        problems={problems}
      />
      <TextField
        name="organisation"
        label="Another, or not sure: what they said"
        hint="It can be matched to a school in the register, also later."
        value={values.organisation}
        problems={problems}
      />
      <Button>Add: they have arrived</Button>
    </form>
  </Page>
)
